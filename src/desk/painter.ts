import type { Actor } from '../access/model.ts';
import type { Seat } from '../acd/model.ts';
import type { LiveFigures } from '../ports/house.ts';
import { callsView, meView, type Scene, screenKind, seatsView, showsSeats, steadyFigures } from './views.ts';

/** A screen's parts as JSON; `steady` is what of the figures does not grow by itself. */
export type Parts = {
  readonly me: string;
  readonly figures: string;
  readonly steady: string;
  readonly seats: string;
  readonly calls: string;
};

const sentParts = ['me', 'figures', 'seats', 'calls'] as const;

/** Paints many screens of one moment: what is the same on several is made once. Pure but for remembering what it has made. */
export class Painter {
  readonly #scene: Scene;
  readonly #made = new Map<string, string>();
  #figures: LiveFigures | null = null;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** The parts of this actor's screen. @param meOnly the own seat and call alone */
  paint(actor: Actor, seat: Seat | undefined, meOnly: boolean): Partial<Parts> {
    const me = JSON.stringify(meView(actor, seat, this.#scene));
    if (meOnly) return { me };
    const kind = screenKind(actor);
    return {
      me,
      figures: this.#once('figures', () => this.#look()),
      steady: this.#once('steady', () => steadyFigures(this.#look())),
      ...(showsSeats(actor) ? { seats: this.#once('seats', () => seatsView(this.#scene)) } : {}),
      ...(kind === 'none' ? {} : { calls: this.#once(kind, () => callsView(kind, this.#scene)) }),
    };
  }

  /**
   * The message that brings a screen from what it was sent to these parts: a snapshot for one that was sent nothing.
   * @returns null when nothing changed
   */
  message(n: number, sent: Partial<Parts>, parts: Partial<Parts>): string | null {
    const first = sent.me === undefined;
    const changed = sentParts.filter((name) => {
      if (parts[name] === undefined) return false;
      return name === 'figures' ? parts.steady !== sent.steady : parts[name] !== sent[name];
    });
    if (changed.length === 0) return null;
    const view = `"at":${String(this.#scene.now())},${changed.map((name) => `"${name}":${parts[name] ?? 'null'}`).join(',')}`;
    return first
      ? `{"type":"snapshot","n":${String(n)},"view":{${view}}}`
      : `{"type":"change","n":${String(n)},${view}}`;
  }

  /** Counted once: it takes a look at every call. */
  #look(): LiveFigures {
    this.#figures ??= this.#scene.figures();
    return this.#figures;
  }

  #once(name: string, make: () => unknown): string {
    let json = this.#made.get(name);
    if (json === undefined) {
      json = JSON.stringify(make());
      this.#made.set(name, json);
    }
    return json;
  }
}
