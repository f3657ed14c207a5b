import type { AgentId } from '../../acd/model.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { HouseAction } from './actions.ts';
import { withCall } from './follow-up.ts';
import { type LimitRules, renewed } from './limits.ts';
import type { Case, FollowUpTry } from './model.ts';
import { activeParts, stepped } from './parts.ts';

/** Who is named for what the house does by itself. */
export type HouseSetting = { readonly by: AgentId; readonly at: EpochMs; readonly limits: LimitRules };

/** What the house makes of a ticket by itself; the same case when it makes nothing of it. Pure. An archived ticket changes no more (Art. 14). */
export function decideHouse(found: Case, action: HouseAction, setting: HouseSetting): Case {
  if (found.state === 'archived' || found.state === 'merged') return found;
  return stepped(found, doneTo(found, action, setting), setting.at);
}

function doneTo(found: Case, action: HouseAction, { by, at, limits }: HouseSetting): Case {
  const tried = (more: Pick<FollowUpTry, 'reached' | 'satisfaction' | 'call' | 'from' | 'note'>): Case => ({
    ...withCall(found, more.call),
    followUps: [...found.followUps, { at, by, ...more }],
  });
  switch (action.type) {
    case 'renewLimits':
      return withNewLimits(found, limits);
    case 'keySatisfaction': {
      const { call, level } = action;
      const satisfaction = { timeliness: level, result: level };
      return found.state === 'followUp'
        ? tried({ reached: true, satisfaction, call, from: 'keys', note: '' })
        : found;
    }
    case 'addFile':
      return { ...found };
    case 'noteCall':
      // Told twice, it is noted once.
      if (found.calls.includes(action.call)) return found;
      return action.failure !== null && found.state === 'followUp'
        ? tried({
            reached: false,
            satisfaction: null,
            call: action.call,
            from: 'agent',
            note: action.failure,
          })
        : withCall(found, action.call);
  }
}

function withNewLimits(found: Case, rules: LimitRules): Case {
  const { kind } = found.content;
  if (kind === null) return found;
  const active = activeParts(found.parts);
  const parts = found.parts.map((part) => (active.includes(part) ? renewed(part, kind, rules) : part));
  return parts.every((part, n) => part === found.parts[n]) ? found : { ...found, parts };
}
