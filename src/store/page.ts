/** Which part of a list is asked for: `limit` members (1 to 200) older than the cursor. */
export type PageAsked = { readonly limit: number; readonly cursor?: string | undefined };
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Where in a list, newest first, a page ended: the instant and the id of its last member. */
export type Position = { readonly at: number; readonly id: string };

/** Before every member of any list. */
export const listStart: Position = { at: Number.MAX_SAFE_INTEGER, id: '\u{10FFFF}' };

const encode = ({ at, id }: Position): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @returns null when the cursor is not one of ours */
export function readCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return listStart;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [at, id] = value as readonly unknown[];
    return Number.isSafeInteger(at) && typeof id === 'string' ? { at: at as number, id } : null;
  } catch {
    return null;
  }
}

/** A cursor that was made up. */
export const badCursor = { code: 'H12_BAD_CURSOR', why: 'the cursor is not one of ours' } as const;

/**
 * A page of what was found.
 * @param found up to `limit` + 1 members: one more than asked for shows that there is a next page
 */
export function page<T>(found: readonly T[], limit: number, positionOf: (item: T) => Position): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, nextCursor: more ? encode(positionOf(last)) : null };
}
