import type { Device, PhoneState, SeatId } from '../acd/model.ts';
import type { Command, Outcome } from '../calls/commands.ts';
import type { CallEvent } from '../calls/events.ts';
import type { BridgeId, CallId, LegId, PhoneNumber, PlaybackId } from '../calls/model.ts';
import type { TrialEvent } from '../emergency/trial.ts';
import type { EpochMs } from '../lib/time.ts';

/** What the inside asks of a switch (Asterisk, or the simulated one of the tests). */
export type Switch = {
  /** Does a command; never rejects. The outcome is `down` at once while there is no connection. Commands given one after the other
   * reach the switch in that order, without waiting for the answers in between. */
  execute(command: Command): Promise<Outcome>;
  /**
   * What the switch holds now. Rejects when it cannot be asked.
   * @param playbacks those to look for: Asterisk lists channels and bridges, but of a playback it only answers whether it goes on
   */
  inventory(playbacks: readonly PlaybackId[]): Promise<Inventory>;
};

/** All the switch holds that bears this house's ids. */
export type Inventory = {
  /** Legs by id: still ringing (or being set up), or up. */
  readonly legs: ReadonlyMap<LegId, 'ringing' | 'up'>;
  /** Those of the playbacks asked for that are under way. */
  readonly playing: ReadonlySet<PlaybackId>;
  /** Citizens' channels inside the application: with what is needed to adopt one that no call knows. */
  readonly callers: ReadonlyMap<CallId, { readonly from: PhoneNumber | null; readonly dialled: string }>;
  readonly bridges: ReadonlySet<BridgeId>;
  readonly phones: readonly PhoneSeen[];
};

/** A seat's phone, as the switch sees it. */
export type PhoneSeen = { readonly seat: SeatId; readonly device: Device; readonly phone: PhoneState };

/** What the switch tells. The adapter translates and dispatches; it decides nothing. */
export type SwitchEvent =
  | {
      readonly to: 'door';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly from: PhoneNumber | null;
      readonly dialled: string;
    }
  | { readonly to: 'call'; readonly call: CallId; readonly event: CallEvent }
  | (PhoneSeen & { readonly to: 'seat'; readonly at: EpochMs })
  /** Of a channel that tries a way to an emergency desk; no call's business. */
  | { readonly to: 'trial'; readonly event: Extract<TrialEvent, { type: 'Answered' | 'Ended' }> }
  /** The connection was made, or made again: recovery must run before anything else is believed. */
  | { readonly to: 'connection'; readonly at: EpochMs; readonly up: boolean };
