import type { Actor } from '../../access/model.ts';
import type { Action, ActionType } from './actions.ts';
import { centreRows } from './centre.ts';
import { officeOf } from './duties.ts';
import type { Case } from './model.ts';
import { stepped } from './parts.ts';
import { type Outcome, type Row, refuse, type Scope, type Setting, type Table } from './table.ts';
import { unitRows } from './unit.ts';

/** Action × state × role, whole: `docs/ticket-life.md` is printed from it. */
export const life: Table = { ...centreRows, ...unitRows };

/**
 * What an action of a person makes of a ticket, or why it is not done, with the article. Pure; the only place where a ticket's state changes.
 * What no row names is refused: an archived or merged ticket changes no more (Art. 14).
 */
export function decideCase(found: Case, action: Action, setting: Setting): Outcome {
  // TypeScript cannot see that the row of action.type takes this very action (correlated unions).
  const row = life[action.type] as Row<Action['type']>;
  const scopes = scopesOf(row, setting.actor, found);
  if (scopes.length === 0) return refuse('H12_TICKET_ROLE', 'this is not for your role', row.article);
  if (found.level === 'confidential' && !setting.actor.cleared)
    return refuse('H12_TICKET_NOT_YOURS', 'this ticket is confidential', '第二十一条');
  if (!scopes.some((scope) => inScope[scope](found, setting)))
    return refuse('H12_TICKET_NOT_YOURS', 'this ticket is not yours', row.article);
  if (!row.from.includes(found.state))
    return refuse('H12_TICKET_STATE', `not while the ticket is ${found.state}`, row.article);
  const outcome = row.act(found, action, setting, row.article);
  return 'refusal' in outcome ? outcome : { next: stepped(found, outcome.next, setting.at) };
}

/** What this person may try now: what the table does not refuse by role, by whose ticket it is, or by its state. */
export const actionsFor = (actor: Actor, found: Case): readonly ActionType[] =>
  (Object.keys(life) as ActionType[]).filter((type) => {
    const row = life[type];
    return (
      row.from.includes(found.state) &&
      (found.level === 'ordinary' || actor.cleared) &&
      scopesOf(row, actor, found).some((scope) => inScope[scope](found, { actor }))
    );
  });

/** Whose tickets the roles of this person let it do it to, as the ticket stands. */
const scopesOf = (
  { by, only }: Pick<Row<ActionType>, 'by' | 'only'>,
  { roles }: Actor,
  { state }: Case,
): readonly Scope[] =>
  roles.filter((role) => only?.[state]?.includes(role) ?? true).flatMap((role) => by[role] ?? []);

const inScope: Readonly<Record<Scope, (found: Case, setting: Pick<Setting, 'actor'>) => boolean>> = {
  any: () => true,
  unit: ({ parts }, { actor }) => actor.unit !== null && parts.some(({ unit }) => unit === actor.unit),
  // What the management office has is not passed on by a district's.
  district: (found, { actor }) => actor.district !== null && officeOf(found) === actor.district,
};
