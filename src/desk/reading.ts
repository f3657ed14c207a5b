import { Value } from 'typebox/value';
import type { Refused } from '../http/problem.ts';
import { ClientMessage, ResumeQuery } from './protocol.ts';

export const path = '/api/v1/desk';

/** What a desk that comes back has: the number it was brought to, in which stream. */
export type Resume = { readonly stream: string; readonly after: number };

export const noResume: Refused = {
  code: 'H12_INVALID',
  why: 'stream and after are what the server gave, or neither',
};

/** What the address says the desk has; a stream that nobody follows when it says nothing. */
export function resumeOf(url: string): Resume | Refused {
  const [address, search = ''] = url.split('?', 2);
  if (address !== path) return { code: 'H12_NOT_FOUND', why: 'there is nothing here' };
  const query = Object.fromEntries(new URLSearchParams(search));
  if (!Value.Check(ResumeQuery, query) || (query.stream === undefined) !== (query.after === undefined))
    return noResume;
  return { stream: query.stream ?? '', after: Number(query.after ?? 0) };
}

/** What a desk has sent; null: it cannot be read. */
export function readMessage(text: string): ClientMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(ClientMessage, value) ? value : null;
  } catch {
    return null;
  }
}
