import fc from 'fast-check';
import t from 'tap';
import { legOfChannel } from '../../src/asterisk/ids.ts';
import type { DialString } from '../../src/calls/model.ts';
import type { RouteId } from '../../src/emergency/model.ts';
import {
  decideTrial,
  isTrialChannel,
  noTrials,
  type TrialChannel,
  type TrialEvent,
  type TrialStep,
  type Trials,
  trialChannel,
  trialLimitMs,
  type Wanted,
} from '../../src/emergency/trial.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';

const at = (ms: number): EpochMs => epochMs(1_763_978_815_123 + ms);
const wanted = (n: number): Wanted => ({
  route: `110-${String(n)}` as RouteId,
  dial: `PJSIP/9900${String(n)}@trunk` as DialString,
  by: 'admin',
});
const channel = (n: number, ms: number): TrialChannel => trialChannel(wanted(n).route, at(ms));

/** Events one after the other. @returns the last step */
const after = (...events: readonly TrialEvent[]): TrialStep =>
  events.reduce<TrialStep>((step, event) => decideTrial(step.trials, event), {
    trials: noTrials,
    commands: [],
    over: [],
  });
const asked = (...ns: readonly number[]): TrialEvent => ({
  type: 'TrialAsked',
  wanted: ns.map(wanted),
  at: at(0),
});

t.test('a trial’s channel has a name of its own, which is no leg of a call', async (t) => {
  t.ok(isTrialChannel(channel(1, 0)));
  t.notOk(isTrialChannel(`${channel(1, 0)};2`), 'the other half of a local channel');
  t.equal(legOfChannel(channel(1, 0)), null);
  for (const id of ['1763978815.12', 'C1763978815.12.party.1', 'T110-1.trial.'])
    t.notOk(isTrialChannel(id), id);
});

t.test('the test number is rung, one after the other, and hung up when it answers', async (t) => {
  const first = after(asked(1, 2));
  t.match(first.commands, [{ type: 'RingTrial', channel: channel(1, 0), dial: 'PJSIP/99001@trunk' }]);
  t.equal(first.commands.length, 1, 'never two at once');
  const answered = after(asked(1, 2), { type: 'Answered', channel: channel(1, 0), at: at(700) });
  t.match(answered.over, [{ trial: { route: '110-1' }, result: 'answered', at: at(700) }]);
  t.match(answered.commands, [
    { type: 'EndTrial', channel: channel(1, 0) },
    { type: 'RingTrial', channel: channel(2, 700) },
  ]);
});

t.test('what is being tried, or waits for it, is not tried twice', async (t) => {
  const { trials } = after(asked(1, 2), asked(2, 1));
  t.match(trials, { now: { route: '110-1' }, waiting: [{ route: '110-2' }] });
  t.equal(trials.waiting.length, 1);
});

t.test('why it failed is said as of any desk', async (t) => {
  const ends = (cause: number | null) =>
    after(asked(1), { type: 'Ended', channel: channel(1, 0), at: at(5), cause });
  t.match(ends(17).over, [{ result: 'refused' }]);
  t.match(ends(20).over, [{ result: 'unreachable' }]);
  t.match(ends(19).over, [{ result: 'noAnswer' }]);
  t.match(ends(null).over, [{ result: 'fault' }]);
  const notRung = (outcome: 'refused' | 'timeout' | 'down') =>
    after(asked(1), { type: 'NotRung', channel: channel(1, 0), at: at(5), outcome }).over;
  t.match(notRung('refused'), [{ result: 'unreachable' }]);
  t.match(notRung('timeout'), [{ result: 'fault' }]);
  t.match(notRung('down'), [{ result: 'lost' }], 'that says nothing of the route');
});

t.test('time is over when it is, and who answers afterwards is hung up', async (t) => {
  const early = after(asked(1), { type: 'TimePassed', at: at(trialLimitMs - 1) });
  t.match(early, { over: [], trials: { now: { route: '110-1' } } });
  const late = after(asked(1), { type: 'TimePassed', at: at(trialLimitMs) });
  t.match(late, { over: [{ result: 'noAnswer' }], commands: [{ type: 'EndTrial', channel: channel(1, 0) }] });
  t.match(decideTrial(late.trials, { type: 'Answered', channel: channel(1, 0), at: at(99_999) }), {
    over: [],
    commands: [{ type: 'EndTrial', channel: channel(1, 0) }],
  });
});

t.test('somebody in danger goes before every trial', async (t) => {
  t.match(after(asked(1, 2), { type: 'EmergencyBegan', at: at(5) }), {
    trials: { now: null, waiting: [] },
    commands: [{ type: 'EndTrial', channel: channel(1, 0) }],
    over: [{ result: 'gaveWay' }],
  });
});

const anyEvent: fc.Arbitrary<TrialEvent> = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    ms: fc.integer({ min: 0, max: 40 }),
    what: fc.constantFrom(
      ...([
        'TrialAsked',
        'Answered',
        'Ended',
        'NotRung',
        'TimePassed',
        'EmergencyBegan',
        'SwitchLost',
      ] as const),
    ),
    began: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ n, ms, what, began }): TrialEvent => {
    const of = { channel: channel(n, began), at: at(ms) };
    if (what === 'TrialAsked') return { type: what, wanted: [wanted(n), wanted((n % 3) + 1)], at: at(ms) };
    if (what === 'Answered') return { type: what, ...of };
    if (what === 'Ended') return { type: what, ...of, cause: 17 };
    if (what === 'NotRung') return { type: what, ...of, outcome: 'refused' };
    return { type: what, at: at(what === 'TimePassed' ? trialLimitMs + ms : ms) };
  });

t.test(
  'whatever comes: one at a time, each rung is over once and hung up, and nothing waits for nothing',
  async (t) => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let trials: Trials = noTrials;
        const rung: string[] = [];
        const over: string[] = [];
        const hungUp = new Set<string>();
        for (const event of events) {
          const step = decideTrial(trials, event);
          for (const command of step.commands)
            if (command.type === 'RingTrial') rung.push(`${command.channel} ${String(rung.length)}`);
            else hungUp.add(command.channel);
          over.push(...step.over.map(({ trial }) => trial.channel));
          trials = step.trials;
          t.ok(trials.now !== null || trials.waiting.length === 0);
          t.equal(rung.length, over.length + (trials.now === null ? 0 : 1));
        }
        for (const channel of over) t.ok(hungUp.has(channel));
      }),
      { numRuns: 150 },
    );
  },
);
