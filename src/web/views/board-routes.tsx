import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { type Problem, post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import type { RouteRow } from '../state/wire.ts';
import { Act, Trouble } from './parts.tsx';

/** How often the ways are asked for while they are looked at, in ms; while one is tried, every second. */
const everyMs = 5_000;

/** The ways to the emergency desks: whether they can be relied on must be seen before somebody needs one. */
export function BoardRoutes() {
  const t = texts.value.routes;
  const [trying, setTrying] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { value, again } = useFetch<readonly RouteRow[]>(
    '/emergency-routes',
    Math.floor(now.value / (trying ? 1_000 : everyMs)),
  );
  if (value === null || value.length === 0) return null;
  const underWay = value.some(({ testing }) => testing !== null);
  if (underWay !== trying) setTrying(underWay);
  const tryOut = (path: string): void => {
    setProblem(null);
    void post(path).then((answer) => {
      if (!answer.ok) setProblem(answer.problem);
      again();
    });
  };
  return (
    <section class="board-routes" aria-label={t.title}>
      <header>
        <h2>{t.title}</h2>
        {may('emergency.test') ? (
          <Act
            title={t.trialHint}
            why={value.some(({ testable }) => testable) ? null : t.noneTestable}
            onPress={() => tryOut('/emergency-routes/test')}
          >
            {t.trialAll}
          </Act>
        ) : null}
        {problem === null ? null : <Trouble problem={problem} />}
      </header>
      <ul>
        {value.map((row) => (
          <Way key={row.id} row={row} onTry={() => tryOut(`/emergency-routes/${row.id}/test`)} />
        ))}
      </ul>
    </section>
  );
}

function Way({ row, onTry }: { readonly row: RouteRow; readonly onTry: () => void }) {
  const t = texts.value.routes;
  return (
    <li class={row.alarming ? 'alarm' : row.reach}>
      <b>{row.number}</b>
      <span>{row.name === row.number ? (row.district ?? t.city) : row.name}</span>
      <strong title={t.reachHint[row.reach]}>{t.reach[row.reach]}</strong>
      {may('emergency.test') ? (
        <Act title={t.trialHint} why={whyNot(row)} onPress={onTry}>
          {t.trial}
        </Act>
      ) : null}
      <small aria-live="polite">{row.testing === null ? lastOf(row) : t[row.testing]}</small>
    </li>
  );
}

function whyNot({ testable, testing }: RouteRow): string | null {
  const t = texts.value.routes;
  if (!testable) return t.noTestNumber;
  return testing === null ? null : t[testing];
}

/** What came of the way last, newest first. */
function lastOf({ success, failure }: RouteRow): string {
  const told = [...toldOfSuccess(success), ...toldOfFailure(failure)];
  if (told.length === 0) return texts.value.routes.neverUsed;
  return told
    .toSorted((a, b) => b.at - a.at)
    .map(({ text }) => text)
    .join(' · ');
}

type Told = readonly { readonly at: number; readonly text: string }[];

function toldOfSuccess(success: RouteRow['success']): Told {
  if (success === null) return [];
  const t = texts.value.routes;
  const { at, tookMs } = success;
  const when = dayTime(at, now.value);
  return [{ at, text: tookMs === null ? t.success(when) : t.tried(when, (tookMs / 1_000).toFixed(1)) }];
}

function toldOfFailure(failure: RouteRow['failure']): Told {
  if (failure === null) return [];
  const t = texts.value.routes;
  const { at, by, why } = failure;
  const word = by === 'test' ? t.trialFailed : t.failure;
  return [{ at, text: word(dayTime(at, now.value), t.why[why]) }];
}
