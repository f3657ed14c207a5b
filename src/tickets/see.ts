import type { Actor } from '../access/model.ts';
import type { Case } from './life/model.ts';

/** How much of a ticket somebody sees. `call`: what an agent needs who talks to the citizen. */
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
  const ofUnit = actor.unit !== null && found.parts.some(({ unit }) => unit === actor.unit);
  return ofUnit && actor.roles.some((role) => role === 'unitClerk' || role === 'unitReviewer')
    ? 'part'
    : 'none';
}

const everything: ReadonlySet<string> = new Set(['agent', 'shiftLeader', 'managementOffice', 'inspector']);

/** Whether every ticket that is not confidential is this person's to see. */
export const seesAll = (actor: Actor): boolean => actor.roles.some((role) => everything.has(role));

/** Whether somebody may know who the citizen is: the call centre always, units unless the citizen asked for secrecy (保密), inspectors not. */
export function knowsCitizen(actor: Actor, found: Case): boolean {
  const sight = sightOf(actor, found);
  if (sight === 'none' || actor.roles.every((role) => role === 'inspector')) return false;
  return sight === 'part' ? !found.content.keepIdentity : true;
}
