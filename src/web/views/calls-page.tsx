import { texts } from '../i18n/index.ts';
import { dayTime, duration, isDay, phoneNumber } from '../lib/format.ts';
import { levelWord, outcomeTone, phaseTone } from '../lib/seat-words.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { nameOf } from '../state/desk.ts';
import { linkToCall, query } from '../state/router.ts';
import type { CallRow } from '../state/wire.ts';
import { Choose, Filters, ListBody, Typed } from './list-parts.tsx';
import { Mark } from './parts.tsx';

/** Calls, newest first. */
export function CallsPage() {
  const t = texts.value;
  const { outcome = '', seat = '', day = '', phase = '', surveyLevel = '' } = query.value;
  const pages = usePages<CallRow>('/calls', {
    outcome,
    seat,
    phase,
    surveyLevel,
    since: isDay(day) ? day : '',
    until: isDay(day) ? day : '',
  });
  return (
    <section class="card wide" aria-label={t.calls.title}>
      <header>
        <h1>{t.calls.title}</h1>
      </header>
      <Filters names={['outcome', 'seat', 'day', 'phase', 'surveyLevel']} again={pages.again}>
        <Choose name="outcome" label={t.calls.outcome} options={Object.entries(t.outcome)} />
        <Choose
          name="phase"
          label={t.calls.phase}
          options={[
            ['live', t.calls.running],
            ['ended', t.phase.ended],
          ]}
        />
        <Choose name="surveyLevel" label={t.survey.title} options={Object.entries(t.survey.levels)} />
        <Typed name="seat" label={t.calls.seat} width={8} />
        <Typed name="day" label={t.calls.day} type="date" />
      </Filters>
      <ListBody pages={pages} none={t.calls.none}>
        <CallTable rows={pages.value?.items ?? []} />
      </ListBody>
    </section>
  );
}

function CallTable({ rows }: { readonly rows: readonly CallRow[] }) {
  const t = texts.value;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.calls.at}</th>
          <th>{t.calls.from}</th>
          <th>{t.calls.outcome}</th>
          <th class="right">{t.calls.lasted}</th>
          <th>{t.calls.seat}</th>
          <th>{t.calls.agent}</th>
          <th>{t.survey.title}</th>
          <th>{t.calls.ticket}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <CallLine key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function CallLine({ row }: { readonly row: CallRow }) {
  const t = texts.value;
  return (
    <tr class="open">
      <td>
        <a href={linkToCall(row.id)} aria-label={t.calls.open(row.ticketNo)}>
          {dayTime(row.arrivedAt, now.value)}
        </a>
      </td>
      <td class="number">{row.from === null ? t.bar.unknownNumber : phoneNumber(row.from)}</td>
      <td>
        <Mark tone={row.outcome === null ? phaseTone(row.phase) : outcomeTone(row.outcome)}>
          {row.outcome === null ? t.phase[row.phase] : t.outcome[row.outcome]}
        </Mark>
      </td>
      <td class="right">{duration((row.endedAt ?? now.value) - row.arrivedAt)}</td>
      <td>{row.seat ?? t.common.none}</td>
      <td>{nameOf(row.agent) ?? t.common.none}</td>
      <td>{levelWord(t, row.surveyLevel)}</td>
      <td class="number">{row.ticketNo}</td>
    </tr>
  );
}
