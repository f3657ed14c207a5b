import { texts } from '../i18n/index.ts';
import { clockTime, day as dayOf, duration, isDay, share } from '../lib/format.ts';
import { queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { withQuery } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { query } from '../state/router.ts';
import { view } from '../state/socket.ts';
import type { CallerFiguresRow, QueueFiguresRow, SeatFiguresRow } from '../state/wire.ts';
import { Choose, Filters, Typed } from './list-parts.tsx';
import { Trouble } from './parts.tsx';
import { ReportChart } from './report-chart.tsx';

type Row = QueueFiguresRow | SeatFiguresRow | CallerFiguresRow;

/** A day's figures: its course by quarter hours, its agents, or its callers on lists. */
export function ReportsPage() {
  const t = texts.value;
  const r = t.figures.reports;
  const { day: asked = '', queue = '', what = '' } = query.value;
  const day = isDay(asked) ? asked : dayOf(now.value);
  const shown = what === 'callers' || (what === 'agents' && may('agentFigures.read')) ? what : 'course';
  const from = { callers: 'callers', agents: 'seats', course: 'intervals' }[shown];
  const path = withQuery(`/figures/${from}`, {
    ...{ since: day, until: day },
    queue: shown === 'course' ? queue : '',
  });
  const { value, problem, again } = useFetch<readonly Row[]>(path);
  return (
    <section class="card wide" aria-label={r.title}>
      <header>
        <h1>{r.title}</h1>
        <span class="quiet">{day}</span>
        <a class="end" href={`/api/v1${path}&format=csv`} download>
          {r.csv}
        </a>
      </header>
      <Filters names={['day', 'queue', 'what']} again={again}>
        <Typed name="day" label={r.day} type="date" />
        <Choose
          name="queue"
          label={r.queue}
          options={(view.value?.queues ?? []).map((row) => [row.queue, queueWord(t, row.queue)])}
        />
        <Choose
          name="what"
          label={r.what}
          options={[
            ...(may('agentFigures.read') ? [['agents', r.agents] as const] : []),
            ['callers', r.callers],
          ]}
        />
      </Filters>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? (
        <p class="empty">{problem === null ? t.common.loading : ''}</p>
      ) : (
        <Figures rows={value} shown={shown} />
      )}
    </section>
  );
}

function Figures({ rows, shown }: { readonly rows: readonly Row[]; readonly shown: string }) {
  if (shown === 'agents') return <Agents rows={rows.filter((row) => 'agent' in row)} />;
  if (shown === 'callers') return <Callers rows={rows.filter((row) => 'standing' in row)} />;
  return <Course rows={rows.filter((row) => 'offered' in row)} />;
}

/** The head of a table of counts. @param first what the rows are of */
const Heads = ({ first, heads }: { readonly first: string; readonly heads: readonly string[] }) => (
  <thead>
    <tr>
      <th>{first}</th>
      {heads.map((word) => (
        <th key={word} class="right">
          {word}
        </th>
      ))}
    </tr>
  </thead>
);

function Callers({ rows }: { readonly rows: readonly CallerFiguresRow[] }) {
  const t = texts.value;
  const r = t.figures.reports;
  const heads = [r.callsOf, r.answered, r.abandoned, r.turnedAway, r.otherwise, r.live];
  return (
    <div class="scroll">
      <table class="table">
        <Heads first={r.list} heads={heads} />
        <tbody>
          {rows.map(({ standing, calls, answered, abandoned, blocked, otherwise, live }) => (
            <tr key={standing}>
              <td>{standing === 'repeat' ? r.repeat : t.callers.kinds[standing]}</td>
              {[calls, answered, abandoned, blocked, otherwise, live].map((count, n) => (
                <td key={heads[n] ?? ''} class="right">
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Course({ rows }: { readonly rows: readonly QueueFiguresRow[] }) {
  const r = texts.value.figures.reports;
  const busy = rows.filter((row) => row.offered > 0);
  const [first, last] = [busy[0], busy.at(-1)];
  if (first === undefined || last === undefined) return <p class="empty">{r.none}</p>;
  const between = rows.filter((row) => row.since >= first.since && row.since <= last.since);
  const heads = [r.offered, r.answered, r.abandoned, r.short, r.away, r.level, r.asa, r.longest, r.aht];
  return (
    <>
      <ReportChart rows={rows} />
      <div class="scroll">
        <table class="table">
          <Heads first={r.at} heads={heads} />
          <tbody>
            {between.map((row) => (
              <CourseLine key={row.since} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const time = (ms: number | null): string => (ms === null ? texts.value.common.none : duration(ms));

function CourseLine({ row }: { readonly row: QueueFiguresRow }) {
  const cells = [
    ...[row.offered, row.answered, row.abandoned, row.shortAbandoned, row.turnedAway],
    ...[share(row.serviceLevel), time(row.asaMs), time(row.longestWaitMs), time(row.ahtMs)],
  ];
  return (
    <tr>
      <td>
        {clockTime(row.since).slice(0, 5)}–{clockTime(row.until).slice(0, 5)}
      </td>
      {cells.map((cell, n) => (
        <td key={String(n)} class="right">
          {cell}
        </td>
      ))}
    </tr>
  );
}

function Agents({ rows }: { readonly rows: readonly SeatFiguresRow[] }) {
  const r = texts.value.figures.reports;
  if (rows.length === 0) return <p class="empty">{r.noAgents}</p>;
  const heads = [
    r.answered,
    r.missed,
    r.signedIn,
    r.readyTime,
    r.talk,
    r.wrapUp,
    r.notReady,
    r.aht,
    r.occupancy,
  ];
  return (
    <div class="scroll">
      <table class="table">
        <Heads first={r.agent} heads={heads} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.agent}>
              <td>{row.agentName ?? row.agent}</td>
              {[
                ...[row.answered, row.missed, time(row.signedInMs), time(row.readyMs), time(row.talkingMs)],
                ...[time(row.wrapUpMs), time(row.notReadyMs), time(row.ahtMs), share(row.occupancy)],
              ].map((cell, n) => (
                <td key={heads[n] ?? ''} class="right">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
