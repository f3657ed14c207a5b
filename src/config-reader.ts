export type Env = Readonly<Record<string, string | undefined>>;

/** What is wrong with one variable; `text` continues the sentence that its name begins. */
export type Problem = { readonly name: string; readonly text: string };

/** A form a text must have, and how a person would call it. */
type Form = readonly [RegExp, string];

/**
 * Reads variables and collects what is wrong with them, so that all is told at once. After a problem a reading goes on with the default:
 * its result is then used by nobody. An empty variable counts as not set. Values of secrets never stand in a problem.
 */
export class Reader {
  readonly problems: Problem[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  problem(name: string, text: string): void {
    this.problems.push({ name, text });
  }

  /** A mistyped name would be a setting that silently does nothing. */
  refuseUnknown(known: readonly string[]): void {
    for (const name of Object.keys(this.#env)) {
      if (!name.startsWith('H12_') || known.includes(name)) continue;
      const near = known.find((other) => distance(name, other) <= 2);
      this.problem(name, near === undefined ? 'is not known' : `is not known; did you mean ${near}?`);
    }
  }

  /** Variables that make no sense beside others. */
  refuseSet(names: readonly string[], why: string): void {
    for (const name of names) if (this.text(name) !== null) this.problem(name, why);
  }

  text(name: string): string | null {
    const value = this.#env[name];
    return value === undefined || value === '' ? null : value;
  }

  required(name: string, why: string): string {
    const value = this.text(name);
    if (value === null) this.problem(name, why);
    return value ?? '';
  }

  /** @param otherwise null: must be set */
  oneOf<const T extends string>(name: string, allowed: readonly T[], otherwise: T | null): T {
    const value = this.text(name);
    const found = allowed.find((one) => one === value);
    const fallback = otherwise ?? allowed[0];
    if (fallback === undefined) throw new Error('nothing is allowed');
    if (found !== undefined) return found;
    if (value === null && otherwise !== null) return otherwise;
    const must = `must be ${allowed.join(' or ')}`;
    this.problem(name, value === null ? `is required: it ${must}` : `${must}, not "${shown(value)}"`);
    return fallback;
  }

  whole(name: string, otherwise: number, [least, most]: readonly [number, number]): number {
    const value = this.text(name);
    if (value === null) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.problem(name, `must be a whole number from ${least} to ${most}, not "${shown(value)}"`);
    return otherwise;
  }

  range(
    name: string,
    otherwise: { readonly first: number; readonly last: number },
    [least, most]: readonly [number, number],
  ): { readonly first: number; readonly last: number } {
    const value = this.text(name);
    if (value === null) return otherwise;
    const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? [];
    const range = { first: Number(first), last: Number(last) };
    if (range.first >= least && range.last <= most && range.first < range.last) return range;
    this.problem(name, `must be two ports from ${least} to ${most} like 10000-12999, not "${shown(value)}"`);
    return otherwise;
  }

  matching(name: string, otherwise: string, [pattern, called]: Form): string {
    const value = this.text(name);
    if (value === null || pattern.test(value)) return value ?? otherwise;
    this.problem(name, `must be ${called}, not "${shown(value)}"`);
    return otherwise;
  }

  list(
    name: string,
    otherwise: readonly string[],
    [pattern, called]: Form,
    separator = ',',
  ): readonly string[] {
    const value = this.text(name);
    if (value === null) return otherwise;
    const parts = value.split(separator).map((part) => part.trim());
    if (parts.every((part) => pattern.test(part))) return parts;
    this.problem(name, `must be ${called}, not "${shown(value)}"`);
    return otherwise;
  }

  path(name: string, otherwise: string): string {
    const value = this.text(name);
    if (value?.includes('\0') !== true) return value ?? otherwise;
    this.problem(name, 'must be a path');
    return otherwise;
  }

  requiredPath(name: string, why: string): string {
    this.required(name, why);
    return this.path(name, '');
  }

  /** An http or https address without a user and without a path; given back without a slash at its end. */
  url(name: string, why: string): string {
    const value = this.required(name, why);
    if (value === '') return '';
    const url = URL.canParse(value) ? new URL(value) : null;
    const plain = url !== null && url.username === '' && url.search === '' && url.pathname === '/';
    if (plain && /^https?:$/.test(url.protocol)) return url.origin;
    this.problem(name, 'must be like http://127.0.0.1:8088, without user and path');
    return '';
  }

  timeZone(name: string, otherwise: string): string {
    const value = this.text(name) ?? otherwise;
    try {
      new Intl.DateTimeFormat('en', { timeZone: value }).format(0);
      return value;
    } catch {
      this.problem(name, `must be an IANA time zone like Asia/Shanghai, not "${shown(value)}"`);
      return otherwise;
    }
  }
}

const shown = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

/** Edits (insert, delete, replace) between two names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
