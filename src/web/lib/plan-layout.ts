import { type Edge, Graph, layout } from '@dagrejs/dagre';
import type { Flow, FlowEdge, FlowNode } from './plan-flow.ts';

export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };
/** Where everything stands, in the units of the drawing: boxes by their upper left corner, the words of a step by their middle. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, { readonly points: readonly Point[]; readonly words: Point }>;
};

const sizes: Readonly<Record<FlowNode['kind'], readonly [width: number, height: number]>> = {
  numbers: [150, 44],
  callers: [150, 44],
  entry: [120, 44],
  languages: [120, 44],
  hours: [150, 44],
  menu: [120, 44],
  queue: [170, 48],
  end: [170, 36],
};
const margin = 24;

/** Lays the ways out from left to right, with as few crossings as can be. Pure. */
export function layoutOf({ nodes, edges }: Flow): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 70, edgesep: 10, marginx: margin, marginy: margin });
  for (const { id, kind } of nodes) {
    const [width, height] = sizes[kind];
    graph.setNode(id, { width, height });
  }
  for (const one of edges)
    if (graph.hasNode(one.from) && graph.hasNode(one.to))
      graph.setEdge(one.from, one.to, { ...wordsOf(one), labelpos: 'c' }, one.id);
  alignStarts(graph, { nodes, edges });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width: Math.max(width, 2 * margin), height: Math.max(height, 2 * margin), ...drawn(graph) };
}

/** Where calls come in stands in the first column, one under the other, and with it what nothing leads to: held there by a stop that is not drawn. */
function alignStarts(graph: Graph, { nodes, edges }: Flow): void {
  const led = new Set(edges.map(({ to }) => to));
  graph.setNode(outside, { width: 0, height: 0 });
  for (const { id } of nodes)
    if (!led.has(id)) graph.setEdge(outside, id, { width: 0, height: 0, weight: 100 }, `${outside}>${id}`);
}
const outside = 'outside';

/** How much room the words of a step need. */
const wordsOf = ({ kind, name }: FlowEdge): { width: number; height: number } =>
  kind === 'goes' ? { width: 1, height: 1 } : { width: 44 + 7 * name.length, height: 16 };

function drawn(graph: Graph): Pick<Layout, 'boxes' | 'lines'> {
  const stops: readonly string[] = graph.nodes();
  const boxes = stops
    .filter((id) => id !== outside)
    .map((id: string): readonly [string, Box] => {
      const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as Partial<Box>;
      return [id, { x: x - width / 2, y: y - height / 2, width, height }];
    });
  const steps: readonly Edge[] = graph.edges();
  const lines = steps
    .filter(({ v }) => v !== outside)
    .map((one) => {
      const { points = [], x = 0, y = 0 } = graph.edge(one) as Partial<Point> & { points?: Point[] };
      return [one.name ?? '', { points, words: { x, y } }] as const;
    });
  return { boxes: new Map(boxes), lines: new Map(lines) };
}

/** A line through points that turns softly, as SVG writes it. */
export function curveThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const turns = rest.map((point, n) => {
    const next = rest[n + 1];
    if (next === undefined) return `L ${at(point)}`;
    return `Q ${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return [`M ${at(first)}`, ...turns].join(' ');
}
