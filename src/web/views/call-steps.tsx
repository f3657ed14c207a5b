import { texts } from '../i18n/index.ts';
import { clockTime, duration } from '../lib/format.ts';
import { steps, whoOf } from '../lib/steps.ts';
import type { CallRecord } from '../state/wire.ts';

/** Every step of a call on a time line: the hour, how long after its beginning, and what happened. */
export function CallSteps({ record }: { readonly record: CallRecord }) {
  const t = texts.value;
  const seats = new Map(record.legs.map((leg) => [leg.id, whoOf(t, leg)]));
  const lines = steps(t, record.steps, (leg) => seats.get(leg) ?? leg);
  return (
    <ol class="steps">
      {lines.map((line, i) => (
        <li key={i} class={line.tone}>
          <time>{clockTime(line.at)}</time>
          <span class="offset">{t.call.after(duration(line.at - record.arrivedAt))}</span>
          <span class="dot" aria-hidden="true" />
          <span class="what">{line.what}</span>
        </li>
      ))}
    </ol>
  );
}
