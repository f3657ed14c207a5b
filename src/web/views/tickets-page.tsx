import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { levelWord, outcomeWord } from '../lib/seat-words.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { nameOf } from '../state/desk.ts';
import { linkToCall, linkToTicket, query } from '../state/router.ts';
import type { TicketRow } from '../state/wire.ts';
import { Choose, Filters, ListBody } from './list-parts.tsx';
import { Mark } from './parts.tsx';

/** Tickets, newest first. */
export function TicketsPage() {
  const t = texts.value;
  const { state = '', surveyLevel = '' } = query.value;
  const pages = usePages<TicketRow>('/tickets', { state, surveyLevel });
  return (
    <section class="card wide" aria-label={t.tickets.title}>
      <header>
        <h1>{t.tickets.title}</h1>
      </header>
      <Filters names={['state', 'surveyLevel']} again={pages.again}>
        <Choose name="state" label={t.tickets.state} options={Object.entries(t.tickets.stateWords)} />
        <Choose name="surveyLevel" label={t.survey.title} options={Object.entries(t.survey.levels)} />
      </Filters>
      <ListBody pages={pages} none={t.tickets.none}>
        <TicketTable rows={pages.value?.items ?? []} />
      </ListBody>
    </section>
  );
}

function TicketTable({ rows }: { readonly rows: readonly TicketRow[] }) {
  const t = texts.value;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.tickets.no}</th>
          <th>{t.tickets.opened}</th>
          <th>{t.tickets.from}</th>
          <th>{t.tickets.state}</th>
          <th>{t.tickets.why}</th>
          <th>{t.survey.title}</th>
          <th>{t.tickets.agent}</th>
          <th>{t.tickets.call}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TicketLine key={row.no} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function TicketLine({ row }: { readonly row: TicketRow }) {
  const t = texts.value;
  return (
    <tr class="open">
      <td class="number">
        <a href={linkToTicket(row.no)}>{row.no}</a>
      </td>
      <td>{dayTime(row.openedAt, now.value)}</td>
      <td class="number">
        {row.callerNumber === null ? t.bar.unknownNumber : phoneNumber(row.callerNumber)}
      </td>
      <td>
        <Mark tone={row.state === 'open' ? 'full' : 'quiet'}>{t.tickets.stateWords[row.state]}</Mark>
      </td>
      <td>{outcomeWord(t, row.outcome)}</td>
      <td>{levelWord(t, row.surveyLevel)}</td>
      <td>{nameOf(row.agent) ?? t.common.none}</td>
      <td>
        <a href={linkToCall(row.call)}>{t.desk.openRecord}</a>
      </td>
    </tr>
  );
}
