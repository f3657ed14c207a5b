import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { type Problem, post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { dialTicket } from '../state/commands.ts';
import { may, mySeat } from '../state/desk.ts';
import { linkToCall, linkToTicket } from '../state/router.ts';
import { type Ticket, ticketPath, type UnitName, unitName, useTicket, useUnits } from '../state/ticket.ts';
import type { CaseView, ChangeRow } from '../state/wire.ts';
import { LinkCall } from './link-call.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { TicketActions } from './ticket-actions.tsx';
import { TicketFiles } from './ticket-files.tsx';
import { TicketForm } from './ticket-form.tsx';
import { DutyLine, StageMark } from './ticket-parts.tsx';
import { Parts } from './ticket-units.tsx';

/** A ticket's dossier: what is asked, what is due and by which rule, what each unit did, and everything that was done to it. */
export function TicketPage({ no }: { readonly no: string }) {
  const t = texts.value;
  const ticket = useTicket(no);
  const units = useUnits();
  const { found, asked } = ticket;
  if (found === null)
    return asked.problem === null ? (
      <p class="empty">{t.ticket.form.loading}</p>
    ) : (
      <Trouble problem={asked.problem} onRetry={asked.again} />
    );
  return (
    <div class="ticket-page">
      <header class="page-head wide">
        <h1>
          {t.ticket.form.title} {found.no}
        </h1>
        <StageMark stage={found.state} />
        {found.level === 'confidential' ? <Mark tone="alarm">{t.ticket.level.confidential}</Mark> : null}
        {may('ticket.export') ? (
          <a href={`/api/v1${ticketPath(found.no, 'dossier.pdf')}`} download>
            {t.ticket.page.dossier}
          </a>
        ) : null}
      </header>
      <div class="stack">
        <Card title={found.content.title === '' ? t.ticket.form.title : found.content.title}>
          <div class="body">
            {found.actions.includes('fill') ? (
              <TicketForm ticket={ticket} units={units} />
            ) : (
              <ContentView found={found} />
            )}
          </div>
        </Card>
        <TicketActions ticket={ticket} units={units} />
        <Parts found={found} units={units} />
        <Remarks found={found} units={units} />
        <History found={found} />
      </div>
      <div class="stack">
        <Citizen ticket={ticket} />
        <Duties found={found} units={units} />
        <FollowUps found={found} />
        <TicketFiles found={found} />
      </div>
    </div>
  );
}

function ContentView({ found }: { readonly found: CaseView }) {
  const t = texts.value.ticket;
  const { kind, topic, text, district, place } = found.content;
  const rows: readonly (readonly [string, string | null])[] = [
    [t.field.kind, kind === null ? null : t.kind[kind]],
    [t.field.topic, topic],
    [t.field.district, district],
    [t.field.place, place],
    [t.page.answer, found.answer],
    [t.page.scopeReason, found.scopeReason === null ? null : t.scope[found.scopeReason]],
  ];
  return (
    <>
      <p class="request">{text}</p>
      <dl class="facts-list">
        {rows
          .filter(([, value]) => value !== null && value !== '')
          .flatMap(([word, value]) => [<dt key={word}>{word}</dt>, <dd key={`${word}-is`}>{value}</dd>])}
        {found.mergedInto === null ? null : (
          <>
            <dt>{t.page.mergedInto}</dt>
            <dd>
              <a href={linkToTicket(found.mergedInto)}>{found.mergedInto}</a>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

/** Who the citizen is, as far as this person may know; whoever must call asks for the number, which is on the record. */
function Citizen({ ticket }: { readonly ticket: Ticket }) {
  const t = texts.value.ticket;
  const [told, setTold] = useState<{ readonly number: string | null; readonly name: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { found } = ticket;
  if (found === null) return null;
  const show = (): void =>
    void post<{ number: string | null; name: string }>(ticketPath(found.no, 'citizen')).then((answer) => {
      if (answer.ok) setTold(answer.value);
      else setProblem(answer.problem);
    });
  const number = told === null ? found.callerNumber : told.number;
  const name = told === null || told.name === '' ? found.content.callerName : told.name;
  return (
    <Card title={t.page.citizen}>
      <div class="body">
        <div class="citizen">
          <span class="number big">{number === null ? texts.value.common.none : phoneNumber(number)}</span>
          <span>{name}</span>
          {found.content.keepIdentity ? <Mark tone="wait">{t.page.secret}</Mark> : null}
        </div>
        <div class="act-row">
          {found.mustCall && told === null ? <Act onPress={show}>{t.page.showNumber}</Act> : null}
          {may('call.dial') ? (
            <Act
              class={found.state === 'followUp' ? 'primary' : ''}
              why={mySeat.value === null ? t.page.needSeat : null}
              onPress={() => dialTicket(found.no)}
            >
              {t.page.dial}
            </Act>
          ) : null}
        </div>
        {may('call.dial') ? <p class="quiet small">{t.page.dialHint}</p> : null}
        {problem === null ? null : <Trouble problem={problem} />}
        <Calls found={found} />
        <LinkCall ticket={ticket} />
      </div>
    </Card>
  );
}

function Calls({ found }: { readonly found: CaseView }) {
  const t = texts.value.ticket;
  if (found.calls.length === 0 || !may('calls.read')) return null;
  return (
    <>
      <span class="group-label">{t.page.calls}</span>
      <ul class="plain">
        {found.calls.map((call) => (
          <li key={call}>
            <a href={linkToCall(call)}>{call}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Duties({ found, units }: { readonly found: CaseView; readonly units: readonly UnitName[] }) {
  const t = texts.value.ticket;
  return (
    <Card title={t.page.duties}>
      <div class="body">
        {found.duties.length === 0 ? <p class="quiet">{t.page.noDuties}</p> : null}
        {found.duties.map((duty) => (
          <DutyLine
            key={`${String(duty.part)}-${duty.step}`}
            duty={duty}
            owner={duty.unit === null ? t.owner[duty.owner] : unitName(units, duty.unit)}
          />
        ))}
      </div>
    </Card>
  );
}

function FollowUps({ found }: { readonly found: CaseView }) {
  const t = texts.value.ticket;
  if (found.followUps.length === 0) return null;
  return (
    <Card title={t.page.followUps}>
      <div class="body">
        {found.followUp === 'unreachable' ? <p class="note">{t.page.unreachable}</p> : null}
        <ul class="plain">
          {found.followUps.map((one) => (
            <li key={one.at}>
              {dayTime(one.at, now.value)} {one.reached ? t.act.reached : t.act.unreached}
              {one.satisfaction === null ? null : (
                <span>
                  {' '}
                  {t.act.timeliness} {t.act.satisfaction[one.satisfaction.timeliness]} · {t.act.result}{' '}
                  {t.act.satisfaction[one.satisfaction.result]}
                </span>
              )}
              {one.note === '' ? null : <span class="quiet"> {one.note}</span>}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

function Remarks({ found, units }: { readonly found: CaseView; readonly units: readonly UnitName[] }) {
  const t = texts.value.ticket;
  if (found.remarks.length === 0) return null;
  const unitOf = (part: number | null): string =>
    unitName(units, found.parts.find(({ id }) => id === part)?.unit ?? null);
  return (
    <Card title={t.page.remarks}>
      <ul class="body plain">
        {found.remarks.map((one) => (
          <li key={`${String(one.at)}-${one.text}`}>
            <Mark tone={one.kind === 'urge' ? 'wait' : 'quiet'}>{t.page.remark[one.kind]}</Mark> {one.text}{' '}
            <span class="quiet">
              {unitOf(one.part)} {one.by} {dayTime(one.at, now.value)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function History({ found }: { readonly found: CaseView }) {
  const t = texts.value.ticket;
  const { value } = useFetch<readonly ChangeRow[]>(ticketPath(found.no, 'changes'), found.version);
  const named = t.act as Readonly<Record<string, unknown>>;
  return (
    <Card title={t.page.history}>
      <ol class="body plain history">
        {(value ?? []).toReversed().map((change) => (
          <li key={change.version}>
            <span class="quiet">{dayTime(change.at, now.value)}</span>{' '}
            <b>
              {typeof named[change.action] === 'string' ? (named[change.action] as string) : change.action}
            </b>{' '}
            <span class="quiet">{change.actor}</span>
            {change.words === '' || change.action === 'fill' ? null : <p>{change.words}</p>}
          </li>
        ))}
      </ol>
    </Card>
  );
}
