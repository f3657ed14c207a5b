import t from 'tap';
import { after, at, caller, cmd, given, move, sample, seat7, seatLeg } from '../given.ts';
import { ignoredCells } from './cells.ts';

const swept = {
  phase: 'ended',
  commands: [cmd.hangUp(seatLeg(1), 'normal')],
  call: { timers: [{ name: 'linger', dueAt: at(70_000) }] },
} as const;

t.test('ended: a leg outlived its hang-up: it is hung up again, and looked after again', async (t) => {
  given(sample.ended())
    .when({ type: 'LegsLingered', at: at(65_000) })
    .gives(t, swept);
});

t.test('ended: after a restart what still lives is hung up again', async (t) => {
  given(sample.ended())
    .when({ type: 'Resumed', at: at(65_000), playing: [] })
    .gives(t, swept);
});

t.test('ended: the last leg is gone: nothing is hung up, no timer is left', async (t) => {
  const alone = after(sample.ended(), move.seatEnded(1, 16, at(61_000)));
  given(alone)
    .when({ type: 'LegsLingered', at: at(65_000) })
    .gives(t, { phase: 'ended', call: { timers: [] } });
});

t.test('ended: what a person asks is refused', async (t) => {
  const refused = { phase: 'ended', refusal: 'H12_CALL_ENDED' } as const;
  given(sample.ended())
    .when({ type: 'HangUpAsked', at: at(61_000), seat: seat7 })
    .gives(t, refused);
  given(sample.ended())
    .when({ type: 'DeclineAsked', at: at(61_000), seat: seat7 })
    .gives(t, refused);
});

t.test('ended: a citizen answers late: hung up again', async (t) => {
  given(sample.ended())
    .when({ type: 'CitizenAnswered', at: at(61_000), leg: caller })
    .gives(t, { phase: 'ended', commands: [cmd.hangUp(caller, 'normal')] });
});

t.test('ended: all other events change nothing', async (t) => {
  ignoredCells(t, sample.ended());
});
