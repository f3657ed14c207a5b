import type { SeatId } from '../../src/acd/model.ts';
import { type Command, commandLimitMs, type Outcome, type OutcomeResult } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import type { BridgeId, CallId, Digit, LegId, PhoneNumber, PlaybackId } from '../../src/calls/model.ts';
import { callOfLeg, legId, originOf } from '../../src/calls/model.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { Inventory, Switch, SwitchEvent } from '../../src/ports/switch.ts';
import type { Channel, Weather } from './channel.ts';
import { deadLine, fairWeather, goodLine, newChannel, phonesSeen, toLeg } from './channel.ts';
import type { SimulatedClock } from './clock.ts';
import type { Dice } from './dice.ts';
import { Line } from './line.ts';
import { citizenManner, type Deed, phoneManner } from './manners.ts';

/** The longest answer to an inventory that the house waits for. */
const inventoryLimitMs = 5_000;

/**
 * A switch that behaves as Asterisk does, as far as the house can tell: channels, bridges, playbacks and music live on whether anybody
 * is connected or not; commands and events travel on one connection, in order; what happens while it is cut is not told. Its phones
 * answer, are busy, refuse, ring out or cannot be reached, as the dice fall.
 */
export class SimulatedSwitch implements Switch {
  readonly channels = new Map<LegId, Channel>();
  readonly bridges = new Set<BridgeId>();
  readonly callers = new Map<CallId, { readonly from: PhoneNumber | null; readonly dialled: string }>();
  readonly phones = new Map<SeatId, boolean>();
  connected = false;
  /** Commands that were done, for tests that look at them. */
  readonly done: Command[] = [];
  readonly #clock: SimulatedClock;
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #commands: Line;
  readonly #events: Line;
  /** Ends what waits for an answer when the connection is cut. */
  readonly #waiting = new Set<() => void>();
  readonly #played = new Set<PlaybackId>();
  #hear: (event: SwitchEvent) => void = () => undefined;

  constructor(clock: SimulatedClock, dice: Dice, weather: Weather = fairWeather) {
    this.#clock = clock;
    this.#dice = dice;
    this.#weather = weather;
    this.#commands = new Line(clock, dice);
    this.#events = new Line(clock, dice);
  }

  /** Whether nothing is on its way in either direction, and what is sent arrives. */
  get quiet(): boolean {
    const open = this.connected && !this.#events.dead && !this.#commands.dead;
    return open && this.#commands.pending === 0 && this.#events.pending === 0;
  }

  // What the house asks.

