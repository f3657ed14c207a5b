import t, { type Test } from 'tap';
import type { AgentId, QueueId, SeatId } from '../../src/acd/model.ts';
import { unknownCaller } from '../../src/callers/model.ts';
import { desksAnywhere, plainRoutes } from '../../src/emergency/choose.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { triedOf } from '../../src/routing/replaying.ts';
import { destinationOf, heardIn, type Situation, type TriedCall } from '../../src/routing/trying.ts';
import { walk } from '../../src/switchboard/walk.ts';
import { busy, free, keys, nobody } from '../routing/tried.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

const timeZone = 'Asia/Shanghai';
const greeted = { greeting: ['greeting', 'recording-notice'], wrapUpMs: 0 };
const never = { weekly: {}, closed: { prompts: ['greeting', 'closed'] } };
const branched = {
  greeting: [],
  wrapUpMs: 0,
  menu: {
    prompts: ['menu'],
    options: {
      '1': 'general',
      '2': 'tax',
      '3': 'law',
      '4': 'full',
      '5': 'brief',
      '6': 'patient',
      '9': 'long',
      '*': 'shut',
    },
    limitMs: 2_000,
    tries: 2,
  },
  queues: {
    general: {},
    tax: { overflow: { to: 'general', unstaffed: true } },
    law: {},
    full: { maxLength: 0 },
    brief: { maxWaitMs: 2_000 },
    patient: { overflow: { to: 'brief', waitMs: 3_000 } },
    long: { overflow: { to: 'general', length: 0 } },
    shut: { hours: 'never' },
  },
  hours: { never },
};
const served = ['general', 'full', 'brief', 'patient', 'long'] as readonly string[] as readonly QueueId[];

type Line = { readonly event: { readonly type: string } | null } & {
  readonly from: string | null;
  readonly to: string;
  readonly commands: Parameters<typeof heardIn>[0] | null;
};

/** What a call's record says of its path, until somebody is there to talk to: each step that leads on, what was pressed, and what is heard. */
function pathIn(steps: readonly Line[]): readonly string[] {
  const path = steps.flatMap(({ event, from, to, commands }) => {
    const heard = heardIn(commands ?? []);
    const isKey = event?.type === 'DigitPressed' || event?.type === 'KeyOverdue';
    return from === to && heard.length === 0 && !isKey
      ? []
      : [`${event?.type ?? 'damaged'}: ${from ?? 'nothing'} → ${to} ${heard.join(' ')}`.trim()];
  });
  const served = path.findIndex((line) => / → (?:talking|conference)/.test(line));
  return served < 0 ? path : path.slice(0, served + 1);
}

type Trial = {
  readonly what: string;
  /** What the caller presses: `-` nothing, as long as it takes. */
  readonly keys?: string;
  readonly isFree?: boolean;
  readonly outcome: string;
};
const plain: readonly Trial[] = [{ what: 'open', outcome: 'answered' }];
const shut: readonly Trial[] = [{ what: 'closed', outcome: 'closed' }];
const branches: readonly Trial[] = [
  { what: 'a key of the menu', keys: '1', outcome: 'answered' },
  { what: 'a queue of the menu with nobody', keys: '2', outcome: 'answered' },
  { what: 'a wrong key, then none', keys: '#-', outcome: 'answered' },
  { what: 'no key at all', keys: '--', outcome: 'answered' },
  { what: 'nobody signed in', keys: '3', outcome: 'noSeat' },
  { what: 'a queue that is closed', keys: '*', outcome: 'closed' },
  { what: 'a full queue', keys: '4', isFree: false, outcome: 'queueFull' },
  { what: 'nobody comes free', keys: '5', isFree: false, outcome: 'waitedTooLong' },
  { what: 'sent on after a wait', keys: '6', isFree: false, outcome: 'waitedTooLong' },
  { what: 'sent on by length, then the key for the police', keys: '97', isFree: false, outcome: 'emergency' },
];
const seat = '8001' as SeatId;
const agent = 'agent1' as AgentId;

/** A hotline with this plan and one seat, which serves what is served. */
async function opened(t: Test, document: object): Promise<Hotline> {
  const hotline = await startHotline(t, { plan: document, asterisk: { promptMs: 400 } });
  await hotline.readySeat(seat, { type: 'answer', ringMs: 200, talkMs: 1_000 });
  const { house } = hotline.daemon();
  const places = served.map((queue) => ({ queue, tier: 1, order: 0 }));
  house.askSeat(seat, { type: 'AssignAsked', agent, assignment: { places }, at: house.now() });
  return hotline;
}

/** One call through Asterisk. @returns its record and the path it took */
async function called(hotline: Hotline, { keys: keyed = '', isFree = true, outcome }: Trial, count: number) {
  const { house, stores } = hotline.daemon();
  if (isFree) await eventually('the seat is ready', () => house.seat(seat)?.doing.state === 'ready' || null);
  else house.askSeat(seat, { type: 'NotReadyAsked', reason: 'break', agent, at: house.now() });
  const pressed = Array.from(keyed, (digit, n) => ({ digit, atMs: 1_200 + n * 1_500 }));
  await startCallers({
    ...{ asterisk: hotline.asterisk.sip, talkMs: outcome === 'emergency' ? 8_000 : null },
    digits: pressed.filter(({ digit }) => digit !== '-'),
  });
  const record = (await hotline.ended(count)).at(-1);
  if (record === undefined) throw new Error('no record');
  return { call: record.call, path: pathIn(stores.calls.steps(record.call.id)) };
}

for (const [name, document, trials] of [
  ['one queue', greeted, plain],
  ['closed hours', { openingHours: 'never', hours: { never } }, shut],
  ['a menu with many branches', branched, branches],
] as const)
  t.test(
    `${name}: the same calls take the same path through the simulator and through Asterisk`,
    async (t) => {
      const hotline = await opened(t, document);
      const checked = checkPlan(document);
      if (!checked.ok) throw new Error(checked.problems.join('\n'));
      const plan = { ...checked.plan, emergency: desksAnywhere(plainRoutes(hotline.config.emergency)) };
      for (const [n, trial] of trials.entries()) {
        const { call, path } = await called(hotline, trial, n + 1);
        const elsewhere: Situation = trial.isFree === false ? busy : free;
        const tried: TriedCall = {
          ...{ dialled: call.dialled, from: call.from, at: call.arrivedAt, caller: unknownCaller, elsewhere },
          ...{ keys: keys(trial.keys ?? ''), leaves: null, desksAnswer: true },
          queues: { tax: nobody, law: nobody },
        };
        const walked = walk(plan, tried, timeZone);
        const simulated = walked.seen.map(({ row: { input: event, ...row } }) => ({ ...row, event }));
        t.strictSame(pathIn(simulated), path, `${trial.what}: the same path`);
        t.strictSame(destinationOf(walked.call), destinationOf(call), `${trial.what}: the same end`);
        const { dialled, from, arrivedAt, queue, passed } = call;
        const { standing, emergencyKeys } = call.plan;
        const replayed = walk(
          plan,
          triedOf({
            ...{
              dialled,
              from,
              arrivedAt,
              queue,
              passed,
              standing,
              emergencyKeys,
              outcome: call.ending.outcome,
            },
            steps: hotline.daemon().stores.calls.steps(call.id),
          }),
          timeZone,
        );
        t.strictSame(
          destinationOf(replayed.call),
          destinationOf(call),
          `${trial.what}: replayed to the same end`,
        );
        t.equal(call.ending.outcome, trial.outcome, path.join(' | '));
      }
    },
  );
