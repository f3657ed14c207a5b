import type { Command } from '../calls/commands.ts';
import type { CallEvent } from '../calls/events.ts';
import { type Call, type CallId, type LegId, legId, type Phase, type PlaybackId } from '../calls/model.ts';
import { SortedList } from '../lib/sorted.ts';
import { after, type EpochMs } from '../lib/time.ts';
import { planFor } from '../routing/evaluate.ts';
import { type Plan, queueRulesOf } from '../routing/model.ts';
import type { Moment, Seen, Situation, TriedCall, Walked } from '../routing/trying.ts';
import { clear, furnish, othersLeg, queueOf } from './furnish.ts';
import { type Rules, restore, type State } from './state.ts';
import { Timers } from './timers.ts';
import { type Input, turn } from './turn.ts';

/** What a caller and the others take, in ms: a prompt to be heard, a key after it is asked for, a seat and a desk to answer, a talk, the end of a leg. */
const promptMs = 3_000;
const keyMs = 500;
const answerMs = 3_000;
const talkMs = 30_000;
const gapMs = 100;
/** The rounds of one call: an hour's wait with announcements every ten seconds is a thousand. */
const mostTurns = 4_000;

const tried = 'Ctried.1' as CallId;

/**
 * Takes a call that nobody makes through a house of its own, by the same turns by which live calls are taken: the plan's evaluator, the
 * call's phases, matching, crowds and unstaffed queues. Pure: the same rules and call give the same path.
 * @param timeZone IANA name of the city's
 */
export function walk(plan: Plan, call: TriedCall, timeZone: string): Walked {
  const rules: Rules = {
    planFor: (dialled, at) => planFor(plan, { dialled, at, caller: call.caller }, timeZone),
    queueRules: (id) => queueRulesOf(plan, id),
    timeZone,
  };
  return new TriedHouse(rules, call).run();
}

type Coming = {
  readonly at: EpochMs;
  readonly n: number;
  readonly input: Input;
  readonly playback: PlaybackId | null;
};

class TriedHouse {
  readonly #rules: Rules;
  readonly #tried: TriedCall;
  readonly #state: State;
  readonly #timers = new Timers();
  readonly #coming = new SortedList<Coming>((a, b) => a.at - b.at || a.n - b.n);
  readonly #steps: Call[] = [];
  readonly #seen: Seen[] = [];
  readonly #keys: TriedCall['keys'][number][];
  /** What the caller does at a moment whose stage has not begun. */
  #timed: { readonly when: Moment; readonly event: Distribute<CallEvent> }[];
  /** The question that was asked last and is answered, or left, already. */
  #asked = '';
  #n = 0;

  constructor(rules: Rules, call: TriedCall) {
    this.#rules = rules;
    this.#tried = call;
    this.#keys = call.keys.filter(({ when }) => when === null);
    this.#timed = call.keys.flatMap(({ key, when }) =>
      when === null || key === '-' ? [] : [{ when, event: { type: 'DigitPressed', digit: key } }],
    );
    if (call.leaves !== null) this.#timed.push({ when: call.leaves, event: ended(legId(tried, 'caller')) });
    const saved = { calls: [], seats: [], lastTicketNo: null };
    this.#state = restored(saved, rules, this.#steps);
    furnish(this.#state, rules, { call, situation: (queue) => this.#situation(queue) });
  }

  run(): Walked {
    const { at, from, dialled } = this.#tried;
    this.#turn({ to: 'switch', at, up: true });
    this.#turn({ to: 'door', at, call: tried, from, dialled });
    for (let turns = 0; turns < mostTurns && this.#now()?.phase !== 'ended'; turns++) {
      const input = this.#next();
      if (input === null) break;
      this.#turn(input);
    }
    const call = this.#seen.at(-1)?.after;
    if (call === undefined) throw new Error('a tried call did not begin');
    return { seen: this.#seen, call, whole: call.phase === 'ended' };
  }

  #now(): Call | undefined {
    return this.#seen.at(-1)?.after;
  }

