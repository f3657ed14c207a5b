import type { SimulatedClock } from './clock.ts';
import type { Dice } from './dice.ts';

type Message = { readonly run: () => void; cancel(): void };

/**
 * One direction of the connection: messages arrive in the order in which they were sent, each some ms later. A message may be sent
 * `late`: then it is overtaken by others, but never by a later one of the same sender.
 */
export class Line {
  readonly #clock: SimulatedClock;
  readonly #dice: Dice;
  readonly #under: Message[] = [];
  /** What has arrived while the line was held. */
  readonly #kept: (() => void)[] = [];
  #held = false;
  readonly #lastOf = new Map<string, number>();
  #last = 0;
  /** Nothing arrives before this time. */
  #stalledUntil = 0;
  /** While true, what is sent is lost. */
  dead = false;

  constructor(clock: SimulatedClock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  /** Messages on their way. */
  get pending(): number {
    return this.#under.length + this.#kept.length;
  }

  /** Whoever is at the end does nothing more until it is released: what arrives waits there in its order. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#deliver();
  }

  /** What is kept arrives, until somebody holds the line again. */
  #deliver(): void {
    while (!this.#held) {
      const run = this.#kept.shift();
      if (run === undefined) return;
      run();
    }
  }

  send(run: () => void, sender = '', lateMs = 0): void {
    if (this.dead) return;
    const now = this.#clock.now();
    const onTime = Math.max(now + this.#latencyMs(), this.#stalledUntil, this.#lastOf.get(sender) ?? 0);
    const due = lateMs > 0 ? onTime + lateMs : Math.max(onTime, this.#last);
    if (lateMs === 0) this.#last = due;
    if (sender !== '') this.#lastOf.set(sender, due);
    const message: Message = { run, cancel: () => undefined };
    message.cancel = this.#clock.after(due - now, () => {
      this.#under.splice(this.#under.indexOf(message), 1);
      if (this.#held) this.#kept.push(run);
      else run();
    });
    this.#under.push(message);
  }

  /** Nothing arrives for so many ms, then everything in its order. */
  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#clock.now() + ms);
    for (const message of this.#under.splice(0)) {
      message.cancel();
      this.send(message.run);
    }
  }

  /** The first few messages on their way arrive now, having been read already; all others are lost. */
  cut(arriving = 0): void {
    this.#held = false;
    this.#kept.length = 0;
    for (const [n, message] of this.#under.splice(0).entries()) {
      message.cancel();
      if (n < arriving) message.run();
    }
    this.#last = 0;
    this.#stalledUntil = 0;
    this.#lastOf.clear();
  }

  /** Mostly a ms or less; sometimes as long as a busy machine takes. */
  #latencyMs(): number {
    return this.#dice.percent(80) ? this.#dice.between(0, 2) : this.#dice.between(3, 120);
  }
}
