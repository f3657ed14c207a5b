import { randomBytes } from 'node:crypto';
import { after, type EpochMs } from '../lib/time.ts';
import type { SessionKey } from '../people/model.ts';
import type { Stated } from './library.ts';
import type { RecordingId } from './model.ts';

/** A link is over after so long, in ms; a screen that plays on asks for another one with the purpose it was told. */
export const linkMs = 900_000;
/** At most so many at once; the oldest go first. */
const mostLinks = 10_000;

/** A recording that somebody may hear for a while, in the session in which the purpose was stated. */
export type Play = {
  readonly link: string;
  readonly recording: RecordingId;
  readonly session: SessionKey;
  readonly stated: Stated;
  readonly expiresAt: EpochMs;
};

/** Links to sound, in this process alone: a restart ends them all. */
export class Plays {
  readonly #links = new Map<string, Play>();
  readonly #now: () => EpochMs;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  open(recording: RecordingId, session: SessionKey, stated: Stated): Play {
    const link = randomBytes(32).toString('base64url');
    const play = { link, recording, session, stated, expiresAt: after(this.#now(), linkMs) };
    this.#links.set(link, play);
    for (const [old, { expiresAt }] of this.#links) {
      if (expiresAt > this.#now() && this.#links.size <= mostLinks) break;
      this.#links.delete(old);
    }
    return play;
  }

  /** @returns `over` for a link that is no more, `notYours` for one of another session; null: there never was one */
  find(
    link: string,
    session: SessionKey,
  ): Play | { readonly lost: 'over' | 'notYours'; readonly play: Play } | null {
    const play = this.#links.get(link);
    if (play === undefined) return null;
    if (play.session !== session) return { lost: 'notYours', play };
    return play.expiresAt > this.#now() ? play : { lost: 'over', play };
  }
}
