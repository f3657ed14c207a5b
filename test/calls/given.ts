import type { Test } from 'tap';
import type { AgentId, QueueId, SeatId, SkillName, WithdrawnWhy } from '../../src/acd/model.ts';
import type { Command, FailedOutcome, HangUpReason } from '../../src/calls/commands.ts';
import { begin, decide, timerEvents } from '../../src/calls/decide.ts';
import { beginEmergency } from '../../src/calls/emergency.ts';
import type { CallEvent, EventOf } from '../../src/calls/events.ts';
import type { Fact } from '../../src/calls/facts.ts';
import {
  bridgeId,
  type Call,
  type CallId,
  type CallIn,
  type CallPlan,
  type DialString,
  type Digit,
  type Ending,
  type HuntGoal,
  type LegId,
  legId,
  type Phase,
  type PhoneNumber,
  type PromptName,
  playbackId,
  type Target,
  type TicketNo,
  usualLanguage,
} from '../../src/calls/model.ts';
import type { Turn } from '../../src/calls/table.ts';
import type { EmergencyNumber } from '../../src/emergency/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import { defaultPlan } from '../../src/routing/model.ts';
import type { UnitId } from '../../src/units/model.ts';
import { readsBack } from './reads-back.ts';
import { said } from './said.ts';

/** Noon in China, when every sample call arrives. */
export const noon = epochMs(Date.UTC(2026, 10, 24, 4));
/** So many ms after the arrival. */
export const at = (ms: number): EpochMs => epochMs(noon + ms);

export const id = 'C1763978815.1' as CallId;
export const from = '13912342211' as PhoneNumber;
export const ticketNo = '20261124-000001' as TicketNo;
export const caller = legId(id, 'caller');
export const seatLeg = (n: number) => legId(id, 'seat', n);
export const partyLeg = (n: number) => legId(id, 'party', n);
export const bridge = bridgeId(id);
export const seat7 = '8007' as SeatId;
export const seat9 = '8009' as SeatId;
export const agent7 = 'agent7' as AgentId;
export const agent9 = 'agent9' as AgentId;
/** Somebody to be asked into a call. */
export const target = (name: string, more: Partial<Target> = {}): Target => ({
  kind: 'desk',
  name,
  dial: `PJSIP/${name}@trunk` as DialString,
  seat: null,
  agent: null,
  unit: null,
  ringMs: 8_000,
  location: false,
  ...more,
});
/** Two routes to the police, one to the ambulance, none to the fire service. */
export const plan: CallPlan = {
  ...defaultPlan,
  emergency: { '110': [target('110a'), target('110b')], '120': [target('120a')], '119': [] },
};
/** A plan that explains nothing to the caller. */
export const silentPlan: CallPlan = {
  ...plan,
  greeting: [],
  farewell: {
    noSeat: [],
    nobodyAnswered: [],
    waitedTooLong: [],
    fault: [],
    goodbye: [],
    queueFull: [],
    callBackAsked: [],
  },
};

const prompt = (name: string): PromptName => name as PromptName;
export const prompts = (...names: readonly string[]): readonly PromptName[] => names.map(prompt);
export const tax = 'tax' as QueueId;
/** A plan that does all that a plan can. */
export const richPlan: CallPlan = {
  ...defaultPlan,
  menu: {
    prompts: prompts('menu'),
    options: { '1': defaultPlan.queue, '2': tax },
    wishes: { '2': { priority: 2, skills: [{ skill: 'hakka' as SkillName, level: 5 }] } },
    limitMs: 5_000,
    tries: 2,
    invalid: prompts('menu-invalid'),
  },
  maxLength: 20,
  comfort: { prompts: prompts('still-waiting', 'queue-wait'), everyMs: 30_000 },
  position: { firstMs: 10_000, everyMs: 60_000, wait: true },
  callBack: { key: '9', afterMs: 60_000, everyMs: 120_000 },
  overflow: { to: tax, waitMs: 100_000, length: 10, unstaffed: true, prompts: prompts('sent-on') },
  survey: { limitMs: 6_000, tries: 2 },
  others: { [tax]: { ...defaultPlan, musicClass: 'tax', maxOffers: 2 } },
};
/** Keys 7, 8 and 0 lead to the emergency desks. */
export const emergencyPlan: CallPlan = {
  ...defaultPlan,
  emergencyKeys: { '7': '110', '8': '120', '0': '119' },
};
/** The rich one without its menu, so that the queue comes after the greeting. */
export const waitingPlan: CallPlan = { ...richPlan, menu: null };

