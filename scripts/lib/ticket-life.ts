import type { Role } from '../../src/access/roles.ts';
import type { ActionType } from '../../src/tickets/life/actions.ts';
import { type State, states } from '../../src/tickets/life/model.ts';
import type { Row, Scope, Table } from '../../src/tickets/life/table.ts';

const scopeWords: Readonly<Record<Scope, string>> = {
  any: '',
  unit: " (own unit's)",
  district: ' (own district)',
};

type AnyRow = Pick<Row<ActionType>, 'article' | 'by' | 'from' | 'only'>;

/** The page of the ticket's life: each action with its article, who may do it, and in which states. */
export function renderTicketLife(table: Table): string {
  const rows = Object.entries(table).flatMap(([type, { article, by, from, only }]: [string, AnyRow]) => {
    const all = Object.entries(by) as [Role, Scope][];
    const line = (who: readonly [Role, Scope][], where: readonly State[]): string => {
      const names = who.map(([role, scope]) => `${role}${scopeWords[scope]}`);
      const cells = states.map((state) => (where.includes(state) ? '●' : ''));
      return `| \`${type}\` | ${article} | ${names.join(', ')} | ${cells.join(' | ')} |`;
    };
    // What only some of them may in a state is a line of its own.
    const some = (Object.entries(only ?? {}) as [State, readonly Role[]][]).map(([state, few]) =>
      line(
        all.filter(([role]) => few.includes(role)),
        [state],
      ),
    );
    return [
      line(
        all,
        from.filter((state) => only?.[state] === undefined),
      ),
      ...some,
    ];
  });
  return `# The life of a ticket: action × role × state

Printed by \`npm run docs\` from \`src/tickets/life/\`. ●: the action may be done in this state, by these people; everything else is refused,
with the article in the refusal. What must hold besides (a reason given, the two working days of a return …) stands in the rows' code.

| action | article | by | ${states.join(' | ')} |
|---|---|---|${states.map(() => ':-:').join('|')}|
${rows.join('\n')}
`;
}
