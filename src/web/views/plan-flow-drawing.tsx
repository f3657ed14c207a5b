import { useState } from 'preact/hooks';
import { language, texts } from '../i18n/index.ts';
import { pointerOf, valueAt } from '../lib/json-edit.ts';
import { type FlowEdge, type FlowNode, queueOf } from '../lib/plan-flow.ts';
import type { Mark } from '../lib/plan-flow-marks.ts';
import { type Box, curveThrough, type Layout, type Point } from '../lib/plan-layout.ts';
import { type Finding, usePlan } from './plan-editing.ts';
import { inRoom, nodeWords, stepWords } from './plan-flow-words.ts';

type StopProps = {
  readonly node: FlowNode;
  readonly box: Box | undefined;
  readonly mark: Mark | null;
  readonly chosen: boolean;
  readonly inTurn: boolean;
  readonly onOpen: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** What the check found at a stop. An entry's numbers, languages and menu are stops of their own. */
export function foundAt(
  { document, findings }: Pick<ReturnType<typeof usePlan>, 'document' | 'findings'>,
  { kind, at }: FlowNode,
): readonly Finding[] {
  const own = pointerOf(at);
  if (kind === 'end' || own === '') return [];
  return findings.filter(({ at: place }) => {
    if (place !== own && !place.startsWith(`${own}/`)) return false;
    if (kind === 'numbers') return place.startsWith(`${own}/numbers`);
    if (kind !== 'entry') return true;
    const member = place.split('/')[3] ?? '';
    // What an entry has from the top of the plan is found here: a finding names the entry.
    const hasStop =
      ['languages', 'menu'].includes(member) && valueAt(document, [...at, member]) !== undefined;
    return member !== 'numbers' && !hasStop;
  });
}

/** A stop: a button that opens what is said of it. */
export function FlowStop({ node, box, mark, chosen, inTurn, onOpen, onKeyDown }: StopProps) {
  const t = texts.value.plan.flow;
  const plan = usePlan();
  const { document } = plan;
  if (box === undefined) return null;
  const [name, more] = nodeWords(document, node);
  const found = foundAt(plan, node);
  const error = node.missing || found.some(({ severity }) => severity === 'error');
  const tone = error ? 'alarm' : found.length > 0 || mark !== null ? 'wait' : '';
  const told = [
    name,
    more,
    mark === null ? '' : t.marks[mark],
    found.length === 0 ? '' : t.found(found.length),
  ];
  const { x, y, width, height } = box;
  const words = told.filter((word) => word !== '');
  return (
    <button
      type="button"
      class={`flow-stop ${node.kind} ${tone}`}
      tabIndex={inTurn ? 0 : -1}
      aria-label={words.join(language.value === 'en' ? ', ' : '，')}
      aria-pressed={chosen}
      title={words.join('\n')}
      data-node={node.id}
      style={{ left: x, top: y, width, height }}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      <span>{name}</span>
      {more === '' ? null : <small>{more}</small>}
      {tone === '' ? null : <b aria-hidden="true">{found.length > 0 ? found.length : '!'}</b>}
    </button>
  );
}

type LineProps = {
  readonly edge: FlowEdge;
  readonly layout: Layout;
  readonly lit: boolean;
  readonly onLead: (edge: FlowEdge, queue: string) => void;
};

/** A step; its end can be drawn onto another queue. */
export function FlowLine({ edge, layout, lit, onLead }: LineProps) {
  const line = layout.lines.get(edge.id);
  const [drawn, setDrawn] = useState<Point | null>(null);
  const end = line?.points.at(-1);
  if (line === undefined || end === undefined) return null;
  const words = stepWords(edge);
  const points = drawn === null ? line.points : [line.points[0] ?? end, drawn];
  const free = edge.at.length > 0;
  return (
    <g class={`flow-line ${edge.kind} ${lit ? 'lit' : ''}`} data-edge={edge.id}>
      <path d={curveThrough(points)} marker-end="url(#flow-tip)" />
      {words === '' ? null : (
        <text x={line.words.x} y={line.words.y + 4}>
          {inRoom(words, 24)}
        </text>
      )}
      {free ? (
        <circle
          class="flow-grip"
          cx={(drawn ?? end).x}
          cy={(drawn ?? end).y}
          r="9"
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) setDrawn(pointIn(event));
          }}
          onPointerUp={(event) => {
            if (drawn !== null) dropped(event, (queue) => onLead(edge, queue));
            setDrawn(null);
          }}
          onPointerCancel={() => setDrawn(null)}
        />
      ) : null}
    </g>
  );
}

/** Where a pointer is, in the units of the drawing. */
function pointIn({
  clientX,
  clientY,
  currentTarget,
}: PointerEvent & { readonly currentTarget: SVGElement }): Point {
  const matrix = currentTarget.ownerSVGElement?.getScreenCTM();
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix?.inverse());
  return { x, y };
}

/** The queue under the pointer when it is let go. */
function dropped({ clientX, clientY }: PointerEvent, onQueue: (queue: string) => void): void {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const queue = queueOf(element.closest<SVGElement>('[data-node]')?.dataset['node'] ?? '');
    if (queue !== null) {
      onQueue(queue);
      return;
    }
  }
}
