import type { PhoneNumber } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { AgentId } from './model.ts';

/** Who spoke with a number, and when the talk began. */
export type LastTalk = { readonly number: PhoneNumber; readonly agent: AgentId; readonly at: EpochMs };

/** More numbers than ring a city's hotline in the time within which a caller counts as ringing again. */
const remembered = 50_000;

/** Who spoke with which number last, for callers who ring again. Learnt from talks; the oldest are forgotten first. */
export class LastAgents {
  readonly #talks = new Map<PhoneNumber, LastTalk>();

  /** @param talks in order of time */
  constructor(talks: Iterable<LastTalk>) {
    for (const talk of talks) this.learn(talk);
  }

  learn(talk: LastTalk): void {
    this.#talks.delete(talk.number);
    this.#talks.set(talk.number, talk);
    for (const oldest of this.#talks.keys()) {
      if (this.#talks.size <= remembered) return;
      this.#talks.delete(oldest);
    }
  }

  /** Who spoke with this number within the time given; null: nobody, or the number was withheld. */
  of(number: PhoneNumber | null, at: EpochMs, withinMs: number): AgentId | null {
    const talk = number === null ? undefined : this.#talks.get(number);
    return talk === undefined || at - talk.at > withinMs ? null : talk.agent;
  }
}
