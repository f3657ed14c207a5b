import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import t from 'tap';
import tseslint from 'typescript-eslint';
import { exemptions } from '../../scripts/lib/rooms.mjs';
import { repository } from './rules/tree.ts';

// What needs no types is proven without them: it is much faster.
const eslint = new ESLint({
  cwd: repository,
  overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] }],
});
const withTypes = new ESLint({ cwd: repository });

/** The rules that a text breaks where it stands. */
async function broken(path: string, text: string, by = eslint): Promise<readonly (string | null)[]> {
  const [result] = await by.lintText(text, { filePath: join(repository, path) });
  return result?.messages.map(({ ruleId }) => ruleId) ?? ['not linted'];
}

const arrows: readonly (readonly [path: string, from: string])[] = [
  ['src/calls/decide.ts', '../asterisk/client.ts'],
  ['src/calls/phases/queued.ts', '../../http/server.ts'],
  ['src/tickets/service.ts', '../switchboard/inbox.ts'],
  ['src/people/routes.ts', '../http/problem.ts'],
  ['src/routing/store.ts', '../desk/socket.ts'],
  ['src/tickets/service.ts', '../people/store.ts'],
  ['src/tickets/store.ts', './service.ts'],
  ['src/calls/decide.ts', './store.ts'],
  ['src/calls/decide.ts', 'node:fs'],
  ['src/switchboard/inbox.ts', '../calls/store.ts'],
  ['src/switchboard/inbox.ts', '../asterisk/client.ts'],
  ['src/switchboard/turn.ts', 'node:crypto'],
  ['src/asterisk/to-ari.ts', 'node:os'],
  ['src/tickets/service.ts', 'better-sqlite3'],
  ['src/http/server.ts', 'better-sqlite3'],
  ['src/http/server.ts', 'ari-client'],
  ['src/main.ts', 'ari-client'],
  ['src/http/server.ts', 'ws'],
  ['src/asterisk/client.ts', 'ws'],
  ['src/tickets/service.ts', 'fastify'],
  ['src/tickets/service.ts', 'node-cron'],
  ['src/config.ts', 'node:process'],
];
for (const [path, from] of arrows)
  t.test(`${path} does not import ${from}`, async (t) => {
    t.strictSame(await broken(path, `export { thing } from '${from}';\n`), ['no-restricted-imports']);
  });

const allowed: readonly (readonly [path: string, text: string])[] = [
  ['src/store/open.ts', "export { thing } from 'better-sqlite3';\n"],
  ['src/tickets/store.ts', "export { thing } from 'better-sqlite3';\n"],
  ['src/asterisk/client.ts', "export { thing } from 'ari-client';\nexport type { WebSocket } from 'ws';\n"],
  ['src/desk/socket.ts', "export { thing } from 'ws';\n"],
  ['src/tickets/routes.ts', "export { thing } from 'fastify';\n"],
  ['src/switchboard/turn.ts', "export { decide } from '../calls/decide.ts';\n"],
  ['src/calls/decide.ts', "export { after } from '../lib/time.ts';\n"],
  ['src/main.ts', 'export const env = process.env;\n'],
  ['src/ports/clock.ts', "import type { A } from './a.ts';\nexport type B = A;\nexport type { A };\n"],
  ['test/calls/a.test.ts', "export { thing } from 'ari-client';\n"],
];
for (const [path, text] of allowed)
  t.test(`${path} may have ${text.split('\n')[0] ?? ''}`, async (t) => {
    t.strictSame(await broken(path, text), []);
  });

const impure: readonly (readonly [text: string, rule: string])[] = [
  ['export const at = Date.now();', 'no-restricted-globals'],
  ['export const at = new Date();', 'no-restricted-globals'],
  ['export const pid = process.pid;', 'no-restricted-globals'],
  ['setTimeout(() => 1, 5);', 'no-restricted-globals'],
  ['export const at = performance.now();', 'no-restricted-globals'],
  ['export const n = Math.random();', 'no-restricted-properties'],
  ['export async function f(): Promise<void> {}', 'no-restricted-syntax'],
  ['export const f = async (): Promise<number> => 1;', 'no-restricted-syntax'],
  ["await import('./a.ts');", 'no-restricted-syntax'],
  ['// line\n'.repeat(301), 'max-lines'],
];
for (const [text, rule] of impure)
  t.test(`a pure file does not have (${rule}): ${text.split('\n')[0] ?? ''}`, async (t) => {
    for (const path of [
      'src/calls/decide.ts',
      'src/calls/phases/queued.ts',
      'src/switchboard/turn.ts',
      'src/lib/time.ts',
    ])
      t.ok((await broken(path, `${text}\n`)).includes(rule), path);
    t.notOk((await broken('src/switchboard/inbox.ts', `${text}\n`)).includes(rule), 'another may');
  });

