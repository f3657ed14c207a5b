import { groupedBy } from '../../lib/grouped.ts';
import { isObject } from '../../lib/shape.ts';
import { type Path, valueAt } from './json-edit.ts';
import { builtIn } from './plan-inherit.ts';
import { namesOf } from './plan-names.ts';

/** A stop on a caller's way. */
export type FlowNode = {
  readonly id: string;
  readonly kind: 'numbers' | 'callers' | 'entry' | 'languages' | 'hours' | 'menu' | 'queue' | 'end';
  /** Where in the document it stands. */
  readonly at: Path;
  /** As it is called: numbers, the name of hours or of a queue; empty where the kind says it all. */
  readonly name: string;
  /** It is named and not there. */
  readonly missing: boolean;
};

/** A step from one stop to the next. */
export type FlowEdge = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'goes' | 'open' | 'closed' | 'holiday' | 'key' | 'silent' | 'overflow' | 'listed';
  /** A key, a day, a list; empty where the kind says it all. */
  readonly name: string;
  /** Where the queue is named that it leads to: several days lead there together. Empty: it leads to no queue by its own words. */
  readonly at: readonly Path[];
};

export type Flow = { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] };

type Part = Readonly<Record<string, unknown>>;
const partOf = (value: unknown): Part | null => (isObject(value) ? value : null);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const node = (id: string, kind: FlowNode['kind'], at: Path, name = ''): FlowNode => ({
  id,
  kind,
  at,
  name,
  missing: false,
});
const edge = (
  [from, to]: readonly [string, string],
  kind: FlowEdge['kind'],
  [name, ...at]: readonly [string, ...Path[]],
): FlowEdge => ({ id: `${from}>${kind}:${name}>${to}`, from, to, kind, name, at });
const queueMark = 'queue:';
/** The stop of a queue. */
export const queueId = (name: string): string => `${queueMark}${name}`;
/** The queue that a stop is; null: it is none. */
export const queueOf = (id: string): string | null =>
  id.startsWith(queueMark) ? id.slice(queueMark.length) : null;

/** The ways that a plan leads its callers: stops, and steps between them. What is wrong in the document is left out or marked. Pure. */
export function flowOf(document: Part): Flow {
  const entries = listOf(document['entries']);
  const parts = [
    ...(entries.length === 0 ? [fromEntry(document, null)] : entries.map((_, n) => fromEntry(document, n))),
    fromLists(document),
  ];
  const names = namesOf(document, 'queues');
  const edges = [
    ...parts.flatMap((part) => part.edges),
    ...names.flatMap((name) => fromQueue(document, name)),
  ];
  const led = new Set(edges.map(({ to }) => queueOf(to)).filter((name) => name !== null));
  const missing = [...led].filter((name) => !names.includes(name));
  const queues = [
    ...names.map((name) => node(queueId(name), 'queue', ['queues', name], name)),
    ...missing.map((name) => ({ ...node(queueId(name), 'queue', ['queues', name], name), missing: true })),
  ];
  return { nodes: [...parts.flatMap(({ nodes }) => nodes), ...queues], edges };
}

/** From the numbers of an entry to its queues. @param n null: the plan has no entries, and one that takes all */
function fromEntry(document: Part, n: number | null): Flow {
  const at: Path = n === null ? [] : ['entries', n];
  const entry = partOf(valueAt(document, at)) ?? {};
  const own: Part = n === null ? {} : entry;
  const key = String(n ?? 'all');
  const numbers = listOf(own['numbers']).map(String).join(' ');
  const [first, stop] = [`numbers:${key}`, `entry:${key}`];
  const hours = nameOf(own['hours'] === undefined ? document['openingHours'] : own['hours']);
  const menuAt: Path = own['menu'] === undefined ? ['menu'] : [...at, 'menu'];
  const menu = partOf(valueAt(document, menuAt));
  const queue = nameOf(own['queue']) ?? nameOf(document['queue']) ?? String(builtIn['queue']);
  const open: FlowEdge['kind'] = hours === null ? 'goes' : 'open';
  const asked = fromLanguages(document, own['languages'] === undefined ? [] : at, [key, stop]);
  const from = asked.nodes[0]?.id ?? stop;
  const before = hours === null ? from : `hours:${key}`;
  const queueAt: Path = n === null ? ['queue'] : [...at, 'queue'];
  const opened = hours === null ? none : fromHours(document, hours, [key, from]);
  const chosen =
    menu === null
      ? { nodes: [], edges: [edge([before, queueId(queue)], open, ['', queueAt])] }
      : fromMenu(menu, { key, at: menuAt, before, open, queue, queueAt });
  return {
    nodes: [
      ...[node(first, 'numbers', at, numbers), node(stop, 'entry', at)],
      ...[...asked.nodes, ...opened.nodes, ...chosen.nodes],
    ],
    edges: [edge([first, stop], 'goes', ['']), ...asked.edges, ...opened.edges, ...chosen.edges],
  };
}

