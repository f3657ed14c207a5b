import t from 'tap';
import { phases } from '../../src/calls/phases/index.ts';
import { phaseFindings, wordsOf } from './rules/phases.ts';
import { fileAt, repositoryFiles } from './rules/tree.ts';

const files = repositoryFiles();
const events = wordsOf(fileAt(files, 'src/calls/events.ts'), 'type');
const phaseNames = wordsOf(fileAt(files, 'src/calls/model.ts'), 'phase');
const cell = (): string => 'done';

t.test('every phase answers every event at run time, and ignores none without a reason', (t) => {
  t.ok(events.length > 10 && events.includes('CallerHungUp'), 'events are read from their union');
  t.ok(phaseNames.length > 4 && phaseNames.includes('offering'), 'phases are read from theirs');
  t.strictSame(phaseFindings(phases, phaseNames, events), []);
  t.end();
});

t.test('every phase has a file of its name, and no other file is there', (t) => {
  const there = files
    .map(({ path }) => /^src\/calls\/phases\/(.*)\.ts$/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  t.strictSame(there.toSorted(), [...phaseNames, 'index'].toSorted());
  t.end();
});

t.test('a whole table is not found', (t) => {
  const good = { queued: { Rang: cell, Fell: { ignored: 'nobody is there yet' } } };
  t.strictSame(phaseFindings(good, ['queued'], ['Rang', 'Fell']), []);
  t.end();
});

const broken = [
  ['a phase without a table', {}, /queued: this phase has no table/],
  [
    'a table without a phase',
    { queued: { Rang: cell }, asleep: { Rang: cell } },
    /asleep: there is no such phase/,
  ],
  ['an event that is not answered', { queued: {} }, /queued: does not answer Rang/],
  ['an event that never happens', { queued: { Rang: cell, Flew: cell } }, /queued: answers Flew/],
  [
    'a reason of three words',
    { queued: { Rang: { ignored: 'not of interest' } } },
    /queued\.Rang: "not of interest" is no reason/,
  ],
  ['a cell that is neither', { queued: { Rang: undefined } }, /queued\.Rang: is neither/],
] as const;
for (const [what, tables, finding] of broken)
  t.test(`${what} is found`, (t) => {
    t.match(phaseFindings(tables, ['queued'], ['Rang']), [finding]);
    t.end();
  });
