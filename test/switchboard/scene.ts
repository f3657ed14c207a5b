import assert from 'node:assert/strict';
import type { AgentId, QueueId, QueueRules, Seat, SeatId, SeatInput } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import type { Command, OutcomeResult } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import { offersOf } from '../../src/calls/legs.ts';
import {
  type Call,
  type CallId,
  type CallPlan,
  type Leg,
  type LegId,
  legId,
  type PhoneNumber,
  type TimerName,
} from '../../src/calls/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import type { Batch } from '../../src/ports/journal.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { outcomeEvent } from '../../src/switchboard/lanes.ts';
import { restore, type State } from '../../src/switchboard/state.ts';
import { type Input, type TurnResult, turn } from '../../src/switchboard/turn.ts';

export const noon = epochMs(Date.UTC(2026, 10, 24, 4));
export const callId = (n: number): CallId => `C1763978815.${n}` as CallId;
export const seatId = (n: number): SeatId => `800${n}` as SeatId;
export const agentId = (n: number): AgentId => `agent${n}` as AgentId;
export const from = '13912342211' as PhoneNumber;
/** Callers join the queue at once. */
export const plan: CallPlan = { ...defaultPlan, greeting: [] };

/** Seat `n`, its agent signed in and ready for `n` s already: seat 9 goes before seat 7. */
export const readySeat = (n: number, more: Partial<Seat> = {}): Seat => ({
  ...newSeat(seatId(n), [plan.queue], noon),
  phone: 'reachable',
  agent: agentId(n),
  doing: { state: 'ready', idleSince: epochMs(noon - n * 1_000) },
  since: epochMs(noon - n * 1_000),
  ...more,
});

/** The loop's turns without inbox, journal and switch: what happens is said, one thing after the other. */
export class Scene {
  readonly state: State;
  readonly batches: Batch[] = [];
  /** All commands given so far. */
  readonly commands: Command[] = [];
  readonly plan: CallPlan;
  readonly rules: Partial<QueueRules>;
  #at: number = noon;
  #said = 0;

  constructor(seats: readonly Seat[], plan_: CallPlan = plan, rules: Partial<QueueRules> = {}) {
    this.plan = plan_;
    this.rules = rules;
    this.state = restore({ calls: [], seats, lastTicketNo: null }, seats, {
      queueRules: (id) => this.queueRules(id),
    });
    this.put({ to: 'switch', at: this.now, up: true });
  }

