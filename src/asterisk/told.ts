import type { ServedCall } from '../calls/fail-safe.ts';
import type { CallId } from '../calls/model.ts';
import { cleanNumber } from '../calls/number.ts';
import { epochMs } from '../lib/time.ts';
import { legOfChannel } from './ids.ts';

/** What the dialplan has told of a call: how it was served, or that it serves it still. */
export type Told = { readonly over: true; readonly call: ServedCall } | { readonly over: false };

/** The call of such a file, by its name, `<uniqueid>.told`; null: it is none. */
export function callOfTold(name: string): CallId | null {
  const leg = name.endsWith('.told') ? legOfChannel(name.slice(0, -'.told'.length)) : null;
  return leg?.role === 'caller' ? leg.call : null;
}

/**
 * Reads what the dialplan wrote beside a recording: `began <s> <number>`, at the end of a call or, of one that it serves by itself, at the
 * beginning (`dialplans/fail-safe.conf`); and at the end `over <s> answered|unanswered <emergency number>` (`dialplans/from-trunk.conf`).
 * Pure.
 * @param name the file's, `<uniqueid>.told`
 * @param deadAt when the call is known to have ended though nothing says so (Asterisk died in it), in ms; null: it may go on
 * @returns null for what is none of such a file's
 */
export function readTold(name: string, text: string, deadAt: number | null): Told | null {
  const call = callOfTold(name);
  const [, began, number] = /^began ([0-9]{1,12}) ?([0-9+]*)$/m.exec(text) ?? [];
  if (call === null || began === undefined) return null;
  const [, over, answered, emergency] =
    /^over ([0-9]{1,12}) (answered|unanswered) ?(1[0-9]{2})?$/m.exec(text) ?? [];
  const overMs = over === undefined ? deadAt : Number(over) * 1_000;
  if (overMs === null) return { over: false };
  const beganMs = Number(began) * 1_000;
  return {
    over: true,
    call: {
      call,
      from: cleanNumber(number ?? ''),
      dialled: '12345',
      beganAt: epochMs(beganMs),
      overAt: epochMs(Math.max(beganMs, overMs)),
      outcome: outcomeOf(answered === 'answered', emergency !== undefined),
    },
  };
}

function outcomeOf(answered: boolean, emergency: boolean): ServedCall['outcome'] {
  if (emergency) return answered ? 'emergency' : 'emergencyFailed';
  return answered ? 'failSafe' : 'lost';
}
