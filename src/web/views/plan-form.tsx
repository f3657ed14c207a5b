import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { type Path, pathOf, pointerOf, valueAt, withItem, withSwapped, withValue } from '../lib/json-edit.ts';
import { freeName, namesOf, renamed } from '../lib/plan-names.ts';
import {
  groups,
  type Part,
  type PartList,
  type Parts,
  partOf,
  partsOf,
  partWith,
} from '../lib/plan-parts.ts';
import { bare, controlOf, type Schema, schemaAt } from '../lib/plan-schema.ts';
import { query, setQuery } from '../state/router.ts';
import { Twice } from './forms.tsx';
import { Act } from './parts.tsx';
import { beginning, usePlan, wordsOf } from './plan-editing.ts';
import { Member, Members, Place } from './plan-member.tsx';

/** The plan as a form: its parts at the side, and the one that is chosen. */
export function PlanForm() {
  const { document, schema } = usePlan();
  const parts = partsOf(document, schema);
  const part = partOf(parts, query.value['part'] ?? '') ?? partOf(parts, 'start');
  const box = useRef<HTMLDivElement>(null);
  useGoal(parts, box);
  return (
    <div class="pf" ref={box}>
      <PartNav parts={parts} chosen={part?.key ?? ''} />
      {part === null ? null : <PartForm key={part.key} part={part} />}
    </div>
  );
}

export const openPart = (key: string): void => setQuery({ part: key });

/** Leads to the field of a finding: opens its part, and puts the focus into the deepest place that is shown of it. */
function useGoal(parts: Parts, box: { readonly current: HTMLElement | null }): void {
  const { document, goal } = usePlan();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (goal === null || goal.place !== undefined) return;
    const part = partWith(document, parts, goal.pointer);
    if (part !== null) openPart(part.key);
    setWanted(goal.pointer);
  }, [goal]);
  useEffect(() => {
    if (wanted === null) return;
    setWanted(null);
    focusOn(box.current, wanted);
  }, [wanted]);
}

/** Puts the focus into the deepest place that is shown of what a pointer leads to. */
export function focusOn(box: HTMLElement | null, pointer: string): void {
  const places = [...(box?.querySelectorAll<HTMLElement>('[data-at]') ?? [])].filter(({ dataset }) => {
    const at = dataset['at'] ?? '';
    return pointer === at || pointer.startsWith(`${at}/`);
  });
  const place = places.toSorted((a, b) => (b.dataset['at'] ?? '').length - (a.dataset['at'] ?? '').length)[0];
  for (let around = place?.closest('details'); around; around = around.parentElement?.closest('details'))
    around.open = true;
  const field = place?.querySelector<HTMLElement>('input, select, textarea, button');
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}

/** Adds one more to a list, with what must be there. @returns its pointer */
export function useAdd(): (list: PartList) => string {
  const { document, schema, text, write } = usePlan();
  return (list) => {
    const path = added(document, list);
    const own = schemaAt(schema, path);
    const fresh = own === null ? {} : beginning(own, namesOf(document, 'queues')[0] ?? '');
    const at = path.at(-1);
    write(typeof at === 'number' ? withItem(text, [list], [at, fresh]) : withValue(text, path, fresh));
    return pointerOf(path);
  };
}

function PartNav({ parts, chosen }: { readonly parts: Parts; readonly chosen: string }) {
  const t = texts.value.plan.form;
  const add = useAdd();
  const lists = ['entries', 'hours', 'queues'] as const;
  return (
    <nav class="pf-parts" aria-label={t.parts}>
      <PartLinks parts={parts.all} chosen={chosen} />
      {lists.map((list) => (
        <div key={list}>
          <h4>
            {t[list]} <small class="quiet">{parts[list].length}</small>
          </h4>
          <PartLinks parts={parts[list]} chosen={chosen} />
          <button type="button" class="link small" onClick={() => openPart(add(list))}>
            ＋ {t.add[list]}
          </button>
        </div>
      ))}
      <h4>{t.more}</h4>
      <PartLinks parts={parts.more} chosen={chosen} />
    </nav>
  );
}

/** Where one more of a list would stand. */
function added(document: unknown, list: PartList): Path {
  const now = valueAt(document, [list]);
  if (list === 'entries') return [list, Array.isArray(now) ? now.length : 0];
  const taken = list === 'queues' ? namesOf(document, list) : namesOf(document, 'hours');
  return [list, freeName(taken, list === 'queues' ? 'queue' : 'hours')];
}

