import type { Logger } from 'pino';
import type { SeatId } from '../acd/model.ts';
import type { Command } from '../calls/commands.ts';
import type { CallId } from '../calls/model.ts';
import { after, type EpochMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { HouseChange, Refusal } from '../ports/house.ts';
import type { Batch, Journal } from '../ports/journal.ts';
import type { Switch, SwitchEvent } from '../ports/switch.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { playbacksOf, recover, strays } from './recover.ts';
import type { Rules, State } from './state.ts';
import { Timers } from './timers.ts';
import { type Input, type TurnResult, turn } from './turn.ts';
import { Unwritten } from './unwritten.ts';
import { findStuck } from './watch.ts';

/** How long after a failed write, or a failed inventory, it is tried again. */
const retryMs = 250;
/** How often the house looks for what must not be. */
const watchMs = 10_000;

export type InboxDeps = {
  readonly state: State;
  readonly rules: Rules;
  readonly journal: Journal;
  readonly switch: Switch;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told after each turn, once its commands are on their way. */
  readonly onTurn: (change: HouseChange, result: TurnResult) => void;
  /** Told how long each turn took, in ms: deciding, writing, handing out its commands. */
  readonly turnTook?: (ms: number) => void;
};

/** Commands that wait for nothing, and all others; each in their order. */
const apart = (commands: readonly Command[]): readonly [readonly Command[], readonly Command[]] => {
  const isUrgent = (command: Command): boolean => command.type === 'RingParty' && command.urgent;
  return commands.some(isUrgent)
    ? [commands.filter(isUrgent), commands.filter((command) => !isUrgent(command))]
    : [[], commands];
};

/**
 * The one inbox: inputs of switch, desks and timers in their order of arrival, one turn after the other. Order of a turn: decide,
 * write, act. When it cannot be written, it is kept and written later, and acted upon all the same: people may be calling for their
 * lives. An emergency desk alone is rung before it is written.
 */
export class Inbox {
  readonly #deps: InboxDeps;
  readonly #lanes: Lanes;
  readonly #timers = new Timers();
  readonly #queue: Input[] = [];
  readonly #unwritten = new Unwritten();
  #busy = false;
  #closed = false;
  #retryAt: EpochMs | null = null;
  #recoverAt: EpochMs | null = null;
  #watchAt: EpochMs;
  /** Counts connections: a recovery that was overtaken by a newer one is left. */
  #connection = 0;

  constructor(deps: InboxDeps) {
    this.#deps = deps;
    this.#lanes = createLanes({
      switch: deps.switch,
      now: () => deps.clock.now(),
      tell: (command, event) => this.put({ to: 'call', at: event.at, call: command.call, event }),
      failed: ({ type, call }, { result, detail }) => {
        // Gone is the usual end of a race between two hang-ups; a conflict says that it had been done before a restart.
        const level = result === 'gone' || result === 'conflict' ? 'debug' : 'warn';
        deps.log[level]({ callId: call, command: type, result, detail }, 'command not done');
      },
    });
    for (const call of deps.state.calls.values()) this.#timers.putCall(call.id, call);
    for (const seat of deps.state.seats.values()) this.#timers.putSeat(seat);
    this.#watchAt = after(deps.clock.now(), watchMs);
    this.#wake();
  }

  /** Takes an input and runs its turn. @returns why a person's command was not done, or null */
  put(input: Input): Refusal | null {
    if (this.#closed) return { code: 'H12_STOPPING', why: 'the hotline is being handed over; try again' };
    // Inside a turn's own effects: it waits for its place.
    if (this.#busy) {
      this.#queue.push(input);
      return null;
    }
    this.#busy = true;
    try {
      const refusal = this.#turn(input);
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#turn(next);
      return refusal;
    } finally {
      this.#busy = false;
      this.#wake();
    }
  }

  /** Takes what the switch tells. */
  hear(event: SwitchEvent): void {
    switch (event.to) {
      case 'door':
        this.put(event);
        return;
      case 'call':
        this.put({ to: 'call', at: event.event.at, call: event.call, event: event.event });
        return;
      case 'seat':
        if (!this.#deps.state.seats.has(event.seat)) return;
        this.put({
          to: 'seat',
          at: event.at,
          seat: event.seat,
          input: { type: 'PhoneFound', device: event.device, phone: event.phone, at: event.at },
        });
        return;
      case 'trial':
        // Takes no turn: a trial has nothing to do with calls and seats.
        return;
      case 'connection':
        this.#connection += 1;
        this.#recoverAt = null;
        this.#deps.log.info({ up: event.up }, 'switch connection');
        // A connection made again is believed only after its inventory, also when nobody told that the former one was lost.
        this.put({ to: 'switch', at: event.at, up: false });
        if (event.up) void this.#recover();
    }
  }

  /** False while turns are kept in memory because they cannot be written. */
  journalOk(): boolean {
    return this.#unwritten.size === 0;
  }

  /** What is under way; all zero when the house is at rest. */
  pending(): { readonly timers: number; readonly commands: number; readonly unwritten: number } {
    return { timers: this.#timers.size, commands: this.#lanes.inFlight(), unwritten: this.#unwritten.size };
  }

  /**
   * Hands over: nothing more is taken in, commands under way are waited for, what is unwritten is written. Calls go on in the switch; what
   * they do from here on, the next start finds out.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#deps.clock.wakeAt(null, () => undefined);
    await this.#lanes.idle();
    this.#flush();
  }

  #turn(input: Input): Refusal | null {
    const { state, rules, log } = this.#deps;
    const startedAt = performance.now();
    let result: TurnResult;
    try {
      result = turn(state, rules, input);
    } catch (fault) {
      // A bug. The state is as before the input; the house goes on for every other call.
      log.fatal({ err: fault, to: input.to }, 'turn failed');
      return { code: 'H12_FAULT', why: 'the hotline could not do this; it has been logged' };
    }
    for (const { call, err } of result.faults) log.fatal({ err, callId: call }, 'call not decided');
    const calls = this.#retime(result.batch);
    // An emergency desk is rung before anything is written: a database that stalls would hold it up by its whole time limit.
    const [urgent, others] = apart(result.commands);
    this.#lanes.run(urgent);
    this.#write(result.batch);
    this.#lanes.run(others);
    this.#deps.turnTook?.(performance.now() - startedAt);
    for (const { call, input: event, from, to, commands } of result.batch.rows)
      log.info({ callId: call, from, event: event.type, to, commands: commands.map((c) => c.type) }, 'turn');
    if (calls.length > 0 || result.batch.seats.length > 0 || input.to === 'switch' || input.to === 'rules')
      this.#deps.onTurn(
        { calls, seats: result.batch.seats.map((seat): SeatId => seat.id), at: input.at },
        result,
      );
    return result.refusal;
  }

  #retime(batch: Batch): readonly CallId[] {
    for (const call of batch.calls) this.#timers.putCall(call.id, this.#deps.state.calls.get(call.id));
    for (const seat of batch.seats) this.#timers.putSeat(seat);
    return batch.calls.map((call) => call.id);
  }

  #write(batch: Batch): void {
    if (batch.rows.length === 0 && batch.seats.length === 0) return;
    if (!this.#unwritten.add(batch))
      this.#deps.log.fatal({ unwritten: this.#unwritten.size }, 'steps not kept: too much is unwritten');
    if (this.#retryAt === null) this.#flush();
  }

  #flush(): void {
    this.#retryAt = null;
    try {
      this.#unwritten.write((batch) => this.#deps.journal.append(batch));
    } catch (err) {
      this.#retryAt = after(this.#deps.clock.now(), retryMs);
      this.#deps.log.error({ err, unwritten: this.#unwritten.size }, 'journal not written');
    }
  }

  async #recover(): Promise<void> {
    const { state, clock, log } = this.#deps;
    const connection = this.#connection;
    const asked = new Map(state.calls);
    this.#recoverAt = null;
    try {
      const inventory = await this.#deps.switch.inventory(playbacksOf(asked));
      if (connection !== this.#connection) return;
      for (const input of recover(state, asked, inventory, clock.now())) this.put(input);
      // Before the first offer: a phone that still rings for nobody would be busy for the next caller.
      const commands = strays(state, inventory);
      this.#lanes.run(commands);
      this.put({ to: 'switch', at: clock.now(), up: true });
      log.info({ calls: asked.size, strays: commands.length }, 'recovered');
      this.#watch();
    } catch (err) {
      if (connection !== this.#connection) return;
      log.error({ err }, 'inventory failed');
      this.#recoverAt = after(clock.now(), retryMs);
      this.#wake();
    }
  }

  #watch(): void {
    const at = this.#deps.clock.now();
    for (const input of findStuck(this.#deps.state, at)) {
      this.#deps.log.error({ to: input.to }, 'stuck state set right');
      this.put(input);
    }
  }

  /** Asks the clock for the next moment something is due. */
  #wake(): void {
    if (this.#closed) return;
    const timerAt = this.#deps.state.switchUp ? this.#timers.nextAt() : null;
    const due = [timerAt, this.#matchAt(), this.#retryAt, this.#recoverAt, this.#watchAt].filter(
      (at) => at !== null,
    );
    this.#deps.clock.wakeAt(Math.min(...due) as EpochMs, () => this.#due());
  }

  /** When matching is to look again though nothing else happens. */
  #matchAt(): EpochMs | null {
    return this.#deps.state.switchUp ? this.#deps.state.index.changesAt() : null;
  }

  #takeTimer(at: EpochMs): Input | null {
    return this.#deps.state.switchUp ? this.#timers.take(at) : null;
  }

  #due(): void {
    const at = this.#deps.clock.now();
    if (this.#retryAt !== null && this.#retryAt <= at) this.#flush();
    if (this.#recoverAt !== null && this.#recoverAt <= at) void this.#recover();
    // What they ask for cannot be done while the switch is lost: a caller who has waited too long would be hung up without a word, and a
    // phone answered meanwhile taken for one that was not. They are due when the inventory has been set against the calls.
    for (let input = this.#takeTimer(at); input !== null; input = this.#takeTimer(at)) this.put(input);
    const matchAt = this.#matchAt();
    if (matchAt !== null && matchAt <= at) this.put({ to: 'match', at });
    if (this.#watchAt <= at) {
      this.#watchAt = after(at, watchMs);
      if (this.#deps.state.switchUp) this.#watch();
    }
    this.#wake();
  }
}