/** Commands of the sample call, as short as they can be said. */
export const cmd = {
  play: (n: number, prompts: readonly PromptName[]): Command => ({
    type: 'Play',
    call: id,
    leg: caller,
    playback: playbackId(id, n),
    prompts,
    language: usualLanguage,
  }),
  music: { type: 'StartMusic', call: id, leg: caller, musicClass: 'default' },
  stopMusic: { type: 'StopMusic', call: id, leg: caller },
  stopPlay: (n: number): Command => ({ type: 'StopPlay', call: id, playback: playbackId(id, n) }),
  ring: (n: number, seat: SeatId): Command => ({
    type: 'RingSeat',
    call: id,
    leg: seatLeg(n),
    seat,
    from,
    ticketNo,
    ringLimitMs: 30_000,
  }),
  hangUp: (leg: ReturnType<typeof seatLeg>, reason: HangUpReason): Command => ({
    type: 'HangUp',
    call: id,
    leg,
    reason,
  }),
  createBridge: { type: 'CreateBridge', call: id, bridge },
  leave: { type: 'Leave', call: id, bridge, leg: caller },
  destroyBridge: { type: 'DestroyBridge', call: id, bridge },
  join: (n: number): Command => ({ type: 'Join', call: id, bridge, legs: [caller, seatLeg(n)] }),
} as const satisfies Record<string, Command | ((...args: never[]) => Command)>;

/** Facts of the sample call. */
export const fact = {
  withdrawn: (n: number, seat: SeatId, why: WithdrawnWhy, when: EpochMs): Fact => ({
    type: 'OfferWithdrawn',
    call: id,
    at: when,
    seat,
    leg: seatLeg(n),
    why,
  }),
  talkEnded: (n: number, seat: SeatId, talkedMs: number, when: EpochMs): Fact => ({
    type: 'TalkEnded',
    call: id,
    at: when,
    seat,
    leg: seatLeg(n),
    talkedMs,
    wrapUpMs: plan.wrapUpMs,
  }),
  ended: (
    ending: Ending,
    waitedMs: number | null,
    when: EpochMs,
    queuedAt: EpochMs | null = waitedMs === null ? null : at(8_000),
  ): Fact => ({
    type: 'CallEnded',
    call: id,
    origin: 'inbound',
    purpose: null,
    agent: ending.outcome === 'answered' ? agent7 : null,
    recorded: true,
    at: when,
    ticketNo,
    from,
    queue: plan.queue,
    ending,
    waitedMs,
    queuedAt,
  }),
};

/** The call just arrived, at noon. */
export const arrived = (with_: CallPlan = plan): Turn =>
  begin({ call: id, at: noon, from, dialled: '12345', ticketNo, plan: with_ });

/** A call after these events; made by the rules themselves, so that no test stands on a call that cannot be. */
export function after(start: Call, ...events: readonly CallEvent[]): Call {
  return events.reduce((call, event) => decide(fired(call, event), event).call, start);
}

/** A timer's event comes without the timer: the loop takes it out of the call before it wakes it. */
export function fired(call: Call, event: CallEvent): Call {
  const due = call.timers.find((timer) => timerEvents[timer.name] === event.type);
  return due === undefined ? call : { ...call, timers: call.timers.filter((timer) => timer !== due) };
}

/** What happens to parties. */
export const party = {
  ringing: (n: number): CallEvent => ({ type: 'PartyRinging', at: at(21_000), leg: partyLeg(n) }),
  answered: (n: number, when = at(25_000)): CallEvent => ({
    type: 'PartyAnswered',
    at: when,
    leg: partyLeg(n),
  }),
  ended: (n: number, cause: number | null, when = at(22_000)): CallEvent => ({
    type: 'PartyLegEnded',
    at: when,
    leg: partyLeg(n),
    cause,
  }),
  notRung: (n: number, outcome: FailedOutcome = 'refused'): CallEvent => ({
    type: 'PartyRingFailed',
    at: at(21_000),
    leg: partyLeg(n),
    outcome,
  }),
  timedOut: (when = at(28_000)): CallEvent => ({ type: 'TargetTimedOut', at: when }),
};

