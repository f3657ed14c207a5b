import t from 'tap';
import { repositoryFiles } from './rules/tree.ts';
import { machineHosts, wordFindings } from './rules/words.ts';

const found = (text: string, hosts: readonly string[] = []) => wordFindings([{ path: 'a.md', text }], hosts);

t.test('nothing in this repository names a registry or a path of one machine', (t) => {
  t.strictSame(wordFindings(repositoryFiles(), machineHosts()), []);
  t.end();
});

const machinePaths = [
  ['ro', 'ot/.cache/x'],
  ['wo', 'rk/main'],
  ['ho', 'me/somebody/x'],
  ['t', 'mp/x.wav'],
].map((parts) => `/${parts.join('')}`);
for (const path of machinePaths)
  t.test(`${path} is found wherever it stands`, (t) => {
    for (const line of [path, `see ${path}`, `'${path}'`, `x=${path}`, `file://${path}`.replace('//', '')])
      t.match(found(`fine\n${line}`), ['a.md:2: names a path of one machine'], line);
    t.end();
  });

t.test('paths below something else are not found', (t) => {
  for (const line of [
    'spool/tmp/x',
    '$HOME/work/x',
    'src/work/x',
    '../root/x',
    'https://example.org/work/x',
    '~/work/x',
  ])
    t.strictSame(found(line), [], line);
  t.end();
});

t.test('a registry is found: one that everybody knows, and the one of this machine', (t) => {
  t.match(found(`npm i --registry https://${['registry', 'npmjs', 'org'].join('.')}/`), [
    'a.md:1: names a registry',
  ]);
  t.match(found('deb http://mirror.example.net/debian forky main', ['mirror.example.net']), [
    'a.md:1: names a registry',
  ]);
  t.strictSame(found('deb http://mirror.example.net/debian forky main'), []);
  t.end();
});