  get now(): EpochMs {
    return epochMs(this.#at);
  }

  /** Lets time pass; timers are fired by hand. */
  pass(ms: number): void {
    this.#at += ms;
  }

  queueRules(id: QueueId): QueueRules {
    return { ...usualQueueRules(id), ...this.rules };
  }

  put(input: Input): TurnResult {
    const rules = {
      planFor: () => this.plan,
      queueRules: (id: QueueId) => this.queueRules(id),
      timeZone: 'Asia/Shanghai',
    };
    const result = turn(this.state, rules, input);
    this.commands.push(...result.commands);
    this.batches.push(result.batch);
    this.#coherent();
    return result;
  }

  arrives(n: number): TurnResult {
    return this.put({ to: 'door', at: this.now, call: callId(n), from, dialled: '12345' });
  }

  /** Tells call `n` something; a ms later than what was told before. */
  tell(n: number, event: CallEvent): TurnResult {
    return this.put({ to: 'call', at: event.at, call: callId(n), event });
  }

  callerHangsUp(n: number): TurnResult {
    return this.tell(n, { type: 'CallerHungUp', at: this.now, cause: 16 });
  }

  rings(n: number, leg = 1): TurnResult {
    return this.tell(n, { type: 'SeatRinging', at: this.now, leg: legId(callId(n), 'seat', leg) });
  }

  answers(n: number, leg = 1): TurnResult {
    return this.tell(n, { type: 'SeatAnswered', at: this.now, leg: legId(callId(n), 'seat', leg) });
  }

  legEnds(n: number, leg = 1, cause = 16): TurnResult {
    return this.tell(n, { type: 'SeatLegEnded', at: this.now, leg: legId(callId(n), 'seat', leg), cause });
  }

  hangUpAsked(n: number, seat: number): TurnResult {
    return this.tell(n, { type: 'HangUpAsked', at: this.now, seat: seatId(seat) });
  }

  declineAsked(n: number, seat: number): TurnResult {
    return this.tell(n, { type: 'DeclineAsked', at: this.now, seat: seatId(seat) });
  }

  /** The timer of this name is due now, if the call still has it. */
  timer(n: number, name: TimerName): TurnResult | null {
    const due = this.state.calls.get(callId(n))?.timers.find((timer) => timer.name === name);
    return due === undefined
      ? null
      : this.put({ to: 'timer', at: due.dueAt, call: callId(n), name, dueAt: due.dueAt });
  }

  seat(n: number, input: SeatInput): TurnResult {
    return this.put({ to: 'seat', at: input.at, seat: seatId(n), input });
  }

  /** What became of the last command of this type. */
  outcome(type: Command['type'], result: OutcomeResult): TurnResult | null {
    const command = this.commands.findLast((one) => one.type === type);
    assert.ok(command, `no ${type} was given`);
    const event = outcomeEvent(command, { result }, this.now);
    return event === null ? null : this.put({ to: 'call', at: event.at, call: command.call, event });
  }

  call(n: number): Call {
    const call = this.latest(n);
    assert.ok(call, `no call ${String(n)}`);
    return call;
  }

  /** The call as it was written last; ended ones too. */
  latest(n: number): Call | undefined {
    return this.batches.flatMap((batch) => batch.calls).findLast((call) => call.id === callId(n));
  }

  leg(n: number, leg: number): Leg | undefined {
    return this.call(n).legs.find((one) => one.id === legId(callId(n), 'seat', leg));
  }

  doing(n: number): Seat['doing'] {
    const seat = this.state.seats.get(seatId(n));
    assert.ok(seat);
    return seat.doing;
  }

  /** Commands given since the last time this was asked, in short: type and what of the call it is about. */
  said(): readonly string[] {
    const since = this.#said;
    this.#said = this.commands.length;
    return this.commands.slice(since).map((command) => {
      const subject =
        'leg' in command
          ? command.leg
          : 'bridge' in command
            ? command.bridge
            : 'spy' in command
              ? command.spy
              : 'recorder' in command
                ? command.recorder
                : command.playback;
      return `${command.type} ${subject.replace(/^C\d+\./, '')}`;
    });
  }

  /** Seats and calls say the same of each other, after each turn; and nobody waits whom a ready seat could serve. */
  #coherent(): void {
    const { calls, seats, index, switchUp } = this.state;
    const held = new Set<string>();
    for (const call of calls.values()) {
      const at = atSeats(call);
      for (const { seat, leg } of at) {
        assert.ok(!held.has(seat), 'a seat has one call');
        held.add(seat);
        const doing = seats.get(seat)?.doing;
        assert.ok(doing && 'leg' in doing && doing.leg === leg, `seat ${seat} has the leg of its call`);
        assert.equal(doing.state, call.phase === 'offering' ? 'offered' : 'talking');
      }
    }
    for (const seat of seats.values())
      if (seat.doing.state === 'offered' || seat.doing.state === 'talking')
        assert.ok(held.has(seat.id), `seat ${seat.id} is ${seat.doing.state} without a call`);
    for (const queue of index.queues()) {
      const { waiting, ready } = index.view(queue);
      // Unless a caller is kept for the agent of last time.
      const settled = waiting === 0 || ready === 0 || index.changesAt() !== null;
      assert.ok(!switchUp || settled, 'a caller waits beside a ready seat');
    }
  }
}

/** Where a call is at a seat, or at several. */
function atSeats(call: Call): readonly { readonly seat: SeatId; readonly leg: LegId }[] {
  if (call.phase === 'offering') return offersOf(call);
  if (call.phase === 'dialling') return [call.dialling];
  return call.phase === 'talking' ? [call.talk] : [];
}

/** One caller, seats 7 and 9 (seat 9 is rung first). */
export const twoSeats = (plan_?: CallPlan): Scene => {
  const scene = new Scene([readySeat(7), readySeat(9)], plan_);
  scene.arrives(1);
  return scene;
};

/** One caller whom the only seat, 7, is offered. */
export const oneSeat = (plan_?: CallPlan): Scene => {
  const scene = new Scene([readySeat(7)], plan_);
  scene.arrives(1);
  return scene;
};
