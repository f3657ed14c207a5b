import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import type { RequestRow } from '../state/wire.ts';
import { CopyRows } from './copy-rows.tsx';
import { Act, Trouble } from './parts.tsx';

/** Copies of recordings: what one asked for oneself, and what waits for somebody to decide. */
export function CopiesPage() {
  const { common, recordings } = texts.value;
  const t = recordings.copies;
  const { value, problem, again } = useFetch<readonly RequestRow[]>('/recording-requests');
  return (
    <section class="card wide" aria-label={t.title}>
      <header>
        <h1>{t.title}</h1>
        <span class="end">
          <Act onPress={again}>{common.refresh}</Act>
        </span>
      </header>
      <p class="body small quiet">{t.hint}</p>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? (
        problem === null ? (
          <p class="empty">{common.loading}</p>
        ) : null
      ) : value.length === 0 ? (
        <p class="empty">{t.none}</p>
      ) : (
        <div class="scroll">
          <CopyRows rows={value} named again={again} />
        </div>
      )}
    </section>
  );
}
