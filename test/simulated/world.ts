import type { Logger } from 'pino';
import type { AgentId, QueueId, QueueRules, Seat, SeatId, SeatInput } from '../../src/acd/model.ts';
import { canTake, newSeat } from '../../src/acd/seat.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import {
  type Call,
  type CallId,
  type CallPlan,
  callOfLeg,
  type DialString,
  deskCallId,
  type HuntGoal,
  legId,
  type PhoneNumber,
  type PromptName,
  type Target,
  type TicketNo,
} from '../../src/calls/model.ts';
import { after, epochMs } from '../../src/lib/time.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { Switch, SwitchEvent } from '../../src/ports/switch.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { Inbox } from '../../src/switchboard/inbox.ts';
import { restore, type State } from '../../src/switchboard/state.ts';
import { deadLine, goodLine, type Weather } from './channel.ts';
import { SimulatedClock, settled } from './clock.ts';
import { Dice } from './dice.ts';
import { MemoryJournal } from './journal.ts';
import { SimulatedSwitch } from './switch.ts';

export const noon = epochMs(Date.UTC(2026, 10, 24, 4));
const prompt = (name: string): PromptName => name as PromptName;
const queueOf = (dialled: string): QueueId => (dialled === '12366' ? 'tax' : 'general') as QueueId;
/** At `tax` both phones ring at once, and who rings again waits a little for the agent of last time. */
export const queueRules = (id: QueueId): QueueRules =>
  id === 'tax'
    ? { ...usualQueueRules(id), strategy: 'ringAll', lastAgentWaitMs: 4_000, priority: 1, ageingMs: 3_000 }
    : usualQueueRules(id);
/** Three seats over two queues: one of each, and one that serves both. */
const seatQueues: readonly (readonly string[])[] = [['general'], ['general', 'tax'], ['tax']];
export const seatIds: readonly SeatId[] = seatQueues.map((_, n) => `800${n + 1}` as SeatId);
export const agentOf = (n: number): AgentId => `agent${n}` as AgentId;

const line = (name: string, dial: DialString): Target => ({
  kind: 'desk',
  name,
  dial,
  seat: null,
  agent: null,
  unit: null,
  ringMs: 8_000,
  location: false,
});
/** A route that is down, one that does as it likes, and one that works. */
const routes = [
  line('dead', deadLine),
  line('fickle', 'PJSIP/110@trunk' as DialString),
  line('good', goodLine),
];

/** A seat of the centre as somebody to be asked into a call. */
const seatTarget = ({ id, agent }: Seat): Target => ({
  ...line(id, '' as DialString),
  kind: 'seat',
  seat: id,
  agent,
});

/** What an agent asks of a call in a run, besides hanging up and declining. */
export type Ask =
  | 'emergency'
  | 'noRoute'
  | HuntGoal
  | 'hold'
  | 'return'
  | 'bring'
  | 'leave'
  | 'cancel'
  | 'mute'
  | 'drop';
/** What else a queue can do, at a pace at which all of it happens within a run. */
const richTreatment = {
  maxLength: 2,
  comfort: { prompts: [prompt('comfort'), prompt('patience')], everyMs: 9_000 },
  position: { firstMs: 4_000, everyMs: 11_000, wait: true },
  callBack: { key: '5', afterMs: 6_000, everyMs: 15_000 },
  survey: { limitMs: 5_000, tries: 2 },
} as const;

export type Setting = {
  readonly seed: number;
  readonly greeted: boolean;
  /** Whether the caller is told why, before it is hung up. */
  readonly explained: boolean;
  /** Whether there are a menu, announcements, a call-back to be asked for, an overflow, a limit of the queue, and a survey. */
  readonly rich: boolean;
  readonly wrapUpMs: number;
  readonly maxOffers: number;
  /** How many of the seats have a ready agent at the beginning. */
  readonly ready: number;
  readonly weather: Weather;
};

/** One life of the daemon, from its start to its crash. */
type Life = { readonly state: State; readonly inbox: Inbox; end(): void };

/** A house, its switch, its journal and its clock; it is what happens to them that a run of the property makes up. */
export class World {
  readonly clock = new SimulatedClock(noon);
  readonly journal = new MemoryJournal();
  readonly switch: SimulatedSwitch;
  readonly dice: Dice;
  readonly setting: Setting;
  /** Callers of whom a living house was told. */
  readonly knownCallers = new Set<CallId>();
  /** Turns that were never written: the daemon crashed while the disk was full. */
  lost = false;
  /** What the house logged as an error of its own. */
  readonly faults: string[] = [];
  #life: Life;
  #arrivals = 0;
  #dialled = 0;

