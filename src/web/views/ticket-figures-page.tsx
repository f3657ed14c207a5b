import { texts } from '../i18n/index.ts';
import { day, share } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { withQuery } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { query } from '../state/router.ts';
import { unitName, useUnits } from '../state/ticket.ts';
import type { CountRow } from '../state/wire.ts';
import { Choose, Filters, Typed } from './list-parts.tsx';
import { Trouble } from './parts.tsx';

/** The columns: figures that lead to their tickets, and shares of them. */
const columns = [
  'received',
  'acknowledgedOnTime',
  'acknowledgedLate',
  'acknowledgedShare',
  'answeredOnTime',
  'answeredLate',
  'answeredShare',
  'satisfiedShare',
  'timelyShare',
  'rated',
  'returned',
  'redone',
  'urged',
] as const;
const isShare = (column: (typeof columns)[number]): boolean => column.endsWith('Share');

type By = 'unit' | 'topic' | 'district';
const monthMs = 31 * 86_400_000;

/** Units, topics and districts by the regulation's own measures; every number can be opened. */
export function TicketFiguresPage() {
  const t = texts.value.ticket.figures;
  const units = useUnits();
  const { by: asked = '', since: from = '', until: to = '' } = query.value;
  const by: By = asked === 'topic' || asked === 'district' ? asked : 'unit';
  const since = from === '' ? day(now.value - monthMs) : from;
  const until = to === '' ? day(now.value) : to;
  const path = withQuery('/tickets/statistics', { by, since, until });
  const { value, problem, again } = useFetch<readonly CountRow[]>(path);
  const nameOf = (key: string | null): string =>
    key === null ? t.without : by === 'unit' ? unitName(units, key) : key;
  return (
    <section class="card wide" aria-label={t.title}>
      <header>
        <h1>{t.title}</h1>
        <span class="quiet">{t.hint}</span>
        {may('ticket.export') ? (
          <a
            class="end"
            href={`/api/v1${withQuery('/tickets/statistics.xlsx', { by, since, until })}`}
            download
          >
            {t.xlsx}
          </a>
        ) : null}
      </header>
      <Filters names={['by', 'since', 'until']} again={again}>
        <Choose
          name="by"
          label={t.by}
          options={[
            ['topic', t.topic],
            ['district', t.district],
          ]}
        />
        <Typed name="since" label={texts.value.ticket.find.since} type="date" />
        <Typed name="until" label={texts.value.ticket.find.until} type="date" />
      </Filters>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value?.length === 0 ? <p class="empty">{t.none}</p> : null}
      <div class="scroll">
        <table class="table">
          <thead>
            <tr>
              <th>{t[by]}</th>
              {columns.map((column) => (
                <th key={column} class="right">
                  {t[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(value ?? []).map((row) => (
              <tr key={row.key ?? ''} class="open">
                <td>{nameOf(row.key)}</td>
                {columns.map((column) => (
                  <td key={column} class="right number">
                    <Figure row={row} column={column} period={{ by, since, until }} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Figure({
  row,
  column,
  period: { by, since, until },
}: {
  readonly row: CountRow;
  readonly column: (typeof columns)[number];
  readonly period: { readonly by: By; readonly since: string; readonly until: string };
}) {
  const value = row[column];
  if (isShare(column)) return <>{share(value)}</>;
  if (value === 0 || value === null) return <>{0}</>;
  return (
    <a href={`#${withQuery('/find', { [by]: row.key ?? '-', figure: column, since, until })}`}>{value}</a>
  );
}
