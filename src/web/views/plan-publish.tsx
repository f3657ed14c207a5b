import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { post } from '../state/api.ts';
import { typedIn } from '../state/plan-typing.ts';
import type { PlanDraft } from '../state/wire.ts';
import { busyWhy, type Doing, Text, Twice } from './forms.tsx';

type PublishProps = { readonly draft: PlanDraft; readonly doing: Doing; readonly published: () => void };

/** Puts a draft in force: at once or from an instant, for good or until one. */
export function PlanPublish({ draft, doing, published }: PublishProps) {
  const t = texts.value.plan;
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const publish = async (): Promise<void> => {
    const { revision, newest: over } = draft;
    const body = { revision, over, reason: reason.trim(), from: instant(from), until: instant(until) };
    const path = `/plan/drafts/${String(draft.id)}/publish`;
    if ((await doing.give(() => post(path, body), t.published)) !== null) published();
  };
  const unready = reason.trim() === '' ? t.reasonFirst : busyWhy(doing);
  return (
    <div class="plan-publish">
      <Text label={t.reason} value={reason} onInput={setReason} />
      <Moment label={t.from} hint={t.fromHint} value={from} onInput={setFrom} />
      <Moment label={t.until} hint={t.untilHint} value={until} onInput={setUntil} />
      <Twice
        confirm={t.surePublish}
        why={typedIn(String(draft.id)) === null ? unready : t.saveFirst}
        onPress={() => void publish()}
      >
        {t.publish}
      </Twice>
    </div>
  );
}

type MomentProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
};

const Moment = ({ label, hint, value, onInput }: MomentProps) => (
  <label class="field" title={hint}>
    <span>{label}</span>
    <input type="datetime-local" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    <small class="quiet">{hint}</small>
  </label>
);

/** The city's clock, wherever the browser thinks it is. Null: nothing was chosen. */
const instant = (local: string): number | null => (local === '' ? null : Date.parse(`${local}:00+08:00`));