/** What the agent of the sample call asks. */
export const ask = {
  emergency: (number: EmergencyNumber = '110', targets: readonly Target[] = []): CallEvent => ({
    type: 'EmergencyAsked',
    at: at(20_000),
    seat: seat7,
    number,
    targets,
  }),
  invite: (
    goal: Exclude<HuntGoal, 'emergency'>,
    targets: readonly Target[] = [
      target('rsj1', { kind: 'remoteSeat' }),
      target('rsj2', { kind: 'remoteSeat' }),
    ],
    more: Partial<EventOf<'InviteAsked'>> = {},
  ): CallEvent => ({
    type: 'InviteAsked',
    at: at(20_000),
    seat: seat7,
    quest: { goal, name: '人社局', unit: 'rsj' as UnitId, number: null },
    targets,
    atOnce: false,
    untilAt: null,
    ...more,
  }),
  simply: (type: 'CancelAsked' | 'HoldAsked' | 'LeaveAsked' | 'HangUpAsked', seat = seat7): CallEvent => ({
    type,
    at: at(30_000),
    seat,
  }),
  back: (bring: boolean): CallEvent => ({ type: 'ReturnAsked', at: at(30_000), seat: seat7, bring }),
  mute: (leg: LegId, on = true): CallEvent => ({ type: 'MuteAsked', at: at(30_000), seat: seat7, leg, on }),
  drop: (leg: LegId): CallEvent => ({ type: 'DropAsked', at: at(30_000), seat: seat7, leg }),
};

const inPhase = <P extends Phase>(call: Call, phase: P): CallIn<P> => {
  if (call.phase !== phase) throw new Error(`the sample call is ${call.phase}, not ${phase}`);
  return call as CallIn<P>;
};

/** Events by which the sample call moves on. The greeting ends 8 s after the arrival, the seat is offered 2 s later. */
export const move = {
  greeted: { type: 'PromptFinished', at: at(8_000), playback: playbackId(id, 1), played: true },
  offered: (when = at(10_000), seat = seat7, agent = agent7): CallEvent => ({
    type: 'SeatOffered',
    at: when,
    seat,
    agent,
  }),
  ringing: (n = 1, when = at(11_000)): CallEvent => ({ type: 'SeatRinging', at: when, leg: seatLeg(n) }),
  answered: (n = 1, when = at(15_000)): CallEvent => ({ type: 'SeatAnswered', at: when, leg: seatLeg(n) }),
  seatEnded: (n: number, cause: number | null, when: EpochMs): CallEvent => ({
    type: 'SeatLegEnded',
    at: when,
    leg: seatLeg(n),
    cause,
  }),
  callerHungUp: (when: EpochMs): CallEvent => ({ type: 'CallerHungUp', at: when, cause: 16 }),
  finished: (n: number, when: EpochMs): CallEvent => ({
    type: 'PromptFinished',
    at: when,
    playback: playbackId(id, n),
    played: true,
  }),
  pressed: (digit: Digit, when: EpochMs): CallEvent => ({ type: 'DigitPressed', at: when, digit }),
  announce: (
    when: EpochMs,
    position: number | null = 3,
    expectedWaitMs: number | null = 150_000,
  ): CallEvent => ({
    type: 'AnnouncementDue',
    at: when,
    position,
    expectedWaitMs,
  }),
  timedOut: (when = at(30_000)): CallEvent => ({ type: 'OfferTimedOut', at: when }),
} as const;

