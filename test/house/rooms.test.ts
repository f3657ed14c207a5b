import t from 'tap';
import { exemptions } from '../../scripts/lib/rooms.mjs';
import { purityFindings } from './rules/purity.ts';
import { importersOf, libFindings, type Plan, roomFindings } from './rules/rooms.ts';
import { importsOf, resolveImport } from './rules/syntax.ts';
import { repositoryFiles } from './rules/tree.ts';

const files = repositoryFiles();
const inSource = files.filter(({ path }) => /^src\/.*\.ts$/.test(path));
const targets = (file: { readonly path: string; readonly text: string }): (string | null)[] =>
  importsOf(file).map(({ from }) => resolveImport(file.path, from));
const exempt = exemptions.filter(({ rule }) => rule === 'house/rooms').map(({ file }) => file);

const plan: Plan = {
  domains: { calls: { pure: ['legs', 'phases/'], impure: ['vault'] } },
  adapters: ['http'],
  topFiles: ['main.ts'],
  testFolders: ['races'],
};
const whole = ['src/calls/legs.ts', 'src/calls/phases/queued.ts', 'src/calls/vault.ts'];

t.test('every file of this repository is in its room', (t) => {
  t.strictSame(roomFindings(files.map(({ path }) => path)), []);
  t.strictSame(libFindings(importersOf(inSource, targets), exempt), []);
  t.end();
});

t.test('pure files import only pure files and types', (t) => {
  t.strictSame(purityFindings(files), []);
  t.end();
});

t.test('a file in its room is not found', (t) => {
  const good = [
    'src/main.ts',
    'src/calls/model.ts',
    'src/calls/store.ts',
    'src/http/anything.ts',
    'README.md',
  ];
  t.strictSame(roomFindings([...whole, ...good, 'test/calls/a.test.ts', 'test/races/b.test.ts'], plan), []);
  t.end();
});

const misplaced = [
  ['a file with a name of its own', 'src/calls/thing.ts'],
  ['a folder with a name of its own', 'src/calls/states/queued.ts'],
  ['a file that is no TypeScript in a domain', 'src/calls/model.js'],
  ['a folder that is not of this house', 'src/conferences/model.ts'],
  ['a file directly in src/', 'src/thing.ts'],
  ['a drawer', 'src/http/utils.ts'],
  ['a folder that is a drawer', 'scripts/helpers/do.mjs'],
  ['a test that mirrors nothing', 'test/thing/a.test.ts'],
] as const;
for (const [what, path] of misplaced)
  t.test(`${what} is found`, (t) => {
    t.match(roomFindings([...whole, path], plan), [new RegExp(`^${path}: `)]);
    t.end();
  });

t.test('a room that is named and empty is found', (t) => {
  t.match(roomFindings(['src/calls/legs.ts', 'src/calls/vault.ts'], plan), [/^src\/calls\/phases\/: named/]);
  t.end();
});

t.test('a file in lib with users in one folder only is found', (t) => {
  const lib = { path: 'src/lib/thing.ts', text: '' };
  const user = (path: string) => ({ path, text: "import { thing } from '../lib/thing.ts';" });
  const one = importersOf([lib, user('src/calls/a.ts'), user('src/calls/b.ts')], targets);
  t.match(libFindings(one, []), [/needs users in two folders/]);
  t.strictSame(libFindings(one, ['src/lib/thing.ts']), []);
  t.strictSame(
    libFindings(importersOf([lib, user('src/calls/a.ts'), user('src/acd/b.ts')], targets), []),
    [],
  );
  t.end();
});

t.test('a pure file that imports something impure is found, its types are not', (t) => {
  const pure = (text: string) => purityFindings([{ path: 'src/calls/decide.ts', text }]);
  t.match(pure("import { load } from './store.ts';"), [/imports \.\/store\.ts/]);
  t.match(pure("import { readFileSync } from 'node:fs';"), [/imports node:fs/]);
  t.match(pure("import pino from 'pino';"), [/imports pino/]);
  t.match(pure("export { load } from './store.ts';"), [/imports \.\/store\.ts/]);
  t.match(pure("const fs = await import('node:fs');"), [/imports node:fs/]);
  t.strictSame(pure("import type { Logger } from 'pino';\nimport { type Row } from './store.ts';"), []);
  t.strictSame(pure("import { legId } from './model.ts';\nimport { Type } from 'typebox';"), []);
  t.strictSame(purityFindings([{ path: 'src/calls/store.ts', text: "import 'node:fs';" }]), []);
  t.end();
});
