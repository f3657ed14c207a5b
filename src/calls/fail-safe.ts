import type { EpochMs } from '../lib/time.ts';
import { entered } from './decide.ts';
import { end } from './endings.ts';
import type { Arrival } from './events.ts';
import type { Ending } from './model.ts';
import { type Turn, turn } from './table.ts';

/** A call that the dialplan served by itself (`dialplans/fail-safe.conf`) while no daemon was connected, as it is known afterwards. */
export type ServedCall = Omit<Arrival, 'at' | 'plan' | 'ticketNo'> & {
  readonly beganAt: EpochMs;
  readonly overAt: EpochMs;
  readonly outcome: Extract<Ending['outcome'], 'failSafe' | 'emergency' | 'emergencyFailed' | 'lost'>;
};

/**
 * The record of such a call is made good: it has its ticket and its recording like any other (Art. 10, 20). Whoever reached nobody is on
 * the call-back list, first in line.
 */
export function servedByDialplan(
  { beganAt, overAt, outcome, ...who }: ServedCall,
  { plan, ticketNo }: Pick<Arrival, 'plan' | 'ticketNo'>,
): Turn {
  const { call, facts } = entered({ ...who, plan, ticketNo, at: beganAt });
  const legs = call.legs.map((leg) => ({ ...leg, state: 'gone' as const, goneAt: overAt }));
  const over = end({ ...call, legs }, { by: 'switch', outcome, cause: null }, overAt);
  return turn(over.call, [], [...facts, ...over.facts]);
}
