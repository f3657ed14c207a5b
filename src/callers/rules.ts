import type { PhoneNumber } from '../calls/model.ts';
import { cleanNumber, dialable } from '../calls/number.ts';
import type { EpochMs } from '../lib/time.ts';
import type { CallerEntry, CallerRefusal, ListKind } from './model.ts';

/** The same telephone is one number, whichever way the network or a person writes it: `+86 139…`, `0139…`, `139…`. */
export const callerKey = (number: PhoneNumber): PhoneNumber =>
  dialable(number) ?? (number.replace(/^00/, '+') as PhoneNumber);

const dayMs = 86_400_000;
/** Nobody is kept away for longer without somebody looking at it again, in ms. */
export const longestMs = 90 * dayMs;
const longestVipMs = 3_660 * dayMs;

/** Telephones of the emergency services and of this hotline: they hand citizens over. */
const protectedNumbers: ReadonlySet<string> = new Set(['110', '119', '120', '122', '12345', '12110']);

export type Asked = {
  readonly number: string;
  readonly kind: ListKind;
  readonly expiresAt: EpochMs | null;
};

/** The number as lists have it; a refusal where it may not stand on this one. Pure. */
export function numberToList({ number, kind }: Pick<Asked, 'number' | 'kind'>): PhoneNumber | CallerRefusal {
  const clean = cleanNumber(number);
  if (clean === null || clean.replace('+', '').length < 3)
    return { code: 'H12_CALLER_NUMBER', why: 'this is no number that can ring' };
  const key = callerKey(clean);
  return kind !== 'vip' && protectedNumbers.has(key)
    ? {
        code: 'H12_CALLER_PROTECTED',
        why: 'numbers of the emergency services are never blocked or restricted',
      }
    : key;
}

/** Why an entry may not end then; null: it may. Pure. */
export function whyNotUntil({ kind, expiresAt }: Omit<Asked, 'number'>, at: EpochMs): CallerRefusal | null {
  const code = 'H12_CALLER_EXPIRY';
  if (expiresAt === null)
    return kind === 'vip' ? null : { code, why: 'blocked and restricted numbers need an end' };
  if (expiresAt <= at) return { code, why: 'it must end after now' };
  if (kind !== 'vip' && expiresAt > at + longestMs) return { code, why: 'it must end within 90 days' };
  return expiresAt > at + longestVipMs ? { code, why: 'it must end within ten years' } : null;
}

/** How an entry stands at an instant; it expires at the very instant that it names. Pure. */
export function stateAt(
  { removedAt, expiresAt }: Pick<CallerEntry, 'removedAt' | 'expiresAt'>,
  at: EpochMs,
): 'inForce' | 'expired' | 'removed' {
  if (removedAt !== null) return 'removed';
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'inForce';
}