  execute(command: Command): Promise<Outcome> {
    if (!this.connected) return Promise.resolve({ result: 'down' });
    return new Promise((resolve) => {
      const answer = (result: OutcomeResult): void => {
        this.#waiting.delete(lost);
        cancelLimit();
        resolve({ result });
      };
      const lost = (): void => answer('down');
      const cancelLimit = this.#clock.after(commandLimitMs[command.type], () => answer('timeout'));
      this.#waiting.add(lost);
      this.#commands.send(() => {
        const result = this.#do(command);
        if (result === 'done') this.done.push(command);
        this.#events.send(() => answer(result));
      });
    });
  }

  /** As several requests: channels first, then the rest; what happens in between may be in one and not in the other. */
  inventory(playbacks: readonly PlaybackId[]): Promise<Inventory> {
    if (!this.connected) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      const lost = (): void => {
        this.#waiting.delete(lost);
        cancelLimit();
        reject(new Error('no inventory'));
      };
      const cancelLimit = this.#clock.after(inventoryLimitMs, lost);
      this.#waiting.add(lost);
      this.#commands.send(() => {
        const legs = new Map([...this.channels].map(([id, { state }]) => [id, state]));
        const callers = new Map(this.callers);
        this.#events.send(() =>
          this.#commands.send(() => {
            const playing = new Set(playbacks.filter((id) => this.#isPlaying(id)));
            const bridges = new Set(this.bridges);
            const phones = phonesSeen(this.phones);
            this.#events.send(() => {
              this.#waiting.delete(lost);
              cancelLimit();
              if (this.#dice.percent(this.#weather.refusedPercent)) reject(new Error('500'));
              else resolve({ legs, playing, callers, bridges, phones });
            });
          }),
        );
      });
    });
  }

  // The connection.

  listen(hear: (event: SwitchEvent) => void): void {
    this.#hear = hear;
  }

  connect(): void {
    if (this.connected) return;
    this.connected = true;
    this.#events.dead = false;
    this.#commands.dead = false;
    this.#hear({ to: 'connection', at: this.#clock.now(), up: true });
  }

  /** The connection is cut: of the commands on their way some still arrive, of the events none. */
  cut(): void {
    if (!this.connected) return;
    this.connected = false;
    this.#commands.cut(this.#dice.between(0, this.#commands.pending));
    this.#events.cut();
    this.#events.dead = true;
    for (const lost of [...this.#waiting]) lost();
    this.#hear({ to: 'connection', at: this.#clock.now(), up: false });
  }

  /** Nothing arrives any more in one or both directions, and nobody has noticed yet. */
  deafen(both: boolean): void {
    if (!this.connected) return;
    this.#events.cut();
    this.#events.dead = true;
    if (both) this.#commands.cut(this.#dice.between(0, this.#commands.pending));
    this.#commands.dead = both;
  }

  stall(ms: number): void {
    this.#commands.stall(ms);
  }

  /** The switch dies: everything it held is gone, and nobody is told. */
  die(): void {
    this.cut();
    this.#commands.cut();
    for (const channel of this.channels.values()) for (const cancel of channel.planned) cancel();
    this.channels.clear();
    this.bridges.clear();
    this.callers.clear();
    this.#played.clear();
  }

  // What people do.

  /** A citizen calls. Without a connection the dialplan serves them without the house. @returns whether the house is asked */
  callerArrives(call: CallId, dialled: string, from: PhoneNumber | null): boolean {
    if (!this.connected) return false;
    const id = legId(call, 'caller');
    this.channels.set(id, newChannel(id, null, 'up'));
    this.callers.set(call, { from, dialled });
    this.#tell(id, (at) => ({ to: 'door', call, at, from, dialled }));
    return true;
  }

  hangsUp(id: LegId, cause = 16): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    for (const cancel of channel.planned) cancel();
    this.channels.delete(id);
    const call = callOfLeg(id);
    const ended = (): void =>
      this.#tellCall(id, (at) =>
        channel.role === 'caller'
          ? { type: 'CallerHungUp', at, cause }
          : { type: channel.role === 'seat' ? 'SeatLegEnded' : 'PartyLegEnded', at, leg: id, cause },
      );
    const first = this.#dice.percent(50);
    if (first) ended();
    if (channel.playback !== null) this.#finish(channel, false);
    if (!first) ended();
    if (channel.role === 'caller') this.callers.delete(call);
  }

  /** A caller presses a key. */
  presses(leg: LegId, digit: Digit): void {
    const channel = this.channels.get(leg);
    if (channel === undefined || channel.bridge !== null) return;
    this.#tellCall(leg, (at) => ({ type: 'DigitPressed', at, digit }));
  }

  setPhone(seat: SeatId, there: boolean): void {
    if ((this.phones.get(seat) ?? false) === there) return;
    this.phones.set(seat, there);
    const phone = there ? 'reachable' : 'unreachable';
    this.#events.send(() => this.#hear({ to: 'seat', seat, device: 'desk', at: this.#clock.now(), phone }));
  }

  // What the switch does.

  #do(command: Command): OutcomeResult {
    switch (command.type) {
      case 'Play':
        return this.#play(command);
      case 'StopPlay':
        return this.#stopPlay(command.playback);
      case 'StartMusic':
      case 'StopMusic':
      case 'StartRinging':
      case 'StopRinging':
      case 'Mute':
      case 'Unmute':
        return toLeg(this.channels.get(command.leg), command);
      case 'RingSeat':
        return this.#ring(command);
      case 'PrepareDial':
        return this.#prepare(command);
      case 'Dial':
        return this.#dial(command);
      case 'RingParty':
        return this.#ringParty(command);
      case 'Spy':
      case 'EndSpy':
        return 'done';
      case 'CreateBridge':
        this.bridges.add(command.bridge);
        return 'done';
      case 'Join':
        return this.#join(command);
      case 'Leave': {
        const channel = this.channels.get(command.leg);
        if (channel?.bridge !== command.bridge) return 'gone';
        channel.bridge = null;
        return 'done';
      }
      case 'DestroyBridge':
        for (const channel of this.channels.values())
          if (channel.bridge === command.bridge) channel.bridge = null;
        return this.bridges.delete(command.bridge) ? 'done' : 'gone';
      case 'HangUp':
        if (!this.channels.has(command.leg)) return 'gone';
        this.hangsUp(command.leg);
        return 'done';
    }
  }

  #play(command: Extract<Command, { type: 'Play' }>): OutcomeResult {
    const channel = this.channels.get(command.leg);
    if (channel === undefined) return 'gone';
    if (this.#played.has(command.playback)) return 'conflict';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    this.#played.add(command.playback);
    channel.playback = command.playback;
    // A prompt takes the place of whatever generates sound on the channel (Asterisk, main/file.c, ast_openstream_full).
    channel.music = false;
    channel.tone = false;
    channel.musicNext = false;
    this.#plan(channel, this.#dice.between(500, 12_000), () => {
      if (channel.playback === command.playback) this.#finish(channel, true);
    });
    return 'done';
  }

  #stopPlay(playback: PlaybackId): OutcomeResult {
    const channel = [...this.channels.values()].find((one) => one.playback === playback);
    if (channel === undefined) return 'gone';
    this.#finish(channel, false);
    return 'done';
  }

  #finish(channel: Channel, played: boolean): void {
    const { playback } = channel;
    channel.playback = null;
    channel.music = channel.musicNext;
    channel.musicNext = false;
    if (playback !== null)
      this.#tellCall(channel.id, (at) => ({ type: 'PromptFinished', at, playback, played }));
  }

  #join(command: Extract<Command, { type: 'Join' }>): OutcomeResult {
    if (!this.bridges.has(command.bridge)) return 'gone';
    const channels = command.legs.flatMap((id) => this.channels.get(id) ?? []);
    if (channels.length < command.legs.length) return 'gone';
    // Asterisk joins a channel that is made and not yet answered; the phone of a seat it does not hold yet.
    if (channels.some(({ state, seat }) => state !== 'up' && seat !== null)) return 'conflict';
    // It would wait for the end of the prompt, and the house does not wait so long.
    if (channels.some(({ playback }) => playback !== null)) return 'timeout';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    for (const channel of channels) channel.bridge = command.bridge;
    return 'done';
  }

  #ring(command: Extract<Command, { type: 'RingSeat' }>): OutcomeResult {
    const { leg, seat, call } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (originOf(call) === 'inbound' && !this.channels.has(legId(call, 'caller'))) return 'gone';
    if (this.phones.get(seat) !== true || this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    const busy = [...this.channels.values()].some((other) => other.seat === seat);
    const channel = newChannel(leg, seat, 'ringing');
    this.channels.set(leg, channel);
    this.#behave(channel, phoneManner(this.#dice, command.ringLimitMs, busy), 'SeatRinging');
    return 'done';
  }

  /** A line over the trunk; one whose dial string says so never works, one always does. */
  #ringParty(command: Extract<Command, { type: 'RingParty' }>): OutcomeResult {
    const { leg, dial, call, ringLimitMs } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (!this.channels.has(legId(call, 'caller'))) return 'gone';
    if (dial === deadLine) return 'refused';
    const channel = newChannel(leg, null, 'ringing');
    this.channels.set(leg, channel);
    if (dial !== goodLine) {
      this.#behave(channel, phoneManner(this.#dice, ringLimitMs, false), 'PartyRinging');
      return 'done';
    }
    this.#plan(channel, ringLimitMs, () => this.hangsUp(leg, 19));
    this.#plan(channel, this.#dice.between(5, 1_500), () => this.#answer(channel));
    return 'done';
  }

  /** Does what its manner says, until it is told otherwise. */
  #behave(
    channel: Channel,
    deeds: readonly Deed[],
    rings: 'SeatRinging' | 'PartyRinging' | 'CitizenRinging',
  ): void {
    const leg = channel.id;
    for (const deed of deeds)
      this.#plan(channel, deed.afterMs, () => {
        if (deed.does === 'end') this.hangsUp(leg, deed.cause);
        else if (deed.does === 'answer') this.#answer(channel);
        else this.#tellCall(leg, (at) => ({ type: rings, at, leg }));
      });
  }

  /** The channel towards a citizen: there, and neither ringing nor up. */
  #prepare(command: Extract<Command, { type: 'PrepareDial' }>): OutcomeResult {
    const { leg, beside } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (!this.channels.has(beside)) return 'gone';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    const channel = newChannel(leg, null, 'ringing');
    this.channels.set(leg, channel);
    this.#tellCall(leg, (at) => ({ type: 'CitizenReady', at, leg }));
    return 'done';
  }

  #dial(command: Extract<Command, { type: 'Dial' }>): OutcomeResult {
    const { leg, ringLimitMs } = command;
    const channel = this.channels.get(leg);
    if (channel === undefined) return 'gone';
    if (channel.planned.length > 0 || channel.state === 'up') return 'conflict';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    this.#behave(channel, citizenManner(this.#dice, ringLimitMs), 'CitizenRinging');
    return 'done';
  }

  #answer(channel: Channel): void {
    for (const cancel of channel.planned.splice(0)) cancel();
    channel.state = 'up';
    const type = ({ caller: 'CitizenAnswered', seat: 'SeatAnswered', party: 'PartyAnswered' } as const)[
      channel.role
    ];
    this.#tellCall(channel.id, (at) => ({ type, at, leg: channel.id }));
    if (this.#dice.percent(50))
      this.#plan(channel, this.#dice.between(1, 60_000), () => this.hangsUp(channel.id));
  }

  #plan(channel: Channel, ms: number, run: () => void): void {
    channel.planned.push(this.#clock.after(ms, run));
  }

  #isPlaying(id: PlaybackId): boolean {
    return [...this.channels.values()].some(({ playback }) => playback === id);
  }

  #tellCall(leg: LegId, event: (at: EpochMs) => CallEvent): void {
    this.#tell(leg, (at) => ({ to: 'call', call: callOfLeg(leg), event: event(at) }));
  }

  #tell(leg: LegId, event: (at: EpochMs) => SwitchEvent): void {
    const tell = (): void => this.#hear(event(this.#clock.now()));
    const doubled = this.#dice.percent(this.#weather.doubledPercent);
    const told = (): void => {
      tell();
      if (doubled) this.#events.send(tell, '', this.#dice.between(1, 500));
    };
    this.#events.send(
      told,
      leg,
      this.#dice.percent(this.#weather.latePercent) ? this.#dice.between(1, 200) : 0,
    );
  }
}
