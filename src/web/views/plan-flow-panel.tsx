import { useEffect, useRef } from 'preact/hooks';
import { usualLanguage } from '../../calls/model.ts';
import { texts } from '../i18n/index.ts';
import { type Path, pointerOf, valueAt } from '../lib/json-edit.ts';
import { type Flow, type FlowEdge, type FlowNode, queueOf } from '../lib/plan-flow.ts';
import { namesOf } from '../lib/plan-names.ts';
import type { Part } from '../lib/plan-parts.ts';
import { schemaAt } from '../lib/plan-schema.ts';
import { Act } from './parts.tsx';
import { usePlan } from './plan-editing.ts';
import { nodeWords, stepWords } from './plan-flow-words.ts';
import { focusOn, PartForm } from './plan-form.tsx';

type PanelProps = {
  readonly node: FlowNode;
  readonly flow: Flow;
  readonly lead: (edge: FlowEdge, queue: string) => void;
  readonly close: () => void;
};

/** What is said of a stop, where it leads, and what can be added to it. */
export function FlowPanel({ node, flow, lead, close }: PanelProps) {
  const t = texts.value.plan.flow;
  const { document, schema, goal } = usePlan();
  const box = useRef<HTMLElement>(null);
  const [name] = nodeWords(document, node);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    if (goal !== null && goal.place === undefined) focusOn(box.current, goal.pointer);
  }, [goal]);
  const steps = flow.edges.filter(({ from, at }) => from === node.id && at.length > 0);
  const part = partOf(node, Object.keys(schemaAt(schema, node.at)?.properties ?? {}));
  return (
    <aside
      ref={box}
      class="flow-panel pf"
      tabIndex={-1}
      aria-label={[...new Set([t.kinds[node.kind], name])].join(' ')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h3>{t.kinds[node.kind]}</h3>
        <Act onPress={close}>{t.close}</Act>
      </header>
      {steps.length === 0 ? null : (
        <fieldset class="flow-steps">
          <legend>{t.leads}</legend>
          {steps.map((edge) => (
            <Step key={`${edge.kind} ${edge.name}`} edge={edge} lead={lead} />
          ))}
        </fieldset>
      )}
      <Adders node={node} />
      <PartForm
        key={part.key}
        part={part}
        whole={!['numbers', 'languages', 'menu', 'end'].includes(node.kind)}
      />
    </aside>
  );
}

/** The part of the form that belongs to a stop. */
function partOf({ kind, at }: FlowNode, names: readonly string[]): Part {
  const key = pointerOf(at);
  if (kind === 'menu' || kind === 'languages') return { key, path: at.slice(0, -1), members: [kind] };
  if (kind === 'numbers') return { key, path: at, members: at.length === 0 ? ['queue'] : ['numbers'] };
  if (kind !== 'entry') return { key, path: at, members: null };
  const own =
    at.length === 0
      ? ['queue', 'greeting', 'openingHours']
      : names.filter((name) => !['numbers', 'languages', 'menu'].includes(name));
  return { key, path: at, members: own };
}

function Step({ edge, lead }: { readonly edge: FlowEdge; readonly lead: PanelProps['lead'] }) {
  const t = texts.value.plan;
  const { document } = usePlan();
  const queues = namesOf(document, 'queues');
  const now = queueOf(edge.to) ?? '';
  const words = stepWords(edge) === '' ? t.flow.kinds.queue : stepWords(edge);
  return (
    <label class="flow-step">
      <span>{words}</span>
      <span aria-hidden="true">→</span>
      <select
        aria-label={t.flow.leadsTo(words)}
        value={now}
        onChange={(event) => lead(edge, event.currentTarget.value)}
      >
        {now === '' ? <option value="">{t.flow.end}</option> : null}
        {now === '' || queues.includes(now) ? null : <option value={now}>{t.form.missing(now)}</option>}
        {queues.map((queue) => (
          <option key={queue} value={queue}>
            {queue}
          </option>
        ))}
      </select>
    </label>
  );
}

const phoneKeys = Array.from('1234567890*#');

/** What may be added at a stop: a key, the question for the language, a menu, an overflow. */
function Adders({ node: { kind, at, name } }: { readonly node: FlowNode }) {
  const t = texts.value.plan.flow;
  const { document, set } = usePlan();
  const queues = namesOf(document, 'queues');
  const first = queues[0] ?? '';
  if (kind === 'menu') {
    const taken = Object.keys(valueAt(document, [...at, 'options']) ?? {});
    const free = phoneKeys.find((key) => !taken.includes(key));
    return (
      <Add
        words={t.addOption}
        why={free === undefined ? t.noKey : null}
        path={[...at, 'options', free ?? '']}
        set={set}
        value={first}
      />
    );
  }
  if (kind === 'entry') return <EntryAdders at={at} first={first} />;
  if (kind === 'queue' && valueAt(document, [...at, 'overflow']) == null) {
    const other = queues.find((queue) => queue !== name);
    const value = { to: other ?? '', waitMs: 60_000 };
    return (
      <Add
        words={t.addOverflow}
        why={other === undefined ? t.oneQueue : null}
        path={[...at, 'overflow']}
        set={set}
        value={value}
      />
    );
  }
  return null;
}

/** What an entry does not ask of its callers, or does as all others do. */
function EntryAdders({ at, first }: { readonly at: Path; readonly first: string }) {
  const t = texts.value.plan.flow;
  const { document, set } = usePlan();
  const words = { languages: t.addLanguages, menu: t.addMenu };
  return (
    <>
      {(['languages', 'menu'] as const)
        .filter((member) => valueAt(document, [...at, member]) == null)
        .map((member) => (
          <Add
            key={member}
            words={words[member]}
            why={null}
            path={[...at, member]}
            set={set}
            value={{ prompts: [], options: { '1': member === 'menu' ? first : usualLanguage } }}
          />
        ))}
    </>
  );
}

type AddProps = {
  readonly words: string;
  readonly why: string | null;
  readonly path: Path;
  readonly value: unknown;
  readonly set: (path: Path, value: unknown) => void;
};

const Add = ({ words, why, path, value, set }: AddProps) => (
  <div class="acts">
    <Act why={why} onPress={() => set(path, value)}>
      ＋ {words}
    </Act>
  </div>
);
