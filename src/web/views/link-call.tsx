import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { type Ticket, ticketPath } from '../state/ticket.ts';
import type { CallRow } from '../state/wire.ts';
import { Act, Trouble } from './parts.tsx';

type Linkable = CallRow & { readonly sameNumber: boolean };

/** Another call that was about the ticket, too: the citizen has rung again, or somebody else about the same (`linkCall`). */
export function LinkCall({ ticket }: { readonly ticket: Ticket }) {
  const t = texts.value.ticket.linkCall;
  const [open, setOpen] = useState(false);
  const { found } = ticket;
  if (found === null || !found.actions.includes('linkCall')) return null;
  return (
    <>
      <div class="act-row">
        <Act pressed={open} onPress={() => setOpen(!open)}>
          {t.link}
        </Act>
      </div>
      {open ? <LinkForm ticket={ticket} onDone={() => setOpen(false)} /> : null}
    </>
  );
}

function LinkForm({ ticket, onDone }: { readonly ticket: Ticket; readonly onDone: () => void }) {
  const t = texts.value.ticket.linkCall;
  const { found, act, busy } = ticket;
  const [call, setCall] = useState('');
  const path = found === null ? null : ticketPath(found.no, 'linkable-calls');
  const { value, problem, again } = useFetch<readonly Linkable[]>(path, found?.version);
  if (problem !== null) return <Trouble problem={problem} onRetry={again} />;
  if (value === null) return <p class="quiet">{texts.value.common.loading}</p>;
  if (value.length === 0) return <p class="quiet">{t.none}</p>;
  return (
    <form
      class="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (call === '' || busy) return;
        void act({ type: 'linkCall', call }).then((done) => {
          if (done) onDone();
        });
      }}
    >
      <label class="field wide">
        <span>{t.which}</span>
        <select value={call} onChange={(event) => setCall(event.currentTarget.value)}>
          <option value="">{texts.value.ticket.form.choose}</option>
          {value.map((row) => (
            <option key={row.id} value={row.id}>
              {wordsOf(row)}
            </option>
          ))}
        </select>
      </label>
      <div class="form-foot wide">
        <Act submit class="primary" why={call === '' ? t.which : null} onPress={() => undefined}>
          {t.submit}
        </Act>
      </div>
    </form>
  );
}

/** Why it is among those offered, when it was, with whom, and what became of it: what is cut off in a narrow place matters least. */
function wordsOf(row: Linkable): string {
  const t = texts.value;
  return [
    row.sameNumber ? t.ticket.linkCall.sameNumber : t.ticket.linkCall.own,
    dayTime(row.arrivedAt, now.value),
    row.from === null ? t.bar.unknownNumber : phoneNumber(row.from),
    row.outcome === null ? t.calls.running : t.outcome[row.outcome],
  ].join(' · ');
}
