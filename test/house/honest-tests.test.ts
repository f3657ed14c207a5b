import t from 'tap';
import { exemptions } from '../../scripts/lib/rooms.mjs';
import { disabledFindings, sleepFindings } from './rules/honest-tests.ts';
import { repositoryFiles } from './rules/tree.ts';

const files = repositoryFiles();
const waiters = exemptions.filter(({ rule }) => rule === 'house/honest-tests').map(({ file }) => file);
const inTest = (text: string) => [{ path: 'test/calls/a.test.ts', text }];

t.test('no test of this repository is switched off', (t) => {
  t.strictSame(disabledFindings(files), []);
  t.end();
});

t.test('no test of this repository waits for time to pass', (t) => {
  t.strictSame(sleepFindings(files, waiters), []);
  t.end();
});

const disabled = [
  "t.skip('a test', () => {});",
  "t.only('a test', () => {});",
  "t.todo('a test');",
  "t.test.skip('a test', () => {});",
  "describe.only('a test', () => {});",
  "t.test('a test', { skip: true }, () => {});",
  "t.test('a test', { todo: 'later' }, () => {});",
  "const skip = true;\nt.test('a test', { skip }, () => {});",
];
for (const text of disabled)
  t.test(`a test switched off is found: ${text}`, (t) => {
    t.match(disabledFindings(inTest(text)), [/^test\/calls\/a\.test\.ts:\d: a test is not switched off/]);
    t.end();
  });

t.test('words in names and other calls are not found', (t) => {
  t.strictSame(
    disabledFindings(inTest("t.test('we skip only todo', () => { list.skip(1); ask({ only: 1 }); });")),
    [],
  );
  t.strictSame(disabledFindings([{ path: 'src/calls/a.ts', text: "t.skip('not a test');" }]), []);
  t.end();
});

t.test('a limit for a whole file is no wait', (t) => {
  t.strictSame(sleepFindings(inTest('t.setTimeout(300_000);'), []), []);
  t.end();
});

const sleepy = [
  "import { setTimeout } from 'node:timers/promises';",
  'await new Promise((resolve) => setTimeout(resolve, 100));',
  'await new Promise((resolve) => globalThis.setTimeout(resolve, 100));',
  'await sleep(100);',
];
for (const text of sleepy)
  t.test(`a wait for time to pass is found: ${text}`, (t) => {
    t.match(sleepFindings(inTest(text), []), [/waits for time to pass/]);
    t.strictSame(sleepFindings(inTest(text), ['test/calls/a.test.ts']), []);
    t.end();
  });
