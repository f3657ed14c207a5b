/** Work that is done once at a time. */
export class OneRun<T> {
  readonly #work: () => Promise<T>;
  #underWay: Promise<T> | null = null;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** The run under way; null: there is none. */
  get underWay(): Promise<T> | null {
    return this.#underWay;
  }

  /** Begins it; asked for while it is under way, it is the same run. */
  run(): Promise<T> {
    this.#underWay ??= this.#work().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }
}
