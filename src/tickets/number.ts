import type { TicketNo } from '../calls/model.ts';
import { dayOf, type EpochMs } from '../lib/time.ts';

/**
 * The number after `last`: counted from 1 each day of the city's time zone. A clock set back does not reuse a day: the later day goes on.
 * @param timeZone IANA name
 */
export function nextTicketNo(last: TicketNo | null, at: EpochMs, timeZone: string): TicketNo {
  const today = dayOf(at, timeZone);
  const [lastDay, lastNumber] = last === null ? ['', '0'] : last.split('-');
  const day = lastDay !== undefined && lastDay > today ? lastDay : today;
  const number = day === lastDay ? Number(lastNumber) + 1 : 1;
  return `${day}-${String(number).padStart(6, '0')}` as TicketNo;
}