  /** Whatever comes first: what was to come, a timer, matching that changes by time. */
  #next(): Input | null {
    const coming = this.#coming.first();
    const timerAt = this.#timers.nextAt() ?? Number.POSITIVE_INFINITY;
    const matchAt = this.#state.index.changesAt() ?? Number.POSITIVE_INFINITY;
    const comingAt = coming?.at ?? Number.POSITIVE_INFINITY;
    const at = Math.min(timerAt, matchAt, comingAt) as EpochMs;
    if (!Number.isFinite(at)) return null;
    if (coming !== undefined && comingAt === at) {
      this.#coming.remove(coming);
      return coming.input;
    }
    return timerAt === at ? this.#timers.take(at) : { to: 'match', at };
  }

  #turn(input: Input): void {
    if (input.to === 'seat' && input.input.type === 'TalkEnded')
      clear(this.#state, input.seat, (queue) => this.#situation(queue));
    const first = this.#steps.length;
    const { batch, commands, facts } = turn(this.#state, this.#rules, input);
    const own = <T>(all: readonly T[], idOf: (one: T) => CallId): readonly T[] =>
      all.filter((one) => idOf(one) === tried);
    const states = [...this.#steps.slice(first), ...own(batch.calls, ({ id }) => id)];
    // Who is to be called back has another call, of which nothing is told here.
    own(batch.rows, (row) => row.call).forEach((row, n) => {
      const call = states[n];
      if (call !== undefined) this.#seen.push({ before: this.#now() ?? null, row, after: call });
    });
    for (const call of own(batch.calls, ({ id }) => id))
      this.#timers.putCall(call.id, this.#state.calls.get(call.id));
    for (const seat of batch.seats) this.#timers.putSeat(seat);
    for (const command of own(commands, (one) => one.call)) this.#answer(command, input.at);
    if (facts.some(({ type }) => type === 'CallQueued')) this.#free(input.at);
    const call = this.#state.calls.get(tried);
    if (call !== undefined) this.#behave(call, input.at, this.#seen.at(-1)?.before?.phase ?? null);
  }

  /** What the switch, and whoever is at its ends, makes of a command. */
  #answer(command: Command, at: EpochMs): void {
    switch (command.type) {
      case 'Play':
        this.#later(after(at, promptMs * command.prompts.length), {
          ...{ type: 'PromptFinished', playback: command.playback, played: true },
        });
        return;
      case 'StopPlay':
        for (const one of this.#coming) if (one.playback === command.playback) this.#coming.remove(one);
        return;
      case 'RingSeat':
        if (this.#situation(queueOf(command.seat)).answers)
          this.#later(after(at, answerMs), { type: 'SeatAnswered', leg: command.leg });
        return;
      case 'RingParty':
        if (this.#tried.desksAnswer)
          this.#later(after(at, answerMs), { type: 'PartyAnswered', leg: command.leg });
        return;
      case 'HangUp':
        this.#later(after(at, gapMs), ended(command.leg));
        return;
      default:
    }
  }

  /** What the caller does, and whoever talks to the caller. */
  #behave(call: Call, at: EpochMs, before: Phase | null): void {
    this.#press(call, at);
    this.#begin(call, at);
    if (call.phase === 'talking' && before !== 'talking')
      this.#later(after(at, talkMs), ended(call.talk.leg));
    const [desk] = call.phase === 'conference' ? call.parties : [];
    if (desk !== undefined && before !== 'conference') this.#later(after(at, talkMs), ended(desk.leg));
  }

  #press(call: Call, at: EpochMs): void {
    const [next] = this.#keys;
    if (next === undefined) return;
    const { key } = next;
    const isEmergency = key !== '-' && call.plan.emergencyKeys[key] !== undefined;
    const question = isEmergency ? `emergency ${String(this.#keys.length)}` : questionOf(call);
    if (question === null || question === this.#asked) return;
    this.#asked = question;
    this.#keys.shift();
    if (key !== '-')
      this.#later(after(at, isEmergency ? 2 * keyMs : keyMs), { type: 'DigitPressed', digit: key });
  }

  /** What the caller does at a moment is to come once its stage has begun. */
  #begin({ phase, arrivedAt }: Call, at: EpochMs): void {
    const hasBegun = ({ when }: { readonly when: Moment }): boolean => stage(when.during) <= stage(phase);
    for (const { when, event } of this.#timed.filter(hasBegun))
      this.#later(after(when.during === 'greeting' ? arrivedAt : at, when.afterMs), event);
    this.#timed = this.#timed.filter((one) => !hasBegun(one));
  }

  #later(at: EpochMs, event: Distribute<CallEvent>): void {
    const input: Input = { to: 'call', at, call: tried, event: { ...event, at } as CallEvent };
    this.#put(at, input, event.type === 'PromptFinished' ? event.playback : null);
  }

  #put(at: EpochMs, input: Input, playback: PlaybackId | null = null): void {
    this.#n += 1;
    this.#coming.add({ at, n: this.#n, input, playback });
  }

  #situation(queue: string): Situation {
    return this.#tried.queues[queue] ?? this.#tried.elsewhere;
  }

  /** The caller waits: from here on it is counted when a seat is free. */
  #free(at: EpochMs): void {
    for (const { id, doing } of this.#state.seats.values()) {
      const { freeAfterMs } = this.#situation(queueOf(id));
      if (doing.state !== 'talking' || doing.leg !== othersLeg || freeAfterMs === null) continue;
      const due = after(at, freeAfterMs);
      const input = { type: 'TalkEnded', leg: othersLeg, wrapUpMs: 0, at: due } as const;
      this.#put(due, { to: 'seat', at: due, seat: id, input });
    }
  }
}

type Distribute<E> = E extends CallEvent ? Omit<E, 'at'> : never;

/** The leg's end, by its role. */
function ended(leg: LegId): Distribute<CallEvent> {
  const cause = 16;
  if (leg === legId(tried, 'caller')) return { type: 'CallerHungUp', cause };
  return { type: leg.includes('.party.') ? 'PartyLegEnded' : 'SeatLegEnded', leg, cause };
}

/** The question that the caller can answer by a key now; null: there is none. */
function questionOf(call: Call): string | null {
  if ((call.phase === 'menu' || call.phase === 'survey') && call.playing === null)
    return `${call.phase === 'menu' ? call.about : call.phase} ${String(call.tries)}`;
  return call.phase === 'queued' && call.playing === null && call.said.callBackAt !== null
    ? `callBack ${String(call.said.callBackAt)}`
    : null;
}

const stages: readonly Phase[] = ['greeting', 'menu', 'queued'];
const stage = (phase: Phase): number => {
  const n = stages.indexOf(phase);
  return n < 0 ? stages.length : n;
};

/** An empty house that notes each state of the call. */
function restored(saved: Parameters<typeof restore>[0], rules: Rules, steps: Call[]): State {
  const calls = new (class extends Map<CallId, Call> {
    override set(id: CallId, call: Call): this {
      if (id === tried) steps.push(call);
      return super.set(id, call);
    }
  })();
  return { ...restore(saved, [], rules), calls };
}
