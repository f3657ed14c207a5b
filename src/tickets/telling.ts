import { after, type EpochMs } from '../lib/time.ts';
import type { Case } from './life/model.ts';
import type { Change } from './life/record.ts';
import type { Notice } from './notices.ts';

/**
 * What other systems are told of tickets: that something was done, and where the ticket is now. Neither what a citizen said nor who it is: who
 * may know more asks the API for it, with a token of its own. Of confidential tickets nothing is told.
 */
export type Told = {
  readonly type: 'ticket.changed' | 'ticket.notice';
  readonly no: string;
  readonly at: number;
  readonly version: number;
  readonly state: string;
  readonly kind: string | null;
  readonly district: string | null;
  readonly units: readonly string[];
  /** The type of the action, or the kind of the notice. */
  readonly what: string;
};

/** Null: nothing is told. */
export const toldOfChange = (found: Case, { at, action }: Change): Told | null =>
  told(found, { type: 'ticket.changed', at, what: action.type });

export const toldOfNotice = (found: Case, { raisedAt, kind }: Notice): Told | null =>
  told(found, { type: 'ticket.notice', at: raisedAt, what: kind });

function told(found: Case, event: Pick<Told, 'type' | 'at' | 'what'>): Told | null {
  const { no, version, state, level, content, parts } = found;
  if (level === 'confidential') return null;
  const units = [...new Set(parts.map(({ unit }) => unit))];
  return { ...event, no, version, state, kind: content.kind, district: content.district, units };
}

/** Tries go on for some three days; then somebody must look. */
const mostTries = 17;
const firstPauseMs = 10_000;
const longestPauseMs = 6 * 3_600_000;

/** When it is tried again after so many tries that failed: each pause twice the one before; null: given up. */
export const nextTryAt = (tries: number, at: EpochMs): EpochMs | null =>
  tries >= mostTries ? null : after(at, Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)));
