import { groupedBy } from '../../lib/grouped.ts';
import { type Path, pointerOf } from './json-edit.ts';
import type { Flow, FlowEdge, FlowNode } from './plan-flow.ts';

/** What is doubtful about a stop: no caller comes there, or callers are sent round in a circle. */
export type Mark = 'unreached' | 'circle';

/** The stops that something is to be said of. Pure. */
export function marksOf({ nodes, edges }: Flow): ReadonlyMap<string, Mark> {
  const found = new Map<string, Mark>();
  const from = stepsOf(edges);
  const reached = reachedFrom(from, starts(nodes));
  for (const { id } of nodes) if (!reached.has(id)) found.set(id, 'unreached');
  // Each kind by itself, as the check does: an overflow that leads on to a queue on duty is no circle of its own.
  for (const kinds of [['overflow'], ['closed', 'holiday']]) {
    const own = stepsOf(edges.filter(({ kind }) => kinds.includes(kind)));
    for (const { id, kind } of nodes)
      if (kind === 'queue' && reachedFrom(own, own.get(id) ?? []).has(id)) found.set(id, 'circle');
  }
  return found;
}

/** Where calls come in: of entries for all other numbers only the first. */
function starts(nodes: readonly FlowNode[]): readonly string[] {
  const others = nodes.find(({ kind, name }) => kind === 'numbers' && name === '');
  return nodes
    .filter(
      ({ id, kind, name }) =>
        kind === 'callers' || (kind === 'numbers' && (name !== '' || id === others?.id)),
    )
    .map(({ id }) => id);
}

type Steps = ReadonlyMap<string, readonly string[]>;

const stepsOf = (edges: readonly FlowEdge[]): Steps =>
  new Map([...groupedBy(edges, ({ from }) => from)].map(([id, some]) => [id, some.map(({ to }) => to)]));

function reachedFrom(steps: Steps, beginning: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...beginning];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(steps.get(id) ?? []));
  }
  return found;
}

/** The stop at which a place of the document is shown: the one that stands nearest around it. */
export function nodeWith({ nodes }: Flow, path: Path): FlowNode | null {
  const pointer = pointerOf(path);
  const around = nodes.filter(({ at, kind }) => {
    const own = pointerOf(at);
    if (kind === 'end' || at.length === 0) return false;
    return pointer === own || pointer.startsWith(`${own}/`);
  });
  const wanted = path[2] === 'numbers' ? 'numbers' : 'entry';
  const best = around.toSorted((a, b) => b.at.length - a.at.length);
  const nearest = best.filter(({ at }) => at.length === best[0]?.at.length);
  return nearest.find(({ kind }) => kind === wanted) ?? nearest[0] ?? null;
}
