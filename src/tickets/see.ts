import { maskNumber } from '../access/mask.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import type { Case } from './life/model.ts';
import { activeParts } from './life/parts.ts';

/** How much of a ticket somebody sees. `part`: a unit its own. */
export type Sight = 'none' | 'part' | 'whole';

/**
 * Who sees what (Art. 5, 7, 20-23): units their own tickets, district offices their district, the management office and inspectors all,
 * agents and shift leaders what they need for calls; confidential ones only people cleared for it. Pure; what no line names is not seen.
 */
export function sightOf(actor: Actor, found: Case): Sight {
  if (found.level === 'confidential' && !actor.cleared) return 'none';
  if (seesAll(actor)) return 'whole';
  const district = found.office?.district ?? found.content.district;
  if (actor.roles.includes('districtOffice') && actor.district !== null && actor.district === district)
    return 'whole';
  return isOfUnit(actor) && found.parts.some(({ unit }) => unit === actor.unit) ? 'part' : 'none';
}

const everything: ReadonlySet<string> = new Set(['agent', 'shiftLeader', 'managementOffice', 'inspector']);

/** Whether every ticket that is not confidential is this person's to see. */
export const seesAll = (actor: Actor): boolean => actor.roles.some((role) => everything.has(role));

/** Whether somebody works on the tickets of a unit. */
export const isOfUnit = ({ unit, roles }: Actor): boolean =>
  unit !== null && roles.some((role) => role === 'unitClerk' || role === 'unitReviewer');

/** What somebody may see in lists and figures; members that are given must all hold. */
export type Seen = {
  /** Only what this unit has a part in. */
  readonly unit?: string | undefined;
  readonly district?: string | undefined;
  /** Confidential ones as well. */
  readonly confidential: boolean;
};

/** The same rule for lists; null: nothing. */
export function seenBy(actor: Actor): Seen | null {
  const confidential = actor.cleared;
  if (seesAll(actor)) return { confidential };
  if (actor.roles.includes('districtOffice') && actor.district !== null)
    return { confidential, district: actor.district };
  return isOfUnit(actor) && actor.unit !== null ? { confidential, unit: actor.unit } : null;
}

/** Whether somebody may know who the citizen is: the call centre always, units unless the citizen asked for secrecy (保密), inspectors not. */
export function knowsCitizen(actor: Actor, found: Case): boolean {
  const sight = sightOf(actor, found);
  return sight !== 'none' && mayKnow(actor, found.content.keepIdentity);
}

/** Whether who the citizen is may be shown at all to somebody who sees the ticket. */
export function mayKnow(actor: Actor, keepIdentity: boolean): boolean {
  if (actor.roles.every((role) => role === 'inspector')) return false;
  const all = seesAll(actor) || actor.roles.includes('districtOffice');
  return all || !keepIdentity;
}

/** The citizen as somebody sees it in lists and on the page: masked, or not at all. */
export function citizenIn(
  actor: Actor,
  one: { readonly number: string | null; readonly name: string; readonly keepIdentity: boolean },
): { readonly number: string | null; readonly name: string | null } {
  if (!mayKnow(actor, one.keepIdentity)) return { number: null, name: null };
  return { number: one.number === null ? null : maskNumber(one.number), name: maskName(one.name) };
}

/** A name of which only the first character is shown, `王**`; the first of a name is the family's. */
export const maskName = (name: string): string => {
  const characters = Array.from(name.trim());
  return characters.length === 0
    ? ''
    : `${characters[0] ?? ''}${'*'.repeat(Math.max(1, characters.length - 1))}`;
};

/** Who must call the citizen and so may have the number: the agent of the call, the shift leader, a unit that still works on it (Art. 11). */
export function mustCall(actor: Actor, found: Case, agent: AgentId | null): boolean {
  if (!knowsCitizen(actor, found)) return false;
  if (actor.roles.includes('shiftLeader')) return true;
  if (actor.roles.includes('agent') && agent === actor.id) return true;
  return isOfUnit(actor) && activeParts(found.parts).some(({ unit }) => unit === actor.unit);
}
