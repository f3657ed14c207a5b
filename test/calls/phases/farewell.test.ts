import t from 'tap';
import { playbackId } from '../../../src/calls/model.ts';
import { at, caller, cmd, fact, given, id, move, sample } from '../given.ts';
import { ignoredCells } from './cells.ts';

/** As it was settled when the seat hung up, whoever hangs up first now. */
const settled = { by: 'seat', outcome: 'answered', during: 'talking', cause: 16 } as const;
const over = (when: ReturnType<typeof at>) =>
  ({ phase: 'ended', facts: [fact.ended(settled, 7_000, when)], call: { ending: settled } }) as const;
const hungUp = { ...over(at(63_000)), commands: [cmd.hangUp(caller, 'normal')] };

t.test('farewell: the caller hangs up before its end: ended as was settled', async (t) => {
  given(sample.farewell())
    .when(move.callerHungUp(at(63_000)))
    .gives(t, over(at(63_000)));
});

t.test('farewell: it was heard: the caller is hung up, ended as was settled', async (t) => {
  given(sample.farewell())
    .when({ type: 'PromptFinished', at: at(63_000), playback: playbackId(id, 2), played: true })
    .gives(t, hungUp);
});

t.test('farewell: it could not be played: the caller is hung up all the same', async (t) => {
  given(sample.farewell())
    .when({ type: 'PromptFinished', at: at(63_000), playback: playbackId(id, 2), played: false })
    .gives(t, hungUp);
});

t.test('farewell: the late end of the greeting does not cut it short', async (t) => {
  given(sample.farewell())
    .when({ type: 'PromptFinished', at: at(63_000), playback: playbackId(id, 1), played: true })
    .gives(t, { phase: 'farewell' });
});

t.test('farewell: its end is never told: the caller is hung up', async (t) => {
  given(sample.farewell())
    .when({ type: 'PromptOverdue', at: at(63_000) })
    .gives(t, hungUp);
});

t.test('farewell: the caller is found gone after a restart: ended as was settled', async (t) => {
  given(sample.farewell())
    .when({ type: 'LegFoundGone', at: at(63_000), leg: caller })
    .gives(t, over(at(63_000)));
});

t.test('farewell: after a restart it is still playing: it is heard out', async (t) => {
  given(sample.farewell())
    .when({ type: 'Resumed', at: at(63_000), playing: [playbackId(id, 2)] })
    .gives(t, { phase: 'farewell' });
});

t.test('farewell: after a restart it is over: the caller is hung up', async (t) => {
  given(sample.farewell())
    .when({ type: 'Resumed', at: at(63_000), playing: [] })
    .gives(t, hungUp);
});

t.test('farewell: a key that leads nowhere changes nothing', async (t) => {
  given(sample.farewell())
    .when(move.pressed('1', at(61_000)))
    .gives(t, { phase: 'farewell' });
});

t.test('farewell: all other events change nothing', async (t) => {
  ignoredCells(t, sample.farewell());
});
