import { texts } from '../i18n/index.ts';
import { dayTime, duration, isDay, share } from '../lib/format.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { linkToRecording, query } from '../state/router.ts';
import type { RecordingRow } from '../state/wire.ts';
import { Filters, ListBody, Typed } from './list-parts.tsx';
import { Mark } from './parts.tsx';

const ticketPattern = /^\d{8}-\d{6,9}$/;

/** Recordings somebody may know of, newest first. */
export function RecordingsPage() {
  const t = texts.value;
  const { ticket = '', since = '', until = '' } = query.value;
  const pages = usePages<RecordingRow>('/recordings', {
    ticket: ticketPattern.test(ticket) ? ticket : '',
    since: isDay(since) ? since : '',
    until: isDay(until) ? until : '',
  });
  return (
    <section class="card wide" aria-label={t.recordings.title}>
      <header>
        <h1>{t.recordings.title}</h1>
      </header>
      <Filters names={['ticket', 'since', 'until']} again={pages.again}>
        <Typed name="ticket" label={t.recordings.ticket} width={18} />
        <Typed name="since" label={t.recordings.since} type="date" />
        <Typed name="until" label={t.recordings.until} type="date" />
      </Filters>
      <ListBody pages={pages} none={t.recordings.none}>
        <table class="table">
          <thead>
            <tr>
              <th>{t.recordings.started}</th>
              <th>{t.recordings.kind}</th>
              <th>{t.recordings.ticket}</th>
              <th>{t.recordings.length}</th>
              <th>{t.recordings.silence}</th>
              <th>{t.recordings.state}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {(pages.value?.items ?? []).map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </ListBody>
    </section>
  );
}

function Line({ row }: { readonly row: RecordingRow }) {
  const t = texts.value;
  return (
    <tr class="open">
      <td>{dayTime(row.startedAt, now.value)}</td>
      <td>{t.recordings.kinds[row.kind]}</td>
      <td class="number">{row.ticketNo}</td>
      <td class="number">{row.durationMs === null ? t.common.none : duration(row.durationMs)}</td>
      <td>{share(row.silenceShare)}</td>
      <td>
        {row.alarm === null ? (
          t.recording[row.state]
        ) : (
          <Mark tone="alarm">{t.recordings.alarms[row.alarm]}</Mark>
        )}
      </td>
      <td>
        <a href={linkToRecording(row.id)}>{t.recordings.open}</a>
      </td>
    </tr>
  );
}
