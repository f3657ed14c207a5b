/** A list that keeps its order: smallest first by `compare`, which must tell any two members apart. */
export class SortedList<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  first(): T | undefined {
    return this.#items[0];
  }

  /** Adds a member; one that compares equal is already there and stays. O(log n) to find, a memory move to insert. */
  add(item: T): void {
    const at = this.#lowerBound(item);
    const there = this.#items[at];
    if (there !== undefined && this.#compare(there, item) === 0) return;
    this.#items.splice(at, 0, item);
  }

  /** Removes the member that compares equal. @returns whether there was one */
  remove(item: T): boolean {
    const at = this.#lowerBound(item);
    const there = this.#items[at];
    if (there === undefined || this.#compare(there, item) !== 0) return false;
    if (at === 0) this.#items.shift();
    else this.#items.splice(at, 1);
    return true;
  }

  /** How many members come before this one, whether it is there or not. */
  countBefore(item: T): number {
    return this.#lowerBound(item);
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }

  #lowerBound(item: T): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#items[middle];
      if (there !== undefined && this.#compare(there, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
