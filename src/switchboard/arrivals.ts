import { begin } from '../calls/decide.ts';
import { servedByDialplan } from '../calls/fail-safe.ts';
import type { EpochMs } from '../lib/time.ts';
import { nextTicketNo } from '../tickets/number.ts';
import type { Following } from './outgoing.ts';
import type { Rules, State } from './state.ts';
import type { Input } from './work.ts';

/**
 * A call begins, with its ticket: a citizen's channel came in, or the dialplan has told of a call that it served by itself.
 * @returns null for what has begun already, or is over: told twice, or again after a reconnection
 */
export function arrival(
  state: State,
  rules: Rules,
  input: Extract<Input, { to: 'door' | 'served' }>,
): Following | null {
  const id = input.to === 'door' ? input.call : input.served.call;
  if (state.calls.has(id) || state.over.has(id)) return null;
  return input.to === 'door' ? comesIn(state, rules, input) : wasServed(state, rules, input);
}

function comesIn(
  state: State,
  rules: Rules,
  { call, at, from, dialled }: Extract<Input, { to: 'door' }>,
): Following {
  const plan = rules.planFor(dialled, at, from);
  const lastAgent = state.lastAgents.of(from, at, rules.queueRules(plan.queue).lastAgentWithinMs);
  const claim = { ...plan.wish, lastAgent };
  const ticketNo = numbered(state, rules, at);
  return {
    input: { type: 'CallArrived', at, ...(plan.standing === null ? {} : { standing: plan.standing }) },
    decided: begin({ call, at, from, dialled, ticketNo, plan, claim }),
  };
}

function wasServed(state: State, rules: Rules, { at, served }: Extract<Input, { to: 'served' }>): Following {
  const { beganAt, overAt, outcome } = served;
  const plan = rules.planFor(served.dialled, beganAt, served.from);
  return {
    input: { type: 'ServedMeanwhile', at, beganAt, overAt, outcome },
    decided: servedByDialplan(served, { plan, ticketNo: numbered(state, rules, at) }),
  };
}

function numbered(state: State, rules: Rules, at: EpochMs): ReturnType<typeof nextTicketNo> {
  state.lastTicketNo = nextTicketNo(state.lastTicketNo, at, rules.timeZone);
  return state.lastTicketNo;
}
