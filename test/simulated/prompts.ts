import type { PlaybackId } from '../../src/calls/model.ts';
import type { Channel } from './channel.ts';
import type { SimulatedClock } from './clock.ts';
import type { Line } from './line.ts';

/** Prompts as Asterisk plays them on a channel: one after the other, each told when it is over. */
export class Prompts {
  readonly #clock: SimulatedClock;
  readonly #over: (channel: Channel, playback: PlaybackId, played: boolean) => void;

  constructor(
    clock: SimulatedClock,
    over: (channel: Channel, playback: PlaybackId, played: boolean) => void,
  ) {
    this.#clock = clock;
    this.#over = over;
  }

  /** @param ms how long it sounds; null: it cannot be played */
  play(channel: Channel, playback: PlaybackId, ms: number | null): void {
    const begin = (): void => {
      channel.playback = playback;
      // A prompt takes the place of whatever generates sound on the channel (Asterisk, main/file.c, ast_openstream_full).
      channel.music = false;
      channel.tone = false;
      channel.promptOver = this.#clock.after(ms ?? 0, () => this.finish(channel, ms !== null));
    };
    if (channel.playback === null) {
      begin();
      return;
    }
    channel.musicNext = false;
    channel.toneNext = false;
    channel.next.push({ playback, begin });
  }

  /** The prompt under way is over; what was asked for during it is done now. */
  finish(channel: Channel, played: boolean): void {
    const { playback } = channel;
    channel.promptOver();
    channel.playback = null;
    if (playback !== null) this.#over(channel, playback, played);
    const next = channel.next.shift();
    if (next !== undefined) {
      next.begin();
      return;
    }
    channel.music = channel.musicNext;
    channel.tone = channel.toneNext;
    channel.musicNext = false;
    channel.toneNext = false;
    for (const then of channel.afterPrompts.splice(0)) then();
  }
}

/** Who is in a prompt is joined after it; until then Asterisk does nothing else that comes on this connection. */
export function afterPrompts(joined: readonly Channel[], commands: Line, does: () => void): void {
  const playing = joined.find(({ playback }) => playback !== null);
  if (playing === undefined) {
    does();
    return;
  }
  commands.hold();
  playing.afterPrompts.push(() => {
    does();
    commands.release();
  });
}
