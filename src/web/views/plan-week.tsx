import { language, texts } from '../i18n/index.ts';
import { type Path, pointerOf, valueAt, withItem, withValue } from '../lib/json-edit.ts';
import { mistakeIn, type Schema } from '../lib/plan-schema.ts';
import { clockAsTyped, clockOf, halvesOf, minutesIn } from '../lib/plan-spans.ts';
import { Act } from './parts.tsx';
import { findingsAt, usePlan, wordsOf } from './plan-editing.ts';
import type { InputProps } from './plan-inputs.tsx';
import { itemsAt } from './plan-lists.tsx';

/** The times of one day, each from and until; and a strip of the day that shows them. */
export function SpansInput({ path, label, most }: InputProps & { readonly most: number }) {
  const t = texts.value.plan.form;
  const { document, text, write, set } = usePlan();
  const spans = itemsAt(document, path);
  const last = minutesIn(spans.at(-1));
  const next =
    last === null || last.until > 1_320
      ? '08:00-12:00'
      : `${clock(last.until + 60)}-${clock(Math.min(last.until + 240, 1_440))}`;
  const put = (n: number, from: string, until: string): void => set([...path, n], `${from}-${until}`);
  return (
    <fieldset class="pf-spans" aria-label={label}>
      <DayStrip spans={spans} />
      {spans.length === 0 ? <span class="quiet small">{t.closedDay}</span> : null}
      {spans.map((span, n) => {
        const [from, until] = halvesOf(span);
        const words = t.span(label, n + 1);
        const wrong = minutesIn(span) === null;
        return (
          <span class="pf-span" key={pointerOf([...path, n])} data-at={pointerOf([...path, n])}>
            <ClockInput
              label={`${words} ${t.members['from']?.[0] ?? ''}`}
              value={from}
              wrong={wrong}
              onInput={(value) => put(n, value, until)}
            />
            –
            <ClockInput
              label={`${words} ${t.members['until']?.[0] ?? ''}`}
              value={until}
              wrong={wrong}
              onInput={(value) => put(n, from, value)}
            />
            <button
              type="button"
              class="pf-x"
              aria-label={t.remove(words)}
              title={t.remove(words)}
              onClick={() => set([...path, n], undefined)}
            >
              ×
            </button>
            {wrong ? <span class="pf-wrong">{t.mistakes.span}</span> : null}
          </span>
        );
      })}
      {spans.length >= most ? null : (
        <button
          type="button"
          class="pf-x"
          aria-label={t.addTo(t.span(label, spans.length + 1))}
          title={t.addTo(t.span(label, spans.length + 1))}
          onClick={() => write(withItem(text, path, [spans.length, next]))}
        >
          ＋
        </button>
      )}
    </fieldset>
  );
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

type ClockProps = {
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly onInput: (value: string) => void;
};

/** A field of its own because a browser's own for times has no 24:00. */
const ClockInput = ({ label, value, wrong, onInput }: ClockProps) => (
  <input
    class="pf-clock"
    aria-label={label}
    aria-invalid={wrong}
    maxLength={5}
    value={value}
    onInput={(event) => onInput(clockAsTyped(event.currentTarget.value.replaceAll('-', '')))}
    onChange={(event) => onInput(clockOf(event.currentTarget.value.replaceAll('-', '')))}
  />
);

function DayStrip({ spans }: { readonly spans: readonly unknown[] }) {
  return (
    <svg class="pf-strip" viewBox="0 0 1440 100" preserveAspectRatio="none" aria-hidden="true">
      <rect class="day" width="1440" height="100" />
      {spans.map((span) => {
        const minutes = minutesIn(span);
        return minutes === null ? null : (
          <rect
            class="open"
            key={String(span)}
            x={minutes.from}
            width={minutes.until - minutes.from}
            height="100"
          />
        );
      })}
      {[360, 720, 1_080].map((x) => (
        <rect class="hour" key={x} x={x} width="3" height="100" />
      ))}
    </svg>
  );
}

const workdays = ['tue', 'wed', 'thu', 'fri'];

type WeekProps = { readonly path: Path; readonly schema: Schema };

/** The days of a week, one under the other. */
export function WeekMember({ path, schema }: WeekProps) {
  const t = texts.value.plan.form;
  const { document, findings, text, write } = usePlan();
  const monday = valueAt(document, [...path, 'mon']);
  const copy = (): void =>
    write(workdays.reduce((changed, day) => withValue(changed, [...path, day], monday), text));
  return (
    <div class="pf-object pf-whole" data-at={pointerOf(path)}>
      <fieldset>
        <legend>{wordsOf(path)[0]}</legend>
        {findingsAt(findings, path, false).map((row) => (
          <p key={row.code} class="pf-found">
            {row[language.value].what}
          </p>
        ))}
        <div class="pf-week">
          {Object.entries(schema.properties ?? {}).map(([day, spans]) => {
            const at = [...path, day];
            const found = findingsAt(findings, at, true);
            return (
              <div class="pf-day" key={day} data-at={pointerOf(at)}>
                <span class="pf-label">{wordsOf(at)[0]}</span>
                <div>
                  <SpansInput
                    path={at}
                    schema={spans}
                    required={false}
                    label={wordsOf(at)[0]}
                    wrong={mistakeIn(spans, valueAt(document, at), false) !== null}
                    most={spans.maxItems ?? 10}
                  />
                  {found.map((row) => (
                    <p key={row.code} class={row.severity === 'error' ? 'pf-found error' : 'pf-found'}>
                      {row[language.value].what} <span class="small">{row[language.value].mend}</span>
                    </p>
                  ))}
                </div>
              </div>
            );
          })}
        </div>
        <Act why={monday === undefined ? t.closedDay : null} onPress={copy}>
          {t.copyDay}
        </Act>
      </fieldset>
    </div>
  );
}
