import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { pathOf, withValue } from '../lib/json-edit.ts';
import { type Flow, type FlowEdge, type FlowNode, flowOf, queueId } from '../lib/plan-flow.ts';
import { marksOf, nodeWith } from '../lib/plan-flow-marks.ts';
import { stepFrom, type Way } from '../lib/plan-flow-walk.ts';
import { type Layout, layoutOf } from '../lib/plan-layout.ts';
import { query, setQuery } from '../state/router.ts';
import { Act } from './parts.tsx';
import { usePlan } from './plan-editing.ts';
import { FlowLine, FlowStop } from './plan-flow-drawing.tsx';
import { FlowPanel } from './plan-flow-panel.tsx';
import { useAdd } from './plan-form.tsx';

const ways: Readonly<Record<string, Way>> = {
  ArrowRight: 'on',
  ArrowLeft: 'back',
  ArrowDown: 'down',
  ArrowUp: 'up',
};

/** The plan as the ways of its callers: stops to open, steps to lead elsewhere. */
export function PlanFlow() {
  const { document, text, write } = usePlan();
  const flow = useMemo(() => flowOf(document), [text]);
  const layout = useLayout(flow);
  const chosen = flow.nodes.find(({ id }) => id === query.value['node']) ?? null;
  const [at, setAt] = useState<string | null>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const focus = (id: string): void => {
    setAt(id);
    const stop = drawing.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`);
    stop?.focus();
    stop?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const open = (id: string | null): void => setQuery({ node: id ?? '' });
  useGoal(flow, { open, focus });
  const lead = (edge: FlowEdge, queue: string): void =>
    write(edge.at.reduce((changed, path) => withValue(changed, path, queue), text));
  const press = (event: KeyboardEvent, node: FlowNode): void => {
    const way = ways[event.key];
    if (event.key === 'Enter' || event.key === ' ') open(node.id);
    else if (event.key === 'Escape') open(null);
    else if (way !== undefined) focus(stepFrom(flow, layout, [node.id, way]));
    else return;
    event.preventDefault();
  };
  return (
    <div class={chosen === null ? 'flow' : 'flow flow-open'}>
      <Canvas
        {...{ flow, layout, drawing, lead, press }}
        chosen={chosen?.id ?? null}
        at={flow.nodes.some(({ id }) => id === at) ? at : (flow.nodes[0]?.id ?? null)}
        onOpen={(id) => {
          setAt(id);
          open(id);
        }}
      />
      {chosen === null ? null : (
        <FlowPanel
          key={chosen.id}
          node={chosen}
          flow={flow}
          lead={lead}
          close={() => {
            open(null);
            focus(chosen.id);
          }}
        />
      )}
    </div>
  );
}

/** What stands where changes with the stops and steps, not with what is typed into them. */
function useLayout(flow: Flow): Layout {
  const shape = JSON.stringify([flow.nodes.map(({ id }) => id), flow.edges.map(({ id }) => id)]);
  return useMemo(() => layoutOf(flow), [shape]);
}

type Going = { readonly open: (id: string | null) => void; readonly focus: (id: string) => void };

/** A finding leads to its stop, and opens it; what stands at no stop is shown in the form. */
function useGoal(flow: Flow, { open, focus }: Going): void {
  const { document, goal } = usePlan();
  useEffect(() => {
    if (goal === null || goal.place !== undefined) return;
    const node = nodeWith(flow, pathOf(document, goal.pointer));
    if (node === null) {
      setQuery({ as: 'form' });
      return;
    }
    focus(node.id);
    open(node.id);
  }, [goal]);
}

type CanvasProps = {
  readonly flow: Flow;
  readonly layout: Layout;
  readonly drawing: { current: HTMLDivElement | null };
  readonly chosen: string | null;
  /** The stop that Tab comes to. */
  readonly at: string | null;
  readonly onOpen: (id: string) => void;
  readonly press: (event: KeyboardEvent, node: FlowNode) => void;
  readonly lead: (edge: FlowEdge, queue: string) => void;
};

function Canvas({ flow, layout, drawing, chosen, at, onOpen, press, lead }: CanvasProps) {
  const t = texts.value.plan.flow;
  const room = useRef<HTMLFieldSetElement>(null);
  const [zoom, setZoom] = useState(1);
  const fit = (least: number): void => {
    const { clientWidth = layout.width } = room.current ?? {};
    const most = Math.max(420, innerHeight * 0.66);
    setZoom(Math.min(1, Math.max(least, Math.min(clientWidth / layout.width, most / layout.height))));
  };
  // At first all of it is seen, as far as its words can still be read.
  useEffect(() => fit(0.6), []);
  useEffect(() => {
    const stop =
      chosen === null ? null : drawing.current?.querySelector(`[data-node="${CSS.escape(chosen)}"]`);
    stop?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  const marks = useMemo(() => marksOf(flow), [flow]);
  return (
    <div class="flow-canvas">
      <Tools zoom={zoom} onZoom={setZoom} onFit={() => fit(0.25)} onOpen={onOpen} />
      <fieldset class="flow-room" ref={room} aria-label={t.label}>
        <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
          <div
            ref={drawing}
            class="flow-drawing"
            style={{ width: layout.width, height: layout.height, transform: `scale(${String(zoom)})` }}
          >
            <svg width={layout.width} height={layout.height} role="presentation">
              <defs>
                <marker
                  id="flow-tip"
                  viewBox="0 0 8 8"
                  refX="7"
                  refY="4"
                  markerWidth="7"
                  markerHeight="7"
                  orient="auto"
                >
                  <path d="M0 0 L8 4 L0 8 z" />
                </marker>
              </defs>
              {flow.edges.map((edge) => (
                <FlowLine
                  key={edge.id}
                  edge={edge}
                  layout={layout}
                  lit={edge.from === chosen}
                  onLead={lead}
                />
              ))}
            </svg>
            {flow.nodes.map((node) => (
              <FlowStop
                key={node.id}
                node={node}
                box={layout.boxes.get(node.id)}
                mark={marks.get(node.id) ?? null}
                chosen={node.id === chosen}
                inTurn={node.id === at}
                onOpen={() => onOpen(node.id)}
                onKeyDown={(event) => press(event, node)}
              />
            ))}
          </div>
        </div>
      </fieldset>
      <p class="quiet small">
        {t.hint} · {t.drag}
      </p>
    </div>
  );
}

type ToolsProps = {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onFit: () => void;
  readonly onOpen: (id: string) => void;
};

function Tools({ zoom, onZoom, onFit, onOpen }: ToolsProps) {
  const t = texts.value.plan;
  const add = useAdd();
  const adding = (list: 'entries' | 'queues'): void => {
    const [, , name = ''] = add(list).split('/');
    onOpen(list === 'queues' ? queueId(name) : `entry:${name}`);
  };
  return (
    <div class="acts flow-tools">
      <Act onPress={() => adding('entries')}>＋ {t.form.add.entries}</Act>
      <Act onPress={() => adding('queues')}>＋ {t.form.add.queues}</Act>
      <span class="end">
        <Act title={t.flow.zoomOut} onPress={() => onZoom(Math.max(0.25, zoom / 1.25))}>
          <span aria-hidden="true">−</span>
          <span class="unseen">{t.flow.zoomOut}</span>
        </Act>
        <Act title={t.flow.zoomIn} onPress={() => onZoom(Math.min(2, zoom * 1.25))}>
          <span aria-hidden="true">＋</span>
          <span class="unseen">{t.flow.zoomIn}</span>
        </Act>
        <Act onPress={onFit}>{t.flow.fit}</Act>
      </span>
    </div>
  );
}
