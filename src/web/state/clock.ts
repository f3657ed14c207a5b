import { signal } from '@preact/signals';

/** What must be added to this machine's clock to have the server's, in ms. */
let offsetMs = 0;

/** The server's time now, in ms since the epoch; changes once a second, at the server's full second. Read it only where time is shown. */
export const now = signal(Date.now());

/** Less than this is the way a message takes, and not worth a second shown twice, in ms. */
const toleranceMs = 400;

/** Sets the clock by the server's. @param serverAt the server's time at this moment, in ms since the epoch */
export function setClock(serverAt: number): void {
  const newMs = serverAt - Date.now();
  if (Math.abs(newMs - offsetMs) < toleranceMs) return;
  offsetMs = newMs;
  tick();
}

let timer = 0;
function tick(): void {
  const at = Date.now() + offsetMs;
  now.value = at;
  clearTimeout(timer);
  // A little after the full second, since timers may come early by a millisecond.
  timer = setTimeout(tick, 1005 - (at % 1000));
}
tick();
// A page in the background is woken rarely; when it is looked at again it must not show old time.
document.addEventListener('visibilitychange', tick);