  constructor(setting: Setting) {
    this.setting = setting;
    this.dice = new Dice(setting.seed);
    this.switch = new SimulatedSwitch(this.clock, this.dice, setting.weather);
    for (const seat of seatIds) this.switch.setPhone(seat, true);
    this.#life = this.#start();
    this.switch.connect();
  }

  get state(): State {
    return this.#life.state;
  }

  get inbox(): Inbox {
    return this.#life.inbox;
  }

  /** Nothing is on its way, and both sides are of one mind. */
  get quiet(): boolean {
    return this.switch.quiet && this.state.switchUp && this.inbox.pending().commands === 0;
  }

  async begin(): Promise<void> {
    await this.clock.pass(1_000);
    for (let n = 0; n < this.setting.ready; n += 1) {
      this.asksSeat(n, 'SignInAsked');
      this.asksSeat(n, 'ReadyAsked');
    }
    await settled();
  }

  plan(dialled: string): CallPlan {
    const { greeted, explained, rich, wrapUpMs, maxOffers } = this.setting;
    const silent = {
      noSeat: [],
      nobodyAnswered: [],
      waitedTooLong: [],
      fault: [],
      goodbye: [],
      queueFull: [],
      callBackAsked: [],
    };
    const queue = queueOf(dialled);
    const other = queueOf(dialled === '12366' ? '12345' : '12366');
    const plain = {
      ...defaultPlan,
      emergency: { '110': routes, '120': routes, '119': [] },
      queue,
      greeting: greeted ? [prompt('greeting')] : [],
      farewell: explained ? defaultPlan.farewell : silent,
      maxWaitMs: 60_000,
      wrapUpMs,
      maxOffers,
    };
    if (!rich) return plain;
    const treatment = { ...plain, ...richTreatment };
    return {
      ...treatment,
      overflow: { to: other, waitMs: 20_000, length: 1, unstaffed: true, prompts: [prompt('sent-on')] },
      menu: {
        prompts: [prompt('menu')],
        options: { '1': queue, '2': other },
        wishes: { '2': { priority: 1, skills: [] } },
        limitMs: 5_000,
        tries: 2,
        invalid: [prompt('menu-invalid')],
      },
      // Who is sent on from here comes back to the other, and not for ever.
      others: {
        [other]: {
          ...treatment,
          overflow: { to: queue, waitMs: 30_000, length: null, unstaffed: false, prompts: [] },
        },
      },
    };
  }

  /** A citizen calls, for one queue or the other, with a number or without. */
  arrives(dialled: string, anonymous: boolean): void {
    this.#arrivals += 1;
    const from = anonymous
      ? null
      : (`1391234${String(Math.ceil(this.#arrivals / 2)).padStart(4, '0')}` as PhoneNumber);
    this.switch.callerArrives(`C1763978815.${this.#arrivals}` as CallId, dialled, from);
  }

  asksSeat(n: number, type: 'SignInAsked' | 'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked'): void {
    const seat = seatIds[n % seatIds.length];
    if (seat === undefined) return;
    const asked = { agent: agentOf(n % seatIds.length), at: this.clock.now() };
    const input: SeatInput =
      type === 'NotReadyAsked' ? { ...asked, type, reason: 'break' } : { ...asked, type };
    this.inbox.put({ to: 'seat', at: input.at, seat, input });
  }