/** The sample call in each phase. */
export const sample = {
  greeting: (p: CallPlan = plan) => inPhase(arrived(p).call, 'greeting'),
  /** The menu is being said. */
  menu: (p: CallPlan = richPlan) => inPhase(after(arrived(p).call, move.greeted), 'menu'),
  queued: (p: CallPlan = plan) => inPhase(after(arrived(p).call, move.greeted), 'queued'),
  offering: (p: CallPlan = plan) => inPhase(after(sample.queued(p), move.offered()), 'offering'),
  talking: (p: CallPlan = plan) => inPhase(after(sample.offering(p), move.answered()), 'talking'),
  /** The seat hung up after 45 s; the caller hears goodbye. */
  farewell: () => inPhase(after(sample.talking(), move.seatEnded(1, 16, at(60_000))), 'farewell'),
  /** The seat hung up after 45 s; the question is being said. */
  survey: () => inPhase(after(sample.talking(waitingPlan), move.seatEnded(1, 16, at(60_000))), 'survey'),
  /** The caller hung up in the talk; the seat's leg is being hung up. */
  ended: () => inPhase(after(sample.talking(), move.callerHungUp(at(60_000))), 'ended'),
  /** The agent has asked for the police 5 s into the talk; the first route is being rung. */
  emergency: () => inPhase(after(sample.talking(), ask.emergency()), 'emergency'),
  /** A citizen alone, on the way to the police by a key. */
  aloneToDesk: () =>
    inPhase(beginEmergency(sample.queued(), '110', { by: null, at: at(20_000) }).call, 'emergency'),
  /** The police have answered: three in the call. */
  conference: () => inPhase(after(sample.emergency(), party.answered(1)), 'conference'),
  /** The agent asks a unit in private: its remote seat is being rung, the citizen hears music. */
  asking: () => inPhase(after(sample.talking(), ask.invite('consult')), 'conference'),
  /** The remote seat has answered, in private. */
  aside: () => inPhase(after(sample.asking(), party.answered(1)), 'conference'),
};

export type Expected = {
  readonly phase: Phase;
  readonly commands?: readonly Command[];
  readonly facts?: readonly Fact[];
  readonly refusal?: string;
  /** What else of the call must be so. */
  readonly call?: Record<string, unknown>;
};

/** Cells of the table that were tested, as `phase/event`. */
const seen = new Set<string>();
export const wasTested = (phase: Phase, event: CallEvent['type']): boolean => seen.has(`${phase}/${event}`);

/** What was decided, with commands and facts by their names alone. */
export type Outline = {
  readonly phase: Phase;
  readonly says?: readonly string[];
  readonly tells?: readonly Fact['type'][];
  readonly refusal?: string;
  readonly call?: Record<string, unknown>;
};

/**
 * `given(call).when(event).gives(t, …)`: the phase it leads to, exactly these commands and facts in this order, and no others. Also
 * checked each time: the call given is not changed, the same is decided again, and the result can be written and read back.
 */
export const given = (call: Call) => ({
  when: (event: CallEvent) => ({
    does(t: Test, expected: Outline): Call {
      const turn = decide(fired(call, event), event);
      seen.add(`${call.phase}/${event.type}`);
      const outline = {
        phase: turn.call.phase,
        says: said(turn.commands),
        tells: turn.facts.map((one) => one.type),
        refusal: turn.refusal?.code,
      };
      const { phase, says = [], tells = [], refusal } = expected;
      t.strictSame(outline, { phase, says, tells, refusal }, event.type);
      if (expected.call !== undefined) t.match(turn.call, expected.call, 'call');
      t.strictSame(decide(fired(call, event), event), turn, 'decided again, the same');
      readsBack(t, turn.call);
      return turn.call;
    },
    gives(t: Test, expected: Expected): Call {
      const before = JSON.stringify(call);
      const turn = decide(fired(call, event), event);
      seen.add(`${call.phase}/${event.type}`);
      t.equal(turn.call.phase, expected.phase, 'phase');
      t.strictSame(turn.commands, expected.commands ?? [], 'commands');
      t.strictSame(turn.facts, expected.facts ?? [], 'facts');
      t.equal(turn.refusal?.code, expected.refusal, 'refusal');
      if (expected.call !== undefined) t.match(turn.call, expected.call, 'call');
      t.equal(JSON.stringify(call), before, 'the call given is not changed');
      t.strictSame(decide(fired(call, event), event), turn, 'decided again, the same');
      readsBack(t, turn.call);
      return turn.call;
    },
  }),
});