function PartLinks({ parts, chosen }: { readonly parts: readonly Part[]; readonly chosen: string }) {
  const { document, findings } = usePlan();
  return (
    <ul>
      {parts.map((part) => {
        const worst = findings.filter(({ at }) => isIn(part, at)).map(({ severity }) => severity);
        const tone = worst.includes('error') ? 'alarm' : worst.length > 0 ? 'wait' : '';
        return (
          <li key={part.key}>
            <button
              type="button"
              aria-current={part.key === chosen ? 'true' : undefined}
              class={tone}
              onClick={() => openPart(part.key)}
            >
              {titleOf(document, part)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const isIn = ({ path, members }: Part, pointer: string): boolean =>
  members === null
    ? pointer === pointerOf(path) || pointer.startsWith(`${pointerOf(path)}/`)
    : members.includes(pointer.split('/')[1] ?? '');

/** A part as it is called: an entry by its numbers, what has a name by it. */
export function titleOf(document: unknown, { key, path }: Part): string {
  const t = texts.value.plan.form;
  if (key === 'start' || key === 'treatment') return t[key];
  if (path[0] !== 'entries') return path.length === 1 ? wordsOf(path)[0] : String(path[1]);
  const numbers = valueAt(document, [...path, 'numbers']);
  return Array.isArray(numbers) && numbers.length > 0 ? numbers.map(String).join(' ') : t.others;
}

type PartFormProps = {
  readonly part: Part;
  /** Whether all of the part is shown, so that it can be moved and removed. */
  readonly whole?: boolean;
};

/** One part of the plan, with its name and what becomes of it as a whole. */
export function PartForm({ part, whole = true }: PartFormProps) {
  const t = texts.value.plan.form;
  const { document, schema } = usePlan();
  const title = titleOf(document, part);
  const own = schemaAt(schema, part.path);
  const hint = part.key === 'start' ? t.startHint : part.key === 'treatment' ? t.treatmentHint : null;
  const box = useRef<HTMLElement>(null);
  // Who removed a part goes on where the next one stands.
  useEffect(() => {
    if (globalThis.document.activeElement === globalThis.document.body)
      box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={box} class="pf-part" tabIndex={-1} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {hint === null ? null : <small class="quiet">{hint}</small>}
        {whole ? <PartActs part={part} title={title} /> : null}
      </header>
      {whole && part.path.length === 2 && typeof part.path[1] === 'string' ? <PartName part={part} /> : null}
      {own === null ? null : <PartBody part={part} schema={own} />}
    </section>
  );
}

function PartBody({ part, schema }: { readonly part: Part; readonly schema: Schema }) {
  const t = texts.value.plan.form;
  const inner = bare(schema).schema;
  const { path, members, key } = part;
  if (controlOf(inner).kind !== 'object') return <Member path={path} schema={schema} required={false} />;
  const names = members ?? Object.keys(inner.properties ?? {});
  if (key !== 'treatment' && path[0] !== 'queues')
    return (
      <Place path={path} class="pf-place">
        <Members path={path} schema={inner} only={names} />
      </Place>
    );
  const known = Object.values(groups).flat() as readonly string[];
  const all: readonly (readonly [keyof typeof t.groups, readonly string[]])[] = [
    ...(Object.keys(groups) as (keyof typeof groups)[]).map((name) => [name, groups[name]] as const),
    ['rest', names.filter((name) => !known.includes(name))],
  ];
  return (
    <Place path={path} class="pf-place">
      {all.map(([name, some]) => {
        const only = some.filter((one) => names.includes(one));
        return only.length === 0 ? null : (
          <div class="pf-group" key={name}>
            <h4>{t.groups[name]}</h4>
            <Members path={path} schema={inner} only={only} />
          </div>
        );
      })}
    </Place>
  );
}

function PartActs({ part, title }: { readonly part: Part; readonly title: string }) {
  const t = texts.value.plan.form;
  const { document, text, write, set } = usePlan();
  const { path } = part;
  const [list, n] = path;
  if (path.length < 2 || list === undefined || n === undefined) return null;
  const entries = valueAt(document, ['entries']);
  const count = Array.isArray(entries) ? entries.length : 0;
  const swap = (at: number, to: number): void => {
    write(withSwapped(text, [list], [at, to]));
    openPart(pointerOf([list, to]));
  };
  return (
    <span class="end acts">
      {typeof n === 'number' ? (
        <>
          <Act why={n === 0 ? t.nothing : null} onPress={() => swap(n, n - 1)}>
            {t.up('')}
          </Act>
          <Act why={n === count - 1 ? t.nothing : null} onPress={() => swap(n, n + 1)}>
            {t.down('')}
          </Act>
        </>
      ) : null}
      <Twice
        confirm={t.sureRemove}
        onPress={() => {
          set(path, undefined);
          openPart('start');
        }}
      >
        {t.remove(title)}
      </Twice>
    </span>
  );
}

/** The name of a queue or of hours: whatever calls it by its name follows, when the field is left. */
function PartName({ part }: { readonly part: Part }) {
  const t = texts.value.plan.form;
  const { document, text, write } = usePlan();
  const [list, name] = part.path;
  const [typed, setTyped] = useState(String(name));
  const kind = list === 'hours' ? 'hours' : 'queues';
  const taken = typed !== name && namesOf(document, kind).includes(typed);
  const bad = !/^[a-z][a-z0-9-]{0,31}$/.test(typed);
  const rename = (): void => {
    if (taken || bad || typed === name) return;
    write(renamed({ text, document }, kind, [String(name), typed]));
    openPart(pointerOf(pathOf(document, `/${kind}/${typed}`)));
  };
  return (
    <label class="pf-field pf-name">
      <span class="pf-label">
        {t.name}
        <small class="quiet">{t.nameHint}</small>
      </span>
      <input
        aria-label={t.name}
        aria-invalid={taken || bad}
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={rename}
      />
      {taken || bad ? <span class="pf-wrong">{taken ? t.nameTaken : t.mistakes.name}</span> : null}
    </label>
  );
}