  /** An agent dials a citizen about a ticket that the house has. */
  dials(n: number, citizen: number): void {
    const seat = seatIds[n % seatIds.length];
    if (seat === undefined) return;
    this.#dialled += 1;
    const at = this.clock.now();
    this.inbox.put({
      to: 'dial',
      at,
      call: deskCallId(at, this.#dialled),
      seat,
      agent: agentOf(n % seatIds.length),
      number: `1391234${String(citizen).padStart(4, '0')}` as PhoneNumber,
      ticketNo: '20261123-000001' as TicketNo,
      purpose: 'followUp',
      ringLimitMs: 30_000,
    });
  }

  /** One of the agents who have a call, or just had one, hangs up or declines at the desk. */
  asksCall(n: number, type: 'HangUpAsked' | 'DeclineAsked'): void {
    const held = [...this.state.seats.values()].filter(({ doing }) => 'leg' in doing);
    const one = held[n % Math.max(1, held.length)];
    if (one === undefined || !('leg' in one.doing)) return;
    const at = this.clock.now();
    const call = callOfLeg(one.doing.leg);
    this.inbox.put({ to: 'call', at, call, event: { type, at, seat: one.id } });
  }

  /** One of the agents who have a call asks something more of it. */
  asksMore(n: number, ask: Ask, pick: number): void {
    const held = [...this.state.seats.values()].filter(({ doing }) => doing.state === 'talking');
    const one = held[n % Math.max(1, held.length)];
    if (one === undefined || !('leg' in one.doing)) return;
    const call = this.state.calls.get(callOfLeg(one.doing.leg));
    if (call === undefined) return;
    const event = this.#ask(call, ask, { seat: one.id, pick });
    this.inbox.put({ to: 'call', at: event.at, call: call.id, event });
  }

  #ask(call: Call, ask: Ask, { seat, pick }: { readonly seat: SeatId; readonly pick: number }): CallEvent {
    const by = { at: this.clock.now(), seat };
    const legs = call.legs.filter(({ state }) => state !== 'gone');
    const leg = legs[pick % Math.max(1, legs.length)]?.id ?? legId(call.id, 'party', 99);
    switch (ask) {
      case 'emergency':
      case 'noRoute':
        return {
          ...by,
          type: 'EmergencyAsked',
          number: ask === 'noRoute' ? '119' : pick % 2 === 0 ? '110' : '120',
          targets: [],
        };
      case 'join':
      case 'consult':
      case 'transfer': {
        const quest = { goal: ask, name: 'unit', unit: null, number: null };
        const seats = [...this.state.seats.values()].filter((one) => canTake(one)).map(seatTarget);
        const targets =
          pick % 3 === 0 ? seats.slice(0, 1) : routes.slice(pick % 3 === 1 ? 1 : 0, 1 + (pick % 3));
        const untilAt = pick % 2 === 0 ? null : after(by.at, 10_000);
        return { ...by, type: 'InviteAsked', quest, targets, atOnce: pick % 4 === 1, untilAt };
      }
      case 'return':
      case 'bring':
        return { ...by, type: 'ReturnAsked', bring: ask === 'bring' };
      case 'mute':
        return { ...by, type: 'MuteAsked', leg, on: pick % 3 !== 0 };
      case 'drop':
        return { ...by, type: 'DropAsked', leg };
      case 'hold':
        return { ...by, type: 'HoldAsked' };
      case 'leave':
        return { ...by, type: 'LeaveAsked' };
      case 'cancel':
        return { ...by, type: 'CancelAsked' };
    }
  }

  /** The daemon is killed: all it had in memory is gone. Calls go on in the switch. */
  crash(): void {
    if (this.inbox.pending().unwritten > 0) this.lost = true;
    this.#life.end();
    this.switch.listen(() => undefined);
    this.switch.cut();
  }

  /** The daemon starts again from what was written. */
  restart(): void {
    this.#life.end();
    this.#life = this.#start();
    this.switch.connect();
  }

  #start(): Life {
    let alive = true;
    const guarded: Switch = {
      execute: (command) => whileAlive(this.switch.execute(command)),
      inventory: (playbacks) => whileAlive(this.switch.inventory(playbacks)),
    };
    /** What a dead process waits for never comes. */
    const whileAlive = async <T>(promise: Promise<T>): Promise<T> => {
      try {
        const value = await promise;
        return alive ? value : await new Promise<T>(() => undefined);
      } catch (err) {
        if (alive) throw err;
        return new Promise<T>(() => undefined);
      }
    };
    const journal: Journal = {
      append: (batch) => {
        if (!alive) throw new Error('a dead process does not write');
        this.journal.append(batch);
      },
      load: () => this.journal.load(),
    };
    const provisioned = seatQueues.map((queues, n) =>
      newSeat(seatIds[n] ?? ('' as SeatId), queues as readonly QueueId[], this.clock.now()),
    );
    const state = restore(journal.load(), provisioned, { queueRules });
    const clock = this.clock.forHouse();
    const rules = {
      planFor: (dialled: string) => this.plan(dialled),
      queueRules,
      timeZone: 'Asia/Shanghai',
    };
    const log = this.#log();
    const inbox = new Inbox({ state, rules, journal, switch: guarded, clock, log, onTurn: () => undefined });
    this.switch.listen((event) => {
      this.#note(event);
      inbox.hear(event);
    });
    return {
      state,
      inbox,
      end: () => {
        alive = false;
        clock.stop();
      },
    };
  }

  #note(event: SwitchEvent): void {
    if (event.to === 'door') this.knownCallers.add(event.call);
  }

  /** A log of which only the house's own faults are kept. */
  #log(): Logger {
    const quiet = (): void => undefined;
    const keep = (details: { readonly err?: unknown; readonly to?: string }, message: string): void => {
      if (message === 'journal not written' || message === 'inventory failed') return;
      const cause = details.err instanceof Error ? (details.err.stack ?? '') : (details.to ?? '');
      this.faults.push(`${message}: ${cause}`);
    };
    return { debug: quiet, info: quiet, warn: quiet, error: keep, fatal: keep } as unknown as Logger;
  }
}
