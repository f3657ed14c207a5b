import type { Role } from '../../src/access/roles.ts';
import { states } from '../../src/tickets/life/model.ts';
import type { Scope, Table } from '../../src/tickets/life/table.ts';

const scopeWords: Readonly<Record<Scope, string>> = {
  any: '',
  unit: " (own unit's)",
  district: ' (own district)',
};

/** The page of the ticket's life: each action with its article, who may do it, and in which states. */
export function renderTicketLife(table: Table): string {
  const rows = Object.entries(table).map(([type, { article, by, from }]) => {
    const who = (Object.entries(by) as [Role, Scope][]).map(([role, scope]) => `${role}${scopeWords[scope]}`);
    const cells = states.map((state) => (from.includes(state) ? '●' : ''));
    return `| \`${type}\` | ${article} | ${who.join(', ')} | ${cells.join(' | ')} |`;
  });
  return `# The life of a ticket: action × role × state

Printed by \`npm run docs\` from \`src/tickets/life/\`. ●: the action may be done in this state, by these people; everything else is refused,
with the article in the refusal. What must hold besides (a reason given, the two working days of a return …) stands in the rows' code.

| action | article | by | ${states.join(' | ')} |
|---|---|---|${states.map(() => ':-:').join('|')}|
${rows.join('\n')}
`;
}
