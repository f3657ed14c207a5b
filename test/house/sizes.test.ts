import t from 'tap';
import { sizeFindings } from './rules/sizes.ts';
import { repositoryFiles } from './rules/tree.ts';

const lines = (count: number): string => 'line\n'.repeat(count);

t.test('no file of this repository is too long', (t) => {
  t.strictSame(sizeFindings(repositoryFiles()), []);
  t.end();
});

t.test('a pure file of 301 lines and another of 401 are found', (t) => {
  const found = sizeFindings([
    { path: 'src/calls/decide.ts', text: lines(301) },
    { path: 'src/calls/store.ts', text: lines(401) },
    { path: 'scripts/start.mjs', text: lines(401) },
  ]);
  t.strictSame(found, [
    'src/calls/decide.ts: 301 lines, at most 300',
    'src/calls/store.ts: 401 lines, at most 400',
    'scripts/start.mjs: 401 lines, at most 400',
  ]);
  t.end();
});

t.test('a file at its limit, a page and a fixture are not found', (t) => {
  const fine = [
    { path: 'src/calls/decide.ts', text: lines(300) },
    { path: 'src/calls/store.ts', text: lines(400) },
    { path: 'docs/page.md', text: lines(1_000) },
    { path: 'test/fixtures/ari.mjs', text: lines(1_000) },
  ];
  t.strictSame(sizeFindings(fine), []);
  t.end();
});
