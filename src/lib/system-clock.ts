import type { Clock } from '../ports/clock.ts';
import { epochMs } from './time.ts';

/** The longest delay a Node timer takes; a later wake is asked for again on the way. */
const longestMs = 2_147_483_647;

/** The machine's own clock. */
export function systemClock(): Clock {
  let timer: NodeJS.Timeout | undefined;
  return {
    now: () => epochMs(Date.now()),
    wakeAt(due, wake) {
      clearTimeout(timer);
      timer = undefined;
      if (due === null) return;
      timer = setTimeout(wake, Math.min(Math.max(due - Date.now(), 0), longestMs));
    },
  };
}
