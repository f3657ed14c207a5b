import type { ComponentChildren } from 'preact';
import { texts } from '../i18n/index.ts';
import { readJson } from '../lib/json-place.ts';
import type { Goal } from '../lib/plan-goal.ts';
import type { Schema } from '../lib/plan-schema.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { query, setQuery } from '../state/router.ts';
import type { PromptRow } from '../state/wire.ts';
import { Act, Trouble } from './parts.tsx';
import { Editing, type Finding } from './plan-editing.ts';
import { PlanFlow } from './plan-flow.tsx';
import { PlanForm } from './plan-form.tsx';
import { PlanText } from './plan-text.tsx';
import { Tabs } from './tabs.tsx';

type PlanViewsProps = {
  /** The document: what every view reads, and changes. */
  readonly text: string;
  readonly goal: Goal | null;
  readonly findings: readonly Finding[];
  readonly onText: (text: string) => void;
  readonly onGoal: (goal: Goal | null) => void;
};

const views = ['form', 'flow', 'text'] as const;
type View = (typeof views)[number];

/** The document of a draft as a form, as a flow graph and as text. The text is the truth: the others read it, and write into it. */
export function PlanViews({ text, goal, findings, onText, onGoal }: PlanViewsProps) {
  const t = texts.value.plan.form;
  const as = views.find((one) => one === query.value['as']) ?? 'text';
  const choose = (view: View): void => setQuery({ as: view });
  // Who goes to another view by hand is not led to where a finding was.
  const turn = (view: View): void => {
    onGoal(null);
    choose(view);
  };
  const mend = (place: Goal): void => {
    choose('text');
    onGoal(place);
  };
  return (
    <Tabs label={t.tabs} tabs={views.map((one) => [one, t.as[one]] as const)} chosen={as} onChoose={turn}>
      {as === 'text' ? (
        <PlanText text={text} goal={goal} onInput={onText} />
      ) : (
        <Readable text={text} goal={goal} findings={findings} write={onText} mend={mend}>
          {as === 'form' ? <PlanForm /> : <PlanFlow />}
        </Readable>
      )}
    </Tabs>
  );
}

type ReadableProps = {
  readonly text: string;
  readonly goal: Goal | null;
  readonly findings: readonly Finding[];
  readonly write: (text: string) => void;
  readonly mend: (goal: Goal) => void;
  readonly children: ComponentChildren;
};

/** The views that need a text that can be read, or the way to where it cannot. */
function Readable({ text, goal, findings, write, mend, children }: ReadableProps) {
  const t = texts.value;
  const schema = useFetch<Schema>('/plan/schema');
  const prompts = useFetch<readonly PromptRow[]>('/prompts');
  const read = readJson(text);
  const document = read.ok ? read.value : null;
  if (!read.ok || typeof document !== 'object' || document === null || Array.isArray(document))
    return (
      <div class="note pf-broken" role="alert">
        <p>{read.ok ? t.plan.form.notObject : t.plan.form.broken(read.line, read.code)}</p>
        <Act
          onPress={() => mend({ pointer: '', place: read.ok ? { from: 0, to: text.length } : read.place })}
        >
          {t.plan.form.toText}
        </Act>
      </div>
    );
  if (schema.value === null)
    return schema.problem === null ? (
      <p class="empty">{t.common.loading}</p>
    ) : (
      <Trouble problem={schema.problem} onRetry={schema.again} />
    );
  const plan = {
    ...{ text, goal, findings, write, schema: schema.value, prompts: prompts.value ?? [] },
    document: document as Readonly<Record<string, unknown>>,
  };
  return <Editing.Provider value={plan}>{children}</Editing.Provider>;
}
