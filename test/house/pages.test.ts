import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { callTable } from '../../scripts/docs.ts';
import type { Manifest } from './rules/packages.ts';
import { commandFindings, configFindings, linkFindings } from './rules/pages.ts';
import { fileAt, repository, repositoryFiles } from './rules/tree.ts';

const files = repositoryFiles();
const pages = files.filter(({ path }) => path.endsWith('.md'));
const page = (text: string) => ({ path: 'docs/page.md', text });

t.test('docs/call-table.md is in step with the phases', (t) => {
  t.ok(fileAt(files, 'docs/call-table.md').text === callTable(), 'if not: npm run docs');
  t.end();
});

t.test('every command on a page exists', (t) => {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
  fileAt(files, 'README.md');
  t.strictSame(commandFindings(manifest, pages), []);
  t.end();
});

t.test('every setting is described, and no other', (t) => {
  t.strictSame(
    configFindings(
      ['src/config.ts', 'src/config-vault.ts'].map((path) => fileAt(files, path).text).join('\n'),
      fileAt(files, 'docs/configuration.md'),
    ),
    [],
  );
  t.end();
});

t.test('every link of a page leads to a file', (t) => {
  const exists = (to: string): boolean => existsSync(join(repository, to));
  t.strictSame(linkFindings(pages, exists), []);
  t.end();
});

t.test('a command that does not exist is found', (t) => {
  const manifest = { scripts: { start: 'x', docs: 'x' } };
  t.strictSame(commandFindings(manifest, [page('`npm start`, `npm run docs`, `npm install`, `npm ci`')]), []);
  t.strictSame(commandFindings(manifest, [page('`npm run fly` and `npm test`')]), [
    'docs/page.md: there is no npm command fly',
    'docs/page.md: there is no npm command test',
  ]);
  t.end();
});

t.test('a setting without a description, and a description without a setting, are found', (t) => {
  t.strictSame(configFindings("read('H12_PORT'); read('H12_HOST')", page('`H12_PORT` `H12_HOST`')), []);
  t.strictSame(configFindings("read('H12_PORT')", page('`H12_GATE`')), [
    'docs/page.md: does not describe H12_PORT',
    'docs/page.md: describes H12_GATE, which nobody reads',
  ]);
  t.end();
});

t.test('a link that leads nowhere is found', (t) => {
  const exists = (path: string): boolean => path === 'docs/there.md' || path === 'README.md';
  const good = '[a](there.md) [b](./there.md#part) [c](../README.md) [d](https://example.org) [e](#here)';
  t.strictSame(linkFindings([page(good)], exists), []);
  t.match(linkFindings([page('[a](gone.md)')], exists), [/links to gone\.md/]);
  t.end();
});
