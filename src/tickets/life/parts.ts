import type { EpochMs } from '../../lib/time.ts';
import type { UnitId } from '../../units/model.ts';
import type { Given, OtherLimit } from './actions.ts';
import { type LimitRules, limitsAtReceipt } from './limits.ts';
import type { Case, Kind, Part, PartId, State } from './model.ts';

/** A unit that is given a part, and what other rules say of it. */
type Receiver = Given & { readonly others: readonly OtherLimit[] };

/** A new part for each unit that the ticket is given to; the clock starts now. */
export function newParts(
  to: readonly Receiver[],
  first: number,
  when: { readonly at: EpochMs; readonly kind: Kind },
  rules: LimitRules,
): readonly Part[] {
  return to.map(({ unit, role, others }, n) => ({
    id: (first + n) as PartId,
    unit,
    role,
    state: 'sent',
    receivedAt: when.at,
    acknowledgedAt: null,
    contactedAt: null,
    accepted: null,
    limits: limitsAtReceipt(when.kind, when.at, others, rules),
    extension: null,
    extendedDays: 0,
    reply: null,
    returnReason: null,
    doneAt: null,
  }));
}

export const partOf = (found: Case, id: PartId): Part | undefined =>
  found.parts.find((part) => part.id === id);

/** The case with a part as it is now, and in the state that its parts make. Whoever assisted a lead that has returned it is done with it, too. */
export function withPart(found: Case, part: Part): Case {
  const parts = found.parts.map((one) => (one.id === part.id ? part : one));
  const state = stateOf(parts);
  return { ...found, state, parts: state === 'returned' ? parts.map(withdrawn(part)) : parts };
}

const withdrawn =
  ({ doneAt }: Part) =>
  (one: Part): Part =>
    activeParts([one]).length === 0 ? one : { ...one, state: 'withdrawn', doneAt };

/** The case after a change: with its next version, and the moment it came into its state. */
export const stepped = (before: Case, now: Case, at: EpochMs): Case =>
  now === before
    ? before
    : { ...now, version: before.version + 1, since: now.state === before.state ? before.since : at };

/** Units that still have something to do. */
export const activeParts = (parts: readonly Part[]): readonly Part[] =>
  parts.filter(({ state }) => state === 'sent' || state === 'acknowledged');

/**
 * Where a ticket is by what its units have done: with them while one has something to do; to be rung when all that kept it have replied; to
 * be dispatched anew when nobody kept it, or when the one that led has returned it.
 */
function stateOf(parts: readonly Part[]): State {
  const leading = parts.filter(({ role, state }) => role !== 'assisting' && state !== 'redone');
  if (leading.length > 0 && leading.every(({ state }) => state === 'returned')) return 'returned';
  return activeParts(parts).length > 0 ? 'withUnits' : 'followUp';
}

/** Why these units cannot be given the ticket together; null when they can (Art. 17: one leads, the others assist). */
export function givenProblem(to: readonly Given[]): string | null {
  const units = new Set<UnitId>(to.map(({ unit }) => unit));
  if (to.length === 0) return 'name at least one unit';
  if (units.size !== to.length) return 'a unit is named twice';
  const roles = to.map(({ role }) => role);
  if (to.length === 1) return roles[0] === 'sole' ? null : 'a single unit neither leads nor assists';
  const leads = roles.filter((role) => role === 'lead').length;
  return leads === 1 && !roles.includes('sole') ? null : 'of several units exactly one leads';
}
