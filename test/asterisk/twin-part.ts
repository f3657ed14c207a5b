import type { SeatId } from '../../src/acd/model.ts';
import type { Command } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import {
  asideId,
  bridgeId,
  type CallId,
  type DialString,
  type Digit,
  type LegId,
  legId,
  type PhoneNumber,
  type PromptName,
  playbackId,
  usualLanguage,
} from '../../src/calls/model.ts';
import { from, type Stage, type StageNeeds } from './twin-stage.ts';

/** What one of the switches did in a script: the two are to be the same. */
export type Tale = {
  /** Commands with their outcomes and inventories, in the order of the script. */
  readonly outcomes: readonly string[];
  /** What was told of the script's calls, in its order. */
  readonly events: readonly string[];
};

export type Script = Partial<StageNeeds> & { readonly name: string; play(part: Part): Promise<void> };

const ticketNo = '20260101-000001';
export const citizenNumber = '13900139000' as PhoneNumber;
type Leg = readonly ['caller'] | readonly ['seat' | 'party', number];
export const caller: Leg = ['caller'];
export const seat = (n: number): Leg => ['seat', n];
export const party = (n: number): Leg => ['party', n];
export type ToLeg = 'StartMusic' | 'StopMusic' | 'StartRinging' | 'StopRinging' | 'Mute' | 'Unmute';

/** What is done and what is seen on one of the switches, as a script goes. */
export class Part {
  readonly stage: Stage;
  readonly #outcomes: string[] = [];
  /** A call of the house's own id, until a citizen arrives. */
  call = `Cout-1763978815.1` as CallId;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  async arrives(): Promise<void> {
    this.call = await this.stage.arrives();
  }

  /** The citizen hangs up, and nothing is left of the leg. */
  async leaves(): Promise<void> {
    await this.stage.hangsUp(this.call);
    await this.told('CallerHungUp');
    await this.without(caller);
  }

  /** Lets time pass until a leg is no longer there. */
  async without(leg: Leg): Promise<void> {
    for (;;) {
      const { legs } = await this.stage.settled(this.stage.peer.inventory([]));
      if (!legs.has(this.leg(leg))) break;
    }
    await this.stage.without(this.leg(leg));
  }

  presses(digit: Digit): void {
    this.stage.presses(this.call, digit);
  }

  /** Lets time pass until events of this type have been told, so many times. */
  told(type: CallEvent['type'], times = 1): Promise<void> {
    return this.stage.told((e) => e.to === 'call' && e.call === this.call && e.event.type === type, times);
  }

  /** Gives a command, and notes what became of it. */
  async give(command: Command): Promise<void> {
    const { result } = await this.stage.settled(this.stage.peer.execute(command));
    this.#note(`${command.type} ${result}`);
  }

  /** Gives commands one after the other, without waiting in between. */
  async giveAll(...commands: readonly Command[]): Promise<void> {
    const given = Promise.all(commands.map((command) => this.stage.peer.execute(command)));
    const outcomes = await this.stage.settled(given);
    for (const [n, { result }] of outcomes.entries()) this.#note(`${commands[n]?.type ?? ''} ${result}`);
  }

  /** Notes what the switch holds. */
  async holds(...playing: readonly number[]): Promise<void> {
    const asked = playing.map((n) => playbackId(this.call, n));
    const found = await this.stage.settled(this.stage.peer.inventory(asked));
    const held = {
      legs: [...found.legs].toSorted(),
      playing: [...found.playing].toSorted(),
      callers: [...found.callers],
      bridges: [...found.bridges].toSorted(),
      // Asterisk lists the trunk among them, and what asks whether it answers, which are no seat's.
      phones: found.phones.filter(({ seat, phone }) => !seat.startsWith('trunk') && phone === 'reachable')
        .length,
    };
    this.#note(`holds ${JSON.stringify(held)}`);
  }

  /** Hangs up whatever is left, and tells all. */
  async end(): Promise<Tale> {
    await this.holds();
    const { legs, bridges } = await this.stage.settled(this.stage.peer.inventory([]));
    const { call, stage } = this;
    for (const leg of legs.keys())
      await stage.settled(stage.peer.execute({ type: 'HangUp', call, leg, reason: 'normal' }));
    for (const bridge of bridges)
      await stage.settled(stage.peer.execute({ type: 'DestroyBridge', call, bridge }));
    await stage.emptied();
    const events = stage.heard.flatMap((e) => {
      if (e.to === 'door') return [JSON.stringify({ door: e.dialled, from: e.from })];
      return e.to === 'call' && e.call === call ? [JSON.stringify({ ...e.event, at: 0 })] : [];
    });
    return { outcomes: this.#outcomes, events: events.map((text) => this.#named(text)) };
  }

  #note(text: string): void {
    this.#outcomes.push(this.#named(text));
  }

