import type { SeatId } from '../../src/acd/model.ts';
import { type Command, commandLimitMs, type Outcome, type OutcomeResult } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import type { BridgeId, CallId, Digit, LegId, PhoneNumber, PlaybackId } from '../../src/calls/model.ts';
import { callOfLeg, legId, originOf } from '../../src/calls/model.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import type { Inventory, Switch, SwitchEvent } from '../../src/ports/switch.ts';
import type { Channel, Weather } from './channel.ts';
import {
  answering,
  deadLine,
  endOf,
  enterBridge,
  fairWeather,
  goodLine,
  hangUpCause,
  inventoryLimitMs,
  isHeld,
  isInbound,
  leaveBridge,
  newChannel,
  phonesSeen,
  plays,
  ringing,
  toLeg,
} from './channel.ts';
import type { SimulatedClock } from './clock.ts';
import type { Dice } from './dice.ts';
import { Line } from './line.ts';
import { byChance, type Deed, type Manners, type Rung } from './manners.ts';
import { afterPrompts, Prompts } from './prompts.ts';
import { Recorders } from './recorders.ts';

/**
 * A switch that behaves as Asterisk does, as far as the house can tell: channels, bridges, playbacks and music live on whether anybody
 * is connected or not; commands and events travel on one connection, in order; what happens while it is cut is not told. Its phones
 * answer, are busy, refuse, ring out or cannot be reached, as the dice fall.
 */
export class SimulatedSwitch implements Switch {
  readonly channels = new Map<LegId, Channel>();
  readonly bridges = new Set<BridgeId>();
  readonly recorders = new Recorders();
  readonly callers = new Map<CallId, { readonly from: PhoneNumber | null; readonly dialled: string }>();
  readonly phones = new Map<SeatId, boolean>();
  connected = false;
  /** Commands that were done, for tests that look at them. */
  readonly done: Command[] = [];
  readonly #clock: SimulatedClock;
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #manners: Manners;
  readonly #prompts: Prompts;
  readonly #commands: Line;
  readonly #events: Line;
  /** Ends what waits for an answer when the connection is cut. */
  readonly #waiting = new Set<() => void>();
  #hear: (event: SwitchEvent) => void = () => undefined;

