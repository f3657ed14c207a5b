import type { SeatId } from '../acd/model.ts';
import type { CallId } from '../calls/model.ts';
import { byArrival, byName, byNumber } from './merge.ts';
import { callRow, queueRow, type Scene, type Sight, seatLine, sightWord } from './views.ts';

/** How many numbers back a desk can go on from without a snapshot: at twenty changes a second, more than three minutes. */
const rememberedChanges = 4_096;

const tables = ['queues', 'seats', 'whole', 'cleared', 'masked'] as const;
type Table = (typeof tables)[number];
type Touched = { readonly [T in Table]: Set<string> } & { figures: boolean };

/** What changed in the house since the ledger was last told. */
export type News = { readonly calls: Iterable<CallId>; readonly seats: Iterable<SeatId> };

/**
 * What desks show, row by row, and which rows changed at which number. From it a desk is brought from any number that is remembered to
 * the latest: changes in between are put together, so a desk that was away, or is slow, costs no memory of its own. Screens that see the
 * same are told the same text, which is made once. Pure but for remembering.
 */
export class Ledger {
  readonly #name: string;
  readonly #scene: Scene;
  readonly #tables: { readonly [T in Table]: Map<string, string> } = {
    queues: new Map(),
    seats: new Map(),
    whole: new Map(),
    cleared: new Map(),
    masked: new Map(),
  };
  #figures = '';
  /** What was touched at each of the latest numbers; the last one's is `#n`. */
  readonly #log: Touched[] = [];
  #n = 0;
  /** Texts made for the latest number. */
  readonly #made = new Map<string, string>();

  /** @param name of this life of the server: numbers of another life mean nothing here */
  constructor(name: string, scene: Scene) {
    this.#name = name;
    this.#scene = scene;
    this.refresh();
  }

  get n(): number {
    return this.#n;
  }

  /** The stream that screens of this sight follow. */
  stream(sight: Sight): string {
    return `${this.#name}.${sightWord(sight)}`;
  }

  /** Looks at everything anew: what changes without a turn, such as a name. */
  refresh(): void {
    this.take({
      calls: [
        ...[...this.#scene.calls()].map(({ id }) => id),
        ...(this.#tables.whole.keys() as Iterable<CallId>),
      ],
      seats: [
        ...[...this.#scene.seats()].map(({ id }) => id),
        ...(this.#tables.seats.keys() as Iterable<SeatId>),
      ],
    });
  }

  /** Takes in what changed; the number goes on when anything did. */
  take({ calls, seats }: News): void {
    const touched = noneTouched();
    for (const id of new Set(calls)) {
      const call = this.#scene.call(id);
      for (const sight of ['whole', 'cleared', 'masked'] as const)
        this.#put(touched, sight, id, callRow(call, sight, this.#scene));
    }
    for (const id of new Set(seats))
      this.#put(touched, 'seats', id, seatLine(this.#scene.seat(id), this.#scene));
    this.#takeFigures(touched);
    if (!touched.figures && tables.every((table) => touched[table].size === 0)) return;
    this.#n += 1;
    this.#log.push(touched);
    if (this.#log.length > rememberedChanges) this.#log.shift();
    this.#made.clear();
  }

  /** Everything a screen of this sight shows, after its `me`, as members of a JSON object. */
  snapshot(sight: Sight): string {
    return this.#once(`snapshot ${sightWord(sight)}`, () =>
      [
        `"at":${String(this.#scene.now())}`,
        ...(sight.figures ? [`"figures":${this.#figures}`, `"queues":${this.#list('queues', byName)}`] : []),
        ...(sight.seats ? [`"seats":${this.#list('seats', byNumber)}`] : []),
        ...(sight.calls === 'none' ? [] : [`"calls":${this.#list(sight.calls, byArrival)}`]),
      ].join(','),
    );
  }

  /**
   * What brings a screen of this sight from a number to the latest, as members of a JSON object; empty when nothing it sees changed.
   * @returns null when that number is not remembered any more, or was never given
   */
  change(sight: Sight, after: number): string | null {
    if (after > this.#n || after < this.#n - this.#log.length) return null;
    return this.#once(`change ${String(after)} ${sightWord(sight)}`, () => {
      const since = this.#log.slice(this.#log.length - (this.#n - after));
      const parts = [
        ...(sight.figures && since.some(({ figures }) => figures) ? [`"figures":${this.#figures}`] : []),
        ...(sight.figures ? this.#rows('queues', 'queues', since) : []),
        ...(sight.seats ? this.#rows('seats', 'seats', since) : []),
        ...(sight.calls === 'none' ? [] : this.#rows('calls', sight.calls, since)),
      ];
      return parts.join(',');
    });
  }

  #takeFigures(touched: Touched): void {
    const { at, queues, switchUp, journalOk, calls, seats } = this.#scene.figures();
    const json = JSON.stringify({ switchUp, journalOk, calls, seats });
    touched.figures = json !== this.#figures;
    this.#figures = json;
    const names = new Set(queues.map(({ queue }) => queue as string));
    for (const queue of queues) this.#put(touched, 'queues', queue.queue, queueRow(queue, at));
    for (const name of this.#tables.queues.keys())
      if (!names.has(name)) this.#put(touched, 'queues', name, null);
  }

  #put(touched: Touched, table: Table, key: string, row: object | null): void {
    const rows = this.#tables[table];
    const json = row === null ? undefined : JSON.stringify(row);
    if (rows.get(key) === json) return;
    if (json === undefined) rows.delete(key);
    else rows.set(key, json);
    touched[table].add(key);
  }

  #list<T>(table: Table, order: (a: T, b: T) => number): string {
    const parsed = [...this.#tables[table].values()].map((json) => ({ json, row: JSON.parse(json) as T }));
    return `[${parsed
      .toSorted((a, b) => order(a.row, b.row))
      .map(({ json }) => json)
      .join(',')}]`;
  }

  #rows(part: string, table: Table, since: readonly Touched[]): readonly string[] {
    const keys = new Set(since.flatMap((touched) => [...touched[table]]));
    if (keys.size === 0) return [];
    const rows = this.#tables[table];
    const set = [...keys].flatMap((key) => rows.get(key) ?? []);
    const gone = [...keys].filter((key) => !rows.has(key));
    return [`"${part}":{"set":[${set.join(',')}],"gone":${JSON.stringify(gone)}}`];
  }

  #once(name: string, make: () => string): string {
    let text = this.#made.get(name);
    if (text === undefined) {
      text = make();
      this.#made.set(name, text);
    }
    return text;
  }
}

const noneTouched = (): Touched => ({
  queues: new Set(),
  seats: new Set(),
  whole: new Set(),
  cleared: new Set(),
  masked: new Set(),
  figures: false,
});