  /** Without the call's own id, which is another in each run. */
  #named = (text: string): string => text.replaceAll(this.call, 'C');

  // Commands.

  leg([role, n]: Leg): LegId {
    return role === 'caller' ? legId(this.call, role) : legId(this.call, role, n);
  }

  play(n: number, ...prompts: readonly string[]): Command {
    const { call } = this;
    const playback = playbackId(call, n);
    const named = prompts as PromptName[];
    return { type: 'Play', call, leg: this.leg(caller), playback, prompts: named, language: usualLanguage };
  }

  stopPlay(n: number): Command {
    return { type: 'StopPlay', call: this.call, playback: playbackId(this.call, n) };
  }

  to(type: ToLeg, leg: Leg): Command {
    const one = { call: this.call, leg: this.leg(leg) };
    return type === 'StartMusic' ? { ...one, type, musicClass: 'default' } : { ...one, type };
  }

  ringSeat(n: number, id: string, ringLimitMs = 20_000): Command {
    const leg = this.leg(seat(n));
    const whom = { seat: id as SeatId, from: from as PhoneNumber, ticketNo };
    return { type: 'RingSeat', call: this.call, leg, ...whom, ringLimitMs };
  }

  ringParty(n: number, id: string, ringLimitMs = 20_000): Command {
    const whom = { dial: `PJSIP/${id}` as DialString, from: from as PhoneNumber, ticketNo };
    const how = { ringLimitMs, urgent: false, location: false, district: null };
    return { type: 'RingParty', call: this.call, leg: this.leg(party(n)), ...whom, ...how };
  }

  prepareDial(beside: Leg): Command {
    const { call } = this;
    const leg = this.leg(caller);
    return { type: 'PrepareDial', call, leg, number: citizenNumber, beside: this.leg(beside) };
  }

  dial(ringLimitMs = 20_000): Command {
    return { type: 'Dial', call: this.call, leg: this.leg(caller), ringLimitMs };
  }

  createBridge(aside = false): Command {
    return { type: 'CreateBridge', call: this.call, bridge: this.#bridge(aside) };
  }

  join(...legs: readonly Leg[]): Command {
    const { call } = this;
    return { type: 'Join', call, bridge: bridgeId(call), legs: legs.map((leg) => this.leg(leg)) };
  }

  joinAside(...legs: readonly Leg[]): Command {
    const { call } = this;
    return { type: 'Join', call, bridge: asideId(call), legs: legs.map((leg) => this.leg(leg)) };
  }

  leave(leg: Leg): Command {
    return { type: 'Leave', call: this.call, bridge: bridgeId(this.call), leg: this.leg(leg) };
  }

  destroyBridge(aside = false): Command {
    return { type: 'DestroyBridge', call: this.call, bridge: this.#bridge(aside) };
  }

  hangUp(leg: Leg, reason: Extract<Command, { type: 'HangUp' }>['reason'] = 'normal'): Command {
    return { type: 'HangUp', call: this.call, leg: this.leg(leg), reason };
  }

  #bridge(aside: boolean): Extract<Command, { type: 'CreateBridge' }>['bridge'] {
    return aside ? asideId(this.call) : bridgeId(this.call);
  }
}

// Situations that many scripts begin with.

/** A seat has answered, and is joined with the citizen. */
export async function talking(part: Part, id = '8001'): Promise<void> {
  await part.arrives();
  await part.giveAll(part.createBridge(), part.ringSeat(1, id));
  await part.told('SeatAnswered');
  await part.give(part.join(caller, seat(1)));
}

/** A seat has answered, and the channel towards a citizen is there beside it. */
export async function prepared(part: Part): Promise<void> {
  await part.giveAll(part.createBridge(), part.ringSeat(1, '8001'));
  await part.told('SeatAnswered');
  await part.give(part.prepareDial(seat(1)));
  await part.told('CitizenReady');
}