  constructor(clock: SimulatedClock, dice: Dice, weather = fairWeather, manners = byChance) {
    this.#clock = clock;
    this.#dice = dice;
    this.#weather = weather;
    this.#manners = manners;
    this.#prompts = new Prompts(clock, ({ id }, playback, played) =>
      this.#tellCall(id, (at) => ({ type: 'PromptFinished', at, playback, played })),
    );
    this.#commands = new Line(clock, dice);
    this.#events = new Line(clock, dice);
  }

  /** Whether nothing is on its way in either direction, and what is sent arrives. */
  get quiet(): boolean {
    return (
      this.connected && [this.#events, this.#commands].every(({ dead, pending }) => !dead && pending === 0)
    );
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
      const does = (): void => {
        const result = this.#do(command);
        if (result === 'done') this.done.push(command);
        this.#events.send(() => answer(result));
      };
      this.#commands.send(() => {
        const legs = command.type === 'Join' && this.bridges.has(command.bridge) ? command.legs : [];
        afterPrompts(
          legs.flatMap((leg) => this.channels.get(leg) ?? []),
          this.#commands,
          does,
        );
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
            const playing = new Set(
              playbacks.filter((id) => [...this.channels.values()].some((one) => plays(one, id))),
            );
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
    for (const { promptOver, planned } of this.channels.values())
      for (const cancel of [promptOver, ...planned]) cancel();
    this.channels.clear();
    this.bridges.clear();
    this.callers.clear();
  }

  /** A citizen calls. Without a connection the dialplan serves them. @returns whether the house is asked */
  callerArrives(call: CallId, dialled: string, from: PhoneNumber | null): boolean {
    if (!this.connected) return false;
    const id = legId(call, 'caller');
    this.channels.set(id, newChannel(id, null, 'up'));
    this.callers.set(call, { from, dialled });
    this.#tell(id, (at) => ({ to: 'door', call, at, from, dialled }));
    return true;
  }

  /** @param cause by which the end is told; that of one who just hangs up is known in a bridge alone */
  hangsUp(id: LegId, cause?: number): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    for (const cancel of channel.planned) cancel();
    this.channels.delete(id);
    const ended = (): void =>
      this.#tellCall(id, endOf(channel, cause ?? (channel.bridge === null ? null : 16)));
    // The end of a caller is asked for before a prompt is ended, and told again when the application has let go of the channel.
    if (isInbound(channel)) ended();
    while (channel.playback !== null) this.#prompts.finish(channel, false);
    ended();
    if (channel.role === 'caller') this.callers.delete(callOfLeg(id));
  }

  /** A caller presses a key. */
  presses(leg: LegId, digit: Digit): void {
    if (this.channels.get(leg)?.role !== 'caller') return;
    this.#tellCall(leg, (at) => ({ type: 'DigitPressed', at, digit }));
  }

  setPhone(seat: SeatId, there: boolean): void {
    if ((this.phones.get(seat) ?? false) === there) return;
    this.phones.set(seat, there);
    const phone = there ? 'reachable' : 'unreachable';
    this.#events.send(() => this.#hear({ to: 'seat', seat, device: 'desk', at: this.#clock.now(), phone }));
  }

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
      case 'Record':
      case 'EndRecord':
        return this.recorders.do(command);
      case 'CreateBridge':
        if (this.bridges.has(command.bridge)) return 'conflict';
        this.bridges.add(command.bridge);
        return 'done';
      case 'Join':
        return this.#join(command);
      case 'Leave': {
        const channel = this.channels.get(command.leg);
        if (channel?.bridge !== command.bridge) return 'gone';
        leaveBridge(channel);
        return 'done';
      }
      case 'DestroyBridge':
        for (const channel of this.channels.values())
          if (channel.bridge === command.bridge) leaveBridge(channel);
        return this.bridges.delete(command.bridge) ? 'done' : 'gone';
      case 'HangUp':
        if (!this.channels.has(command.leg)) return 'gone';
        this.hangsUp(command.leg, hangUpCause[command.reason]);
        return 'done';
    }
  }

  #play(command: Extract<Command, { type: 'Play' }>): OutcomeResult {
    const channel = this.channels.get(command.leg);
    if (channel === undefined) return 'gone';
    if (!isHeld(channel)) return 'conflict';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    this.#prompts.play(channel, command.playback, this.#manners.promptMs(this.#dice, command.prompts));
    return 'done';
  }

  /** Asterisk lets a prompt that is stopped pass for one that was played. */
  #stopPlay(id: PlaybackId): OutcomeResult {
    const channel = [...this.channels.values()].find(({ playback }) => playback === id);
    if (channel !== undefined) this.#prompts.finish(channel, true);
    return channel === undefined ? 'gone' : 'done';
  }

  #join(command: Extract<Command, { type: 'Join' }>): OutcomeResult {
    if (!this.bridges.has(command.bridge)) return 'gone';
    const channels = command.legs.flatMap((id) => this.channels.get(id) ?? []);
    if (channels.length < command.legs.length) return 'gone';
    // Asterisk joins a citizen's channel that is made and not yet answered; one that it rings for the house it does not hold yet.
    if (!channels.every(isHeld)) return 'refused';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    for (const channel of channels) enterBridge(channel, command);
    return 'done';
  }

  #ring(command: Extract<Command, { type: 'RingSeat' }>): OutcomeResult {
    const { leg, seat, call } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (originOf(call) === 'inbound' && !this.channels.has(legId(call, 'caller'))) return 'gone';
    if (this.phones.get(seat) !== true || this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    const busy = [...this.channels.values()].some((other) => other.seat === seat);
    const rung = { whom: seat, ringLimitMs: command.ringLimitMs };
    return this.#rings(newChannel(leg, seat, 'ringing'), rung, this.#manners.phone(this.#dice, rung, busy));
  }

  /** A line over the trunk; one whose dial string says so never works, one always does. */
  #ringParty(command: Extract<Command, { type: 'RingParty' }>): OutcomeResult {
    const { leg, dial, call, ringLimitMs } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (!this.channels.has(legId(call, 'caller'))) return 'gone';
    if (dial === deadLine) return 'refused';
    const channel = newChannel(leg, null, 'ringing');
    if (dial !== goodLine) {
      const rung = { whom: dial, ringLimitMs };
      return this.#rings(channel, rung, this.#manners.phone(this.#dice, rung, false));
    }
    this.channels.set(leg, channel);
    this.#plan(channel, ringLimitMs, () => this.hangsUp(leg, 19));
    this.#plan(channel, this.#dice.between(5, 1_500), () => this.#answer(channel, dial));
    return 'done';
  }

  #rings(channel: Channel, rung: Rung, deeds: readonly Deed[] | null): OutcomeResult {
    if (deeds === null) return 'refused';
    this.channels.set(channel.id, channel);
    this.#behave(channel, rung, deeds);
    return 'done';
  }

  /** Does what its manner says, until it is told otherwise. */
  #behave(channel: Channel, { whom }: Rung, deeds: readonly Deed[]): void {
    const leg = channel.id;
    for (const deed of deeds)
      this.#plan(channel, deed.afterMs, () => {
        if (deed.does === 'end') this.hangsUp(leg, deed.cause);
        else if (deed.does === 'answer') this.#answer(channel, whom);
        else this.#tellCall(leg, (at) => ({ type: ringing[channel.role], at, leg }));
      });
  }

  /** The channel towards a citizen: there, and neither ringing nor up. */
  #prepare(command: Extract<Command, { type: 'PrepareDial' }>): OutcomeResult {
    const { leg, number } = command;
    if (this.channels.has(leg)) return 'conflict';
    if (this.#dice.percent(this.#weather.refusedPercent)) return 'refused';
    const channel = newChannel(leg, null, 'ringing');
    channel.number = number;
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
    const rung = { whom: channel.number ?? ('' as PhoneNumber), ringLimitMs };
    this.#behave(channel, rung, this.#manners.citizen(this.#dice, rung));
    return 'done';
  }

  #answer(channel: Channel, whom: Rung['whom']): void {
    for (const cancel of channel.planned.splice(0)) cancel();
    channel.state = 'up';
    this.#tellCall(channel.id, (at) => ({ type: answering[channel.role], at, leg: channel.id }));
    const talkMs = this.#manners.talkMs(this.#dice, whom);
    if (talkMs !== null) this.#plan(channel, talkMs, () => this.hangsUp(channel.id));
  }

  #plan(channel: Channel, ms: number, run: () => void): void {
    channel.planned.push(this.#clock.after(ms, run));
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
