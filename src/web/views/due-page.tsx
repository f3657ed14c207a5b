import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { dialTicket } from '../state/commands.ts';
import { may, mySeat, who } from '../state/desk.ts';
import { linkToTicket, query, setQuery } from '../state/router.ts';
import { type UnitName, unitName, useUnits } from '../state/ticket.ts';
import type { DueRow, NoticeRow, Page } from '../state/wire.ts';
import { Choose, Filters, ListBody } from './list-parts.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { CardMark, lastDay, leftWords, UnreadMark } from './ticket-parts.tsx';

/** How often a list that lies open is asked for again, in ms. */
const everyMs = 30_000;
function useEvery(again: () => void): void {
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
}

/** A unit's inbox, an office's and the call centre's list of what is due: what is next, by when, by which rule. */
export function DuePage() {
  const t = texts.value.ticket;
  const units = useUnits();
  const { card = '', step = '', unread = '', everybody = '' } = query.value;
  const seesMore = may('ticket.figures') && who.value?.unit === null;
  const mine = seesMore && everybody === 'true' ? '' : 'true';
  const pages = usePages<DueRow>('/tickets/due', { card, step, unread, mine });
  useEvery(pages.again);
  const inbox = who.value?.unit !== null;
  return (
    <div class="due-page">
      <section class="card" aria-label={inbox ? t.due.inbox : t.due.title}>
        <header>
          <h1>{inbox ? t.due.inbox : t.due.title}</h1>
        </header>
        <Filters names={['card', 'step', 'unread', 'everybody']} again={pages.again}>
          <Choose
            name="card"
            label={t.due.card}
            options={[
              ['yellow', t.card.yellow],
              ['red', t.card.red],
            ]}
          />
          <Choose name="step" label={t.due.step} options={Object.entries(t.step)} />
          <Choose name="unread" label={t.due.instructions} options={[['true', t.due.unreadOnly]]} />
          {seesMore ? (
            <label class="check">
              <input
                type="checkbox"
                checked={everybody === 'true'}
                onChange={(event) => setQuery({ everybody: event.currentTarget.checked ? 'true' : '' })}
              />
              {t.due.all}
            </label>
          ) : null}
        </Filters>
        <ListBody pages={pages} none={t.due.none}>
          <DueTable rows={pages.value?.items ?? []} units={units} calls={false} />
        </ListBody>
      </section>
      <Notices />
    </div>
  );
}

/** Citizens to be rung about what was done for them (Art. 13). */
export function FollowUpsPage() {
  const t = texts.value.ticket;
  const units = useUnits();
  const pages = usePages<DueRow>('/tickets/due', { step: 'followUp' });
  useEvery(pages.again);
  return (
    <section class="card wide" aria-label={t.due.followUps}>
      <header>
        <h1>{t.due.followUps}</h1>
      </header>
      <Filters names={[]} again={pages.again}>
        <span class="quiet">{t.page.dialHint}</span>
      </Filters>
      <ListBody pages={pages} none={t.due.none}>
        <DueTable rows={pages.value?.items ?? []} units={units} calls />
      </ListBody>
    </section>
  );
}

type TableProps = {
  readonly rows: readonly DueRow[];
  readonly units: readonly UnitName[];
  /** With the way to ring the citizen. */
  readonly calls: boolean;
};

function DueTable({ rows, units, calls }: TableProps) {
  const t = texts.value.ticket;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.due.no}</th>
          <th>{t.field.title}</th>
          <th>{t.due.step}</th>
          <th>{t.due.dueAt}</th>
          <th>{t.due.card}</th>
          <th>{calls ? t.due.caller : t.due.unit}</th>
          <th>{calls ? t.due.tries : t.due.rule}</th>
          {calls ? <th /> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.no}-${String(row.part)}-${row.step}`} class="open">
            <td class="number">
              <a href={linkToTicket(row.no)}>{row.no}</a>
            </td>
            <td class="grow">
              {row.kind === null ? null : <span class="quiet">{t.kind[row.kind]} </span>}
              {row.title === '' ? texts.value.common.none : row.title} <UnreadMark unread={row.unread} />
            </td>
            <td>{t.step[row.step]}</td>
            <td>
              <span class="number">{lastDay(row.dueAt)}</span>
              <br />
              <span class={row.card === 'red' ? 'over small' : 'quiet small'}>{leftWords(row.dueAt)}</span>
            </td>
            <td>
              <CardMark card={row.card} />{' '}
              {row.urges === 0 ? null : <Mark tone="wait">{t.due.urged(row.urges)}</Mark>}
            </td>
            {calls ? (
              <CallCells row={row} />
            ) : (
              <>
                <td>{row.unit === null ? t.owner[row.owner] : unitName(units, row.unit)}</td>
                <td class="small">
                  {row.source}
                  <br />
                  <span class="quiet">
                    {t.page.days(row.days)}
                    {row.provisional ? ` · ${t.page.provisional}` : ''}
                  </span>
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CallCells({ row }: { readonly row: DueRow }) {
  const t = texts.value.ticket;
  return (
    <>
      <td class="number">
        {row.callerNumber === null ? texts.value.bar.unknownNumber : phoneNumber(row.callerNumber)}{' '}
        {row.callerName}
      </td>
      <td>
        {t.due.times(row.tries)}
        {row.lastTryAt === null ? null : (
          <span class="quiet small"> {dayTime(row.lastTryAt, now.value)}</span>
        )}
      </td>
      <td>
        <Act
          why={mySeat.value === null ? t.page.needSeat : null}
          onPress={() => {
            dialTicket(row.no);
            location.hash = linkToTicket(row.no);
          }}
        >
          {t.page.dial}
        </Act>
      </td>
    </>
  );
}

/** What was raised lately: reminders, cards, escalations, deadlines that moved. */
function Notices() {
  const t = texts.value.ticket.due;
  const { value, problem, again } = useFetch<Page<NoticeRow>>('/tickets/notices?limit=30');
  useEvery(again);
  const steps = texts.value.ticket.step;
  return (
    <Card title={t.notices} class="notices">
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value?.items.length === 0 ? <p class="body quiet">{t.noNotices}</p> : null}
      <ul class="body plain">
        {(value?.items ?? []).map((row) => (
          <li key={`${row.no}-${String(row.part)}-${row.step}-${row.kind}-${String(row.at)}`}>
            <b class={row.kind === 'red' || row.kind === 'after' ? 'over' : ''}>{t.notice[row.kind]}</b>{' '}
            <a href={linkToTicket(row.no)}>{row.title === '' ? row.no : row.title}</a>
            <div class="quiet small">
              {steps[row.step]}{' '}
              {row.wasDueAt === null
                ? lastDay(row.dueAt)
                : t.movedFrom(lastDay(row.wasDueAt), lastDay(row.dueAt))}{' '}
              · {dayTime(row.raisedAt, now.value)}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
