import type { CallId } from '../../calls/model.ts';
import type { Case, FollowUpTry, Satisfaction } from './model.ts';
import type { FollowUpRules } from './settings.ts';

/** What came of ringing the citizen (Art. 13). `unreachable`: tried often enough, at times far enough apart; a result of its own. */
export type FollowUpResult = 'open' | 'reached' | 'unreachable';

/** What was tried since the units replied last. */
const triesNow = ({ followUps, redoes }: Case): readonly FollowUpTry[] => {
  const since = redoes.at(-1)?.at ?? 0;
  return followUps.filter(({ at }) => at >= since);
};

export function followedUp(found: Case, rules: FollowUpRules): FollowUpResult {
  const tries = triesNow(found);
  if (tries.some(({ reached }) => reached)) return 'reached';
  return triesApart(tries, rules) >= rules.tries ? 'unreachable' : 'open';
}

/** How many tries there were at different times: those that come soon after one that counts do not. */
function triesApart(tries: readonly FollowUpTry[], { apartMs }: FollowUpRules): number {
  let count = 0;
  let last = -Infinity;
  for (const { at } of tries) {
    if (at - last < apartMs) continue;
    count += 1;
    last = at;
  }
  return count;
}

/** How satisfied the citizen is with what was done last: what was keyed goes before what an agent wrote down. */
export function satisfactionOf(found: Case): Satisfaction | null {
  const told = triesNow(found).filter(({ satisfaction }) => satisfaction !== null);
  return (told.findLast(({ from }) => from === 'keys') ?? told.at(-1))?.satisfaction ?? null;
}

/** The case with a call that was about it, too. */
export const withCall = (found: Case, call: CallId | null): Case =>
  call === null || found.calls.includes(call) ? found : { ...found, calls: [...found.calls, call] };
