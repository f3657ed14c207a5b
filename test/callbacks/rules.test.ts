import fc from 'fast-check';
import t from 'tap';
import type { AgentId, QueueId } from '../../src/acd/model.ts';
import type { CallBack, CallBackId, Try } from '../../src/callbacks/model.ts';
import {
  failed,
  holderOf,
  intoHours,
  mayDial,
  mayGiveUp,
  missed,
  nextTry,
  partOf,
  whyNotNow,
  whyNotWork,
} from '../../src/callbacks/rules.ts';
import type { CallId, PhoneNumber, TicketNo } from '../../src/calls/model.ts';
import { dialable } from '../../src/calls/number.ts';
import { after, type EpochMs, epochMs } from '../../src/lib/time.ts';
import { callBackRules as rules } from './rules-of-tests.ts';

const hour = 3_600_000;
/** Midnight in China. */
const midnight = epochMs(Date.UTC(2026, 10, 23, 16));
const at = (hours: number): EpochMs => after(midnight, hours * hour);
const number = '13912342211' as PhoneNumber;
const chen = 'agent1' as AgentId;
const liu = 'agent2' as AgentId;

const change = (hours: number, outcome: 'abandoned' | 'lost' = 'abandoned') =>
  ({
    type: 'CallMissed',
    number,
    ticketNo: `20261124-${String(hours * 10).padStart(6, '0')}` as TicketNo,
    call: 'C1763978815.1' as CallId,
    queue: 'general' as QueueId,
    outcome,
    at: at(hours),
  }) as const;
const entry = (more: Partial<CallBack> = {}): CallBack => ({
  ...missed(null, change(10), rules),
  id: 1 as CallBackId,
  ...more,
});
const tried = (...hours: readonly number[]): readonly Try[] =>
  hours.map((h) => ({ at: at(h), result: 'noAnswer' }));

t.test('several missed calls of one number are one entry: the first ticket, counted', async (t) => {
  const again = missed(entry(), change(11), rules);
  t.match(again, { missed: 2, ticketNo: change(10).ticketNo, firstAt: at(10), lastAt: at(11), first: false });
  t.equal(missed(entry(), change(11, 'lost'), rules).first, true, 'lost by the hotline: first in line');
});

t.test('citizens are rung within the hours alone', async (t) => {
  t.equal(intoHours(at(3), rules), at(8));
  t.equal(intoHours(at(12), rules), at(12));
  t.equal(intoHours(at(21), rules), at(32), 'the next morning');
  t.equal(entry().nextAt, at(10));
  t.match(whyNotNow(entry({ nextAt: at(3) }), at(3), rules), { code: 'H12_OUTSIDE_CALLING_HOURS' });
  t.match(whyNotNow(entry({ nextAt: at(11) }), at(10.5), rules), { code: 'H12_TOO_EARLY' });
  t.equal(whyNotNow(entry(), at(10), rules), null);
});

t.test('each try waits longer, and another part of the day is tried', async (t) => {
  t.equal(nextTry(tried(10), at(10), rules), at(10.25));
  t.equal(nextTry(tried(9, 9.5), at(9.5), rules), at(12), 'the morning was tried twice: the afternoon');
  t.equal(nextTry(tried(9, 9.5, 12), at(12), rules), at(17));
  t.equal(nextTry(tried(9, 9.5, 12, 17), at(17), rules), at(41), 'then by the day');
});

t.test('given up only after 4 tries over 24 hours on two parts of the day', async (t) => {
  const may = (...hours: readonly number[]): boolean => mayGiveUp(entry({ tries: tried(...hours) }), rules);
  t.equal(may(9, 9.5, 12), false, 'too few');
  t.equal(may(9, 9.5, 12, 17), false, 'too soon');
  t.equal(may(9, 9.5, 10, 34), false, 'mornings alone');
  t.equal(may(9, 9.5, 12, 33), true);
});

t.test('a try that never got as far as the citizen does not count', async (t) => {
  const call = 'Cout-desk-1.1' as CallId;
  const one = entry({ call, claim: { by: chen, until: at(11) } });
  const told = { type: 'CallBackFailed', number, call, agent: chen, at: at(10.1) } as const;
  t.match(failed(one, { ...told, result: 'cancelled' }, rules), { tries: [], call: null, nextAt: at(10.1) });
  t.match(failed(one, { ...told, result: 'busy' }, rules), {
    tries: [{ result: 'busy' }],
    claim: null,
    nextAt: at(10.35),
  });
});

t.test('two agents at once: the first has it, the second is told who; left alone, it is free', async (t) => {
  const held = entry({ claim: { by: chen, until: at(10.25) } });
  t.equal(whyNotWork(held, chen, at(10.1)), null);
  t.match(whyNotWork(held, liu, at(10.1)), { code: 'H12_CALL_BACK_TAKEN', why: /agent1/ });
  t.equal(whyNotWork(held, liu, at(10.25)), null);
  t.equal(holderOf(held, at(10.25)), null);
  t.match(whyNotWork(entry({ closed: { why: 'wish', at: at(11) } }), chen, at(12)), {
    code: 'H12_CALL_BACK_CLOSED',
  });
  t.match(whyNotWork(entry({ call: 'C1' as CallId }), chen, at(12)), { code: 'H12_BEING_CALLED' });
});

t.test('only what has the form of a citizen’s number is dialled', async (t) => {
  const may = (text: string) => dialable(text as PhoneNumber);
  for (const [given, dialled] of [
    ['13912342211', '13912342211'],
    ['+8613912342211', '13912342211'],
    ['8613912342211', '13912342211'],
    ['013912342211', '13912342211'],
    ['07532212345', '07532212345'],
    ['+867532212345', '07532212345'],
    ['02087654321', '02087654321'],
    ['2212345', '2212345'],
  ] as const)
    t.equal(may(given), dialled, given);
  for (const no of [
    '110',
    '120',
    '119',
    '12345',
    '10086',
    '16812345',
    '4008123456',
    '95588',
    '0085212345678',
  ])
    t.equal(may(no), null, no);
  for (const no of ['+85212345678', '+4915112345678', '1', '0', '22@evil', '139;12342211', '2212345&PJSIP'])
    t.equal(may(no), null, no);
  t.match(mayDial({ callerNumber: null }), { code: 'H12_NO_NUMBER' });
  t.match(mayDial({ callerNumber: '110' as PhoneNumber }), { code: 'H12_NUMBER_NOT_ALLOWED' });
});

t.test('whatever is dialled consists of 7 to 12 digits, and is none of the short ones', async (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9]{1,32}$/)), (text) => {
      const digits = dialable(text as PhoneNumber);
      return digits === null || /^(?:1[3-9]\d{9}|0[1-9]\d{9,10}|[2-8]\d{6,7})$/.test(digits);
    }),
    { numRuns: 500 },
  );
  t.pass();
});

t.test('the next try is never in the night, and never before now', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 200 * 60 }), { minLength: 1, maxLength: 8 }),
      (minutes) => {
        const tries = minutes
          .toSorted((a, b) => a - b)
          .map((m) => ({ at: at(m / 60), result: 'busy' as const }));
        const last = tries.at(-1)?.at ?? at(0);
        const next = nextTry(tries, last, rules);
        return next > last && intoHours(next, rules) === next && partOf(next, rules) >= 0;
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});
