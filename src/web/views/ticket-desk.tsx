import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { day } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post } from '../state/api.ts';
import { dispatchOffer, takeNote } from '../state/dispatch-offer.ts';
import { linkToTicket } from '../state/router.ts';
import { type Ticket, ticketPath, useTicket, useUnits } from '../state/ticket.ts';
import type { CaseView, FoundRow } from '../state/wire.ts';
import { Twice, useDoing } from './forms.tsx';
import { Act, Card, Trouble } from './parts.tsx';
import { TicketActions } from './ticket-actions.tsx';
import { TicketForm } from './ticket-form.tsx';
import { StageMark } from './ticket-parts.tsx';

/** The tickets of the call in hand, filled in while the citizen talks: the call's own, and one for each further request. */
export function TicketDesk({ no }: { readonly no: string }) {
  const t = texts.value.ticket;
  const [tickets, setTickets] = useState<readonly string[]>([no]);
  const [shown, setShown] = useState(no);
  useEffect(() => {
    setTickets([no]);
    setShown(no);
  }, [no]);
  const ticket = useTicket(shown);
  useNote(ticket);
  const units = useUnits();
  const doing = useDoing();
  const further = async (): Promise<void> => {
    if ((await ticket.typing.file()) === null) return;
    const opened = await doing.give(() => post<CaseView>(ticketPath(no, 'further')));
    if (opened === null) return;
    setTickets([...tickets, opened.value.no]);
    setShown(opened.value.no);
  };
  return (
    <>
      <Card
        title={`${t.form.title} ${shown}`}
        class="ticket-desk"
        end={
          <>
            {tickets.length > 1
              ? tickets.map((one, n) => (
                  <Act key={one} pressed={one === shown} onPress={() => setShown(one)}>
                    {String(n + 1)}
                  </Act>
                ))
              : null}
            <span title={t.form.furtherHint}>
              <Act onPress={() => void further()}>{t.form.further}</Act>
            </span>
            <a href={linkToTicket(shown)}>{t.form.open}</a>
          </>
        }
      >
        <div class="body">
          {ticket.found === null ? (
            ticket.asked.problem === null ? (
              <p class="quiet">{t.form.loading}</p>
            ) : (
              <Trouble problem={ticket.asked.problem} onRetry={ticket.asked.again} />
            )
          ) : ticket.found.actions.includes('fill') ? (
            <TicketForm ticket={ticket} units={units} />
          ) : (
            <p>
              <StageMark stage={ticket.found.state} /> {ticket.found.content.title}
            </p>
          )}
          {doing.problem === null ? null : <Trouble problem={doing.problem} />}
        </div>
      </Card>
      <TicketActions ticket={ticket} units={units} />
      <Related no={shown} onMerge={(into) => void ticket.act({ type: 'merge', into })} />
    </>
  );
}

/** What was tried to reach a unit in vain is written into the ticket that goes to it. */
function useNote({ found, typing }: Ticket): void {
  const offer = dispatchOffer.value;
  useEffect(() => {
    if (found === null) return;
    const note = takeNote(found.no);
    if (note === null) return;
    const text = typing.typed.text ?? found.content.text;
    typing.set({ text: text === '' ? note : `${text}\n${note}` });
  }, [offer, found, typing]);
}

const open: ReadonlySet<string> = new Set(['open', 'atOffice', 'withUnits', 'returned', 'followUp']);

/** What the same number has asked before: a repeated caller's request goes into the ticket that is open already. */
function Related({ no, onMerge }: { readonly no: string; readonly onMerge: (into: string) => void }) {
  const t = texts.value.ticket;
  const { value } = useFetch<readonly FoundRow[]>(ticketPath(no, 'related'));
  const rows = value ?? [];
  return (
    <Card title={t.form.related}>
      {value !== null && rows.length === 0 ? <p class="body quiet">{t.form.relatedNone}</p> : null}
      <table class="table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.no} class="open">
              <td>
                <a href={linkToTicket(row.no)}>{day(row.openedAt)}</a>
              </td>
              <td class="grow">{row.title === '' ? row.no : row.title}</td>
              <td>
                <StageMark stage={row.stage} />
              </td>
              <td class="right">
                {open.has(row.stage) ? (
                  <Twice confirm={t.form.linkSure} onPress={() => onMerge(row.no)}>
                    {t.form.link}
                  </Twice>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