/** The question for the language, which comes before everything that is heard of an entry. @param at where it is asked for */
function fromLanguages(document: Part, at: Path, [key, stop]: readonly [string, string]): Flow {
  const here: Path = [...at, 'languages'];
  if (partOf(valueAt(document, here)) === null) return none;
  const id = `languages:${key}`;
  return { nodes: [node(id, 'languages', here)], edges: [edge([stop, id], 'goes', [''])] };
}

const none: Flow = { nodes: [], edges: [] };

/** What an entry's hours do with who rings while it is closed. */
function fromHours(document: Part, name: string, [key, stop]: readonly [string, string]): Flow {
  const id = `hours:${key}`;
  const here = node(id, 'hours', ['hours', name], name);
  const said = partOf(valueAt(document, ['hours', name]));
  const into = edge([stop, id], 'goes', ['']);
  if (said === null) return { nodes: [{ ...here, missing: true }], edges: [into] };
  const duties = dutiesOf(document, name);
  const ends = [...new Set(duties.filter(({ to }) => to === null).map(({ kind }) => kind))];
  return {
    nodes: [here, ...ends.map((kind) => node(`end:${key}:${kind}`, 'end', ['hours', name], kind))],
    edges: [
      into,
      ...duties.map(({ kind, to, name: day, at }) =>
        edge([id, to === null ? `end:${key}:${kind}` : queueId(to)], kind, [day, ...at]),
      ),
    ],
  };
}

type Duty = {
  readonly kind: 'closed' | 'holiday';
  readonly to: string | null;
  readonly name: string;
  readonly at: readonly Path[];
};

/** Where callers are taken while it is closed, the special days that lead to the same place together. */
function dutiesOf(document: Part, name: string): readonly Duty[] {
  const at: Path = ['hours', name];
  const to = nameOf(valueAt(document, [...at, 'closed', 'to']));
  const days = groupedBy(
    listOf(valueAt(document, [...at, 'special'])).map((day, n) => ({ day: partOf(day) ?? {}, n })),
    ({ day }) => nameOf(day['to']),
  );
  const holidays = [...days].map(
    ([duty, some]): Duty => ({
      kind: 'holiday',
      to: duty,
      name: `${nameOf(some[0]?.day['from']) ?? ''}${some.length > 1 ? ` +${String(some.length - 1)}` : ''}`,
      at: some.map(({ n }) => [...at, 'special', n, 'to']),
    }),
  );
  return [{ kind: 'closed', to, name: '', at: [[...at, 'closed', 'to']] }, ...holidays];
}

type Chosen = {
  readonly key: string;
  readonly at: Path;
  readonly before: string;
  readonly open: FlowEdge['kind'];
  readonly queue: string;
  readonly queueAt: Path;
};

function fromMenu(menu: Part, { key, at, before, open, queue, queueAt }: Chosen): Flow {
  const id = `menu:${key}`;
  const options = Object.entries(partOf(menu['options']) ?? {}).flatMap(([digit, option]) => {
    const whole = partOf(option);
    const to = nameOf(whole === null ? option : whole['queue']);
    const where: Path = [...at, 'options', digit, ...(whole === null ? [] : ['queue'])];
    return to === null ? [] : [edge([id, queueId(to)], 'key', [digit, where])];
  });
  return {
    nodes: [node(id, 'menu', at)],
    edges: [edge([before, id], open, ['']), ...options, edge([id, queueId(queue)], 'silent', ['', queueAt])],
  };
}

/** Overflow, and the queue on duty while this one is closed. */
function fromQueue(document: Part, name: string): readonly FlowEdge[] {
  const at: Path = ['queues', name];
  const own = valueAt(document, [...at, 'overflow']);
  const overflowAt: Path = own === undefined ? ['overflow'] : [...at, 'overflow'];
  const to = nameOf(partOf(valueAt(document, overflowAt))?.['to']);
  const hours = nameOf(valueAt(document, [...at, 'hours']));
  const duties = hours === null ? [] : dutiesOf(document, hours);
  return [
    ...(to === null ? [] : [edge([queueId(name), queueId(to)], 'overflow', ['', [...overflowAt, 'to']])]),
    ...duties.flatMap(({ kind, to: duty, name: day, at: where }) =>
      duty === null ? [] : [edge([queueId(name), queueId(duty)], kind, [day, ...where])],
    ),
  ];
}

/** Callers on a list who are led to a queue of their own. */
function fromLists(document: Part): Flow {
  const lists = Object.entries(partOf(document['callers']) ?? {}).flatMap(([list, way]) => {
    const to = nameOf(partOf(way)?.['queue']);
    return to === null ? [] : [edge(['callers', queueId(to)], 'listed', [list, ['callers', list, 'queue']])];
  });
  return lists.length === 0 ? none : { nodes: [node('callers', 'callers', ['callers'])], edges: lists };
}
