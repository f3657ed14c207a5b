import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { CaseView } from '../state/wire.ts';
import { Act } from './parts.tsx';

const levels = [5, 4, 3, 2, 1] as const;

/** What came of ringing the citizen: reached or not, and five levels for how soon and for what was done. The last call is named with it. */
export function FollowUpForm({
  found,
  give,
}: {
  readonly found: CaseView;
  readonly give: (action: Readonly<Record<string, unknown>>) => void;
}) {
  const t = texts.value.ticket.act;
  const [reached, setReached] = useState(true);
  const [timeliness, setTimeliness] = useState<number | null>(null);
  const [result, setResult] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const missing = reached && (timeliness === null || result === null);
  const call = found.calls.length > 1 ? found.calls.at(-1) : undefined;
  return (
    <form
      class="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing) return;
        give({
          ...{ type: 'followUp', reached, note },
          satisfaction: reached ? { timeliness, result } : null,
          ...(call === undefined ? {} : { call }),
        });
      }}
    >
      <div class="act-row wide">
        <Act pressed={reached} onPress={() => setReached(true)}>
          {t.reached}
        </Act>
        <Act pressed={!reached} onPress={() => setReached(false)}>
          {t.unreached}
        </Act>
      </div>
      {reached ? (
        <>
          <Levels label={t.timeliness} chosen={timeliness} onChoose={setTimeliness} />
          <Levels label={t.result} chosen={result} onChoose={setResult} />
        </>
      ) : null}
      <label class="field wide">
        <span>{t.words}</span>
        <textarea
          rows={2}
          maxLength={10_000}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      <div class="form-foot wide">
        <Act submit class="primary" why={missing ? t.timeliness : null} onPress={() => undefined}>
          {t.submit}
        </Act>
      </div>
    </form>
  );
}

const Levels = ({
  label,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly chosen: number | null;
  readonly onChoose: (level: number) => void;
}) => (
  <fieldset class="levels wide">
    <legend>{label}</legend>
    {levels.map((level) => (
      <label key={level} class="check">
        <input type="radio" name={label} checked={chosen === level} onChange={() => onChoose(level)} />
        {texts.value.ticket.act.satisfaction[level]}
      </label>
    ))}
  </fieldset>
);
