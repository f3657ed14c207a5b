import type { PhoneState, SeatId } from '../../src/acd/model.ts';
import type { Command } from '../../src/calls/commands.ts';
import { type CallId, callOfLeg, type Digit, type LegId, legId } from '../../src/calls/model.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Inventory, Switch, SwitchEvent } from '../../src/ports/switch.ts';

/** A switch that does all it is asked at once; its prompts are over as soon as they begin. What people do, the test says. */
export class StubSwitch implements Switch {
  readonly phones = new Map<SeatId, PhoneState>();
  readonly #legs = new Map<LegId, 'ringing' | 'up'>();
  readonly #clock: Clock;
  #hear: (event: SwitchEvent) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  listen(hear: (event: SwitchEvent) => void): void {
    this.#hear = hear;
  }

  execute(command: Command): Promise<{ result: 'done' }> {
    setImmediate(() => this.#follow(command));
    return Promise.resolve({ result: 'done' });
  }

  inventory(): Promise<Inventory> {
    return Promise.resolve({
      legs: new Map(this.#legs),
      playing: new Set(),
      callers: new Map(),
      bridges: new Set(),
      phones: [...this.phones].map(([seat, phone]) => ({ seat, device: 'desk' as const, phone })),
    });
  }

  connect(up: boolean): void {
    this.#hear({ to: 'connection', at: this.#clock.now(), up });
  }

  phone(seat: SeatId, phone: PhoneState): void {
    this.phones.set(seat, phone);
    this.#hear({ to: 'seat', seat, device: 'desk', at: this.#clock.now(), phone });
  }

  arrive(call: CallId, from: string | null): void {
    this.#legs.set(legId(call, 'caller'), 'up');
    this.#hear({ to: 'door', call, at: this.#clock.now(), from: from as never, dialled: '12345' });
  }

  /** The caller presses a key. */
  press(call: CallId, digit: Digit): void {
    this.#hear({ to: 'call', call, event: { type: 'DigitPressed', at: this.#clock.now(), digit } });
  }

  answer(leg: LegId): void {
    this.#legs.set(leg, 'up');
    this.#hear({
      to: 'call',
      call: callOfLeg(leg),
      event: { type: 'SeatAnswered', at: this.#clock.now(), leg },
    });
  }

  /** Whoever was asked in picks up. */
  answerParty(leg: LegId): void {
    this.#legs.set(leg, 'up');
    this.#hear({
      to: 'call',
      call: callOfLeg(leg),
      event: { type: 'PartyAnswered', at: this.#clock.now(), leg },
    });
  }

  /** @param cause Q.850, e.g. 17 busy */
  refuseParty(leg: LegId, cause: number): void {
    this.#legs.delete(leg);
    this.#hear({
      to: 'call',
      call: callOfLeg(leg),
      event: { type: 'PartyLegEnded', leg, at: this.#clock.now(), cause },
    });
  }

  /** A leg ends: of itself, or because it was hung up. */
  end(leg: LegId): void {
    if (!this.#legs.delete(leg)) return;
    const call = callOfLeg(leg);
    const told = { at: this.#clock.now(), cause: 16 };
    this.#hear({
      to: 'call',
      call,
      event: leg.endsWith('.caller')
        ? { type: 'CallerHungUp', ...told }
        : { type: leg.includes('.party.') ? 'PartyLegEnded' : 'SeatLegEnded', leg, ...told },
    });
  }

  /** A citizen who was dialled picks up. */
  answerCitizen(call: CallId): void {
    this.#legs.set(legId(call, 'caller'), 'up');
    this.#tell(legId(call, 'caller'), 'CitizenAnswered');
  }

  #tell(leg: LegId, type: 'CitizenReady' | 'CitizenRinging' | 'CitizenAnswered'): void {
    this.#hear({ to: 'call', call: callOfLeg(leg), event: { type, at: this.#clock.now(), leg } });
  }

  #follow(command: Command): void {
    const { call } = command;
    if (command.type === 'HangUp') this.end(command.leg);
    else if (command.type === 'RingSeat') {
      this.#legs.set(command.leg, 'ringing');
      this.#hear({
        to: 'call',
        call,
        event: { type: 'SeatRinging', at: this.#clock.now(), leg: command.leg },
      });
    } else if (command.type === 'PrepareDial') {
      this.#legs.set(command.leg, 'ringing');
      this.#tell(command.leg, 'CitizenReady');
    } else if (command.type === 'Dial') this.#tell(command.leg, 'CitizenRinging');
    else if (command.type === 'RingParty') {
      const { leg } = command;
      this.#legs.set(leg, 'ringing');
      this.#hear({ to: 'call', call, event: { type: 'PartyRinging', at: this.#clock.now(), leg } });
    } else if (command.type === 'Play') {
      const { playback } = command;
      this.#hear({
        to: 'call',
        call,
        event: { type: 'PromptFinished', at: this.#clock.now(), playback, played: true },
      });
    }
  }
}