const anywhere: readonly (readonly [path: string, text: string, rule: string])[] = [
  ['src/config.ts', 'export const port = process.env.H12_PORT;', 'no-restricted-syntax'],
  ['src/asterisk/process.ts', 'export const port = process.env.H12_PORT;', 'no-restricted-syntax'],
  ['src/ports/clock.ts', 'export const now = 1;', 'no-restricted-syntax'],
  [
    'src/ports/clock.ts',
    "import { now } from './a.ts';\nexport type A = typeof now;",
    'no-restricted-syntax',
  ],
  ['src/http/server.ts', "new Error('nobody throws it');", 'no-new'],
  ['src/http/server.ts', "console.log('hello');", 'no-console'],
  [
    'src/http/server.ts',
    'export const f = (a: number | null): number => a!;',
    '@typescript-eslint/no-non-null-assertion',
  ],
  ['src/http/server.ts', 'export const f = (_a: any): number => 1;', '@typescript-eslint/no-explicit-any'],
  [
    'src/http/server.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];',
    '@typescript-eslint/max-params',
  ],
  ['src/http/server.ts', `export function f(): void {\n${'\n'.repeat(40)}}`, 'max-lines-per-function'],
  ['src/http/server.ts', '// line\n'.repeat(401), 'max-lines'],
  ['scripts/start.mjs', 'export const f = (a, b, c, d, e) => [a, b, c, d, e];', 'max-params'],
  ['scripts/start.mjs', 'export const f = () => fetsch();', 'no-undef'],
];
for (const [path, text, rule] of anywhere)
  t.test(`${rule} holds in ${path}`, async (t) => {
    t.strictSame(await broken(path, `${text}\n`), [rule]);
  });

const byTypes: readonly (readonly [path: string, text: string, rule: string])[] = [
  [
    'src/calls/legs.ts',
    'const f = () => Promise.resolve(1);\nf();',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'src/calls/legs.ts',
    "export function f(): void {\n  throw 'text';\n}",
    '@typescript-eslint/only-throw-error',
  ],
  [
    'src/calls/legs.ts',
    'export function f(a: 1 | 2): void {\n  switch (a) {\n    case 1:\n  }\n}',
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'src/calls/legs.ts',
    "import { type A } from './model.ts';\nexport type B = A;",
    '@typescript-eslint/no-import-type-side-effects',
  ],
  ['src/calls/model.ts', "export { hangUp } from './legs.ts';", 'import-x/no-cycle'],
];
for (const [path, text, rule] of byTypes)
  t.test(`${rule} holds`, async (t) => {
    t.strictSame(await broken(path, `${text}\n`, withTypes), [rule]);
  });

t.test('a circle of types only is none', async (t) => {
  const text = "import type { hangUp } from './legs.ts';\nexport type A = typeof hangUp;\n";
  t.strictSame(await broken('src/calls/model.ts', text, withTypes), []);
});

t.test('a rule is not switched off beside the code', async (t) => {
  const text = "// eslint-disable-next-line no-console\nconsole.log('hello');\n";
  t.ok((await broken('src/http/server.ts', text)).includes('no-console'));
});

t.test('scripts and benchmarks may write to the console', async (t) => {
  for (const path of ['scripts/docs.ts', 'scripts/start.mjs', 'bench/run.ts'])
    t.strictSame(await broken(path, "console.log('hello');\n"), [], path);
});

t.test('each file that is exempt from a rule is there, with a reason', (t) => {
  for (const { file, rule, why } of exemptions) {
    t.ok(existsSync(join(repository, file)), `${file} (${rule}) is there`);
    t.ok(why.split(' ').length > 3, `${file} (${rule}) has a reason of more than three words`);
  }
  t.end();
});
