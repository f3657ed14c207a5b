import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import type { RouteRow } from '../state/wire.ts';

/** How often the ways are asked for while they are looked at, in ms. */
const everyMs = 5_000;

/** The ways to the emergency desks: whether they can be relied on must be seen before somebody needs one. */
export function BoardRoutes() {
  const t = texts.value.routes;
  const { value } = useFetch<readonly RouteRow[]>('/emergency-routes', Math.floor(now.value / everyMs));
  if (value === null || value.length === 0) return null;
  return (
    <section class="board-routes" aria-label={t.title}>
      <ul>
        {value.map((row) => (
          <Way key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Way({ row }: { readonly row: RouteRow }) {
  const t = texts.value.routes;
  return (
    <li class={row.alarming ? 'alarm' : row.reach}>
      <b>{row.number}</b>
      <span>{row.name === row.number ? (row.district ?? t.city) : row.name}</span>
      <strong title={t.reachHint[row.reach]}>{t.reach[row.reach]}</strong>
      <small>{lastOf(row)}</small>
    </li>
  );
}

/** What came of the way last, newest first. */
function lastOf({ success, failure }: RouteRow): string {
  const t = texts.value.routes;
  const told = [
    ...(success === null ? [] : [{ at: success.at, text: t.success(dayTime(success.at, now.value)) }]),
    ...(failure === null
      ? []
      : [{ at: failure.at, text: t.failure(dayTime(failure.at, now.value), t.why[failure.why]) }]),
  ];
  if (told.length === 0) return t.neverUsed;
  return told
    .toSorted((a, b) => b.at - a.at)
    .map(({ text }) => text)
    .join(' · ');
}
