import { isObject } from '../lib/shape.ts';

/** One place in which a document differs from another. */
export type Change = {
  /** A JSON pointer (RFC 6901). */
  readonly at: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Null where there was none. */
  readonly before: unknown;
  readonly after: unknown;
};

/** A step of a JSON pointer. */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * In what one document differs from another, in order of their places. Objects are compared by their members, lists by their places: a list
 * with one more in front differs in each. Documents are not hostile: their depth is bounded. Pure.
 */
export function differenceOf(before: unknown, after: unknown, at = ''): readonly Change[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return names.flatMap((name) =>
      differenceOf(memberOf(before, name), memberOf(after, name), `${at}/${pointerPart(name)}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, n) => n).flatMap((n) =>
      differenceOf(before[n], after[n], `${at}/${String(n)}`),
    );
  }
  if (before === undefined) return after === undefined ? [] : [{ at, kind: 'added', before: null, after }];
  if (after === undefined) return [{ at, kind: 'removed', before, after: null }];
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ at, kind: 'changed', before, after }];
}

const memberOf = (of: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(of, name) ? of[name] : undefined;
