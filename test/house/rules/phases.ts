import ts from 'typescript';
import { walk } from './syntax.ts';
import type { Findings, SourceFile } from './tree.ts';

/** Tables by phase, cells by event: as `src/calls/phases/index.ts` has them at run time. */
export type Tables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The strings that a discriminating property takes in a file's unions, as in `{ type: 'CallerHungUp'; … }`. */
export function wordsOf(file: SourceFile, property: string): readonly string[] {
  const words = new Set<string>();
  walk(file, (node) => {
    if (!ts.isPropertySignature(node) || node.name.getText() !== property) return;
    if (node.type !== undefined && ts.isLiteralTypeNode(node.type) && ts.isStringLiteral(node.type.literal))
      words.add(node.type.literal.text);
  });
  return [...words];
}

/** Phases without a table, cells that are missing or answer to nothing, and events ignored without a real reason. */
export function phaseFindings(
  tables: Tables,
  phases: readonly string[],
  events: readonly string[],
): Findings {
  return [
    ...phases.filter((phase) => !(phase in tables)).map((phase) => `${phase}: this phase has no table`),
    ...Object.entries(tables).flatMap(([phase, table]) => [
      ...(phases.includes(phase) ? [] : [`${phase}: there is no such phase`]),
      ...events.filter((event) => !(event in table)).map((event) => `${phase}: does not answer ${event}`),
      ...Object.keys(table)
        .filter((event) => !events.includes(event))
        .map((event) => `${phase}: answers ${event}, which never happens`),
      ...Object.entries(table).flatMap(([event, cell]) => cellFindings(`${phase}.${event}`, cell)),
    ]),
  ];
}

function cellFindings(where: string, cell: unknown): Findings {
  if (typeof cell === 'function') return [];
  const why: unknown =
    typeof cell === 'object' && cell !== null && 'ignored' in cell ? cell.ignored : undefined;
  if (typeof why !== 'string') return [`${where}: is neither a function nor ignored`];
  return why.trim().split(/\s+/).length > 3 ? [] : [`${where}: "${why}" is no reason: more than three words`];
}
