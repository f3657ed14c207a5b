import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { readJson } from '../lib/json-place.ts';
import type { Goal } from '../lib/plan-goal.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post, put, remove } from '../state/api.ts';
import { setTyped, typedIn } from '../state/plan-typing.ts';
import { setQuery } from '../state/router.ts';
import type { PlanChecked, PlanDraft } from '../state/wire.ts';
import { busyWhy, type Doing, Said, Text, Twice, useDoing } from './forms.tsx';
import { Act, Card, Trouble } from './parts.tsx';
import { PlanFindings } from './plan-findings.tsx';
import { DifferenceTable } from './plan-parts.tsx';
import { PlanPublish } from './plan-publish.tsx';
import { PlanTry } from './plan-try.tsx';
import { PlanViews } from './plan-views.tsx';

type DraftProps = {
  readonly id: string;
  /** Whether somebody who did not write in it must approve it. */
  readonly approval: boolean;
  readonly changed: () => void;
  readonly close: () => void;
};

/** A plan that is being written: as text, checked, and on its way into force. */
export function PlanDraftCard({ id, approval, changed, close }: DraftProps) {
  const t = texts.value.plan;
  const path = `/plan/drafts/${id}`;
  const { value, problem, again } = useFetch<PlanDraft>(path);
  const doing = useDoing();
  const gone = (): void => {
    setTyped(id, null);
    changed();
    close();
  };
  const removeIt = async (): Promise<void> => {
    if ((await doing.give(() => remove(path))) !== null) gone();
  };
  return (
    <Card title={t.edit(value?.title ?? id)} end={<Act onPress={close}>{t.close}</Act>}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? null : (
        <div class="body plan-editor">
          <Editor
            draft={value}
            approval={approval}
            doing={doing}
            changed={() => {
              again();
              changed();
            }}
          />
          <PlanTry draft={value} />
          <PlanPublish draft={value} doing={doing} published={gone} />
          <Said doing={doing} />
          <h3>{t.differenceNow}</h3>
          <DifferenceTable rows={value.difference} />
          <div class="acts">
            <Twice confirm={t.sureRemoveDraft} why={busyWhy(doing)} onPress={() => void removeIt()}>
              {t.removeDraft}
            </Twice>
          </div>
        </div>
      )}
    </Card>
  );
}

type WorkProps = { readonly draft: PlanDraft; readonly doing: Doing; readonly changed: () => void };
type Found = { readonly rows: PlanChecked['findings']; readonly old: boolean };

/** What is typed is kept in the browser until it is saved; who saves says over which revision. */
function Editor({ approval, ...work }: WorkProps & { readonly approval: boolean }) {
  const { draft, doing, changed } = work;
  const t = texts.value.plan;
  const id = String(draft.id);
  const typed = typedIn(id);
  const text = typed?.text ?? JSON.stringify(draft.document, null, 2);
  const title = typed?.title ?? draft.title;
  const [found, setFound] = useState<Found | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const [goal, setGoal] = useState<Goal | null>(null);
  const type = (change: { readonly text?: string; readonly title?: string }): void => {
    setFound((before) => before && { ...before, old: true });
    setBroken(null);
    setTyped(id, { revision: typed?.revision ?? draft.revision, text, title, ...change });
  };
  const save = async (): Promise<void> => {
    const read = readJson(text);
    setBroken(read.ok ? null : t.notJson(read.line, read.code));
    if (!read.ok) {
      setQuery({ as: 'text' });
      setGoal({ pointer: '', place: read.place });
      return;
    }
    const body = { title, revision: typed?.revision ?? draft.revision, document: read.value };
    if ((await doing.give(() => put<PlanDraft>(`/plan/drafts/${id}`, body), t.saved)) === null) return;
    setTyped(id, null);
    changed();
  };
  const check = async (): Promise<void> => {
    const done = await doing.give(() => post<PlanChecked>(`/plan/drafts/${id}/check`));
    setFound(done && { rows: done.value.findings, old: false });
    changed();
  };
  useSaveKey(save);
  return (
    <fieldset class="plan-editor" aria-label={t.contents}>
      <Text label={t.draftTitle} value={title} onInput={(value) => type({ title: value })} />
      <PlanViews
        text={text}
        goal={goal}
        findings={found?.rows ?? []}
        onText={(next) => type({ text: next })}
        onGoal={setGoal}
      />
      <p class="plan-state" aria-live="polite">
        {broken ?? (typed === null ? t.draftStates[draft.state] : t.unsaved)}
      </p>
      <div class="acts">
        <Act class="primary" why={busyWhy(doing)} onPress={() => void save()}>
          {t.save}
        </Act>
        <Act why={typed === null ? busyWhy(doing) : t.saveFirst} onPress={() => void check()}>
          {t.check}
        </Act>
        {approval ? <Approve {...work} /> : null}
        {typed === null ? null : (
          <Twice confirm={t.sureReread} onPress={() => setTyped(id, null)}>
            {t.reread}
          </Twice>
        )}
      </div>
      {found === null ? null : <PlanFindings {...found} goTo={(pointer) => setGoal({ pointer })} />}
    </fieldset>
  );
}

/** Ctrl+S wherever the focus is: what had it may just have been removed. */
function useSaveKey(save: () => Promise<void>): void {
  const latest = useRef(save);
  latest.current = save;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
      event.preventDefault();
      void latest.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** Where it is wanted, somebody who did not write in the draft approves it as it is now. */
function Approve({ draft, doing, changed }: WorkProps) {
  const t = texts.value.plan;
  const approve = async (): Promise<void> => {
    const body = { revision: draft.revision };
    await doing.give(() => post(`/plan/drafts/${String(draft.id)}/approve`, body), t.approved);
    changed();
  };
  const why = typedIn(String(draft.id)) === null ? busyWhy(doing) : t.saveFirst;
  return (
    <Act why={why} onPress={() => void approve()}>
      {t.approve}
    </Act>
  );
}
