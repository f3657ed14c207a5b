import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { wishedUnit } from '../state/dispatch-offer.ts';
import { openPart, type Ticket, type UnitName } from '../state/ticket.ts';
import type { CaseView } from '../state/wire.ts';
import { DispatchForm } from './dispatch-form.tsx';
import { FollowUpForm } from './follow-up-form.tsx';
import { Act, Card, Trouble } from './parts.tsx';
import { PlainForm } from './plain-action-form.tsx';

type ActionName = Exclude<keyof ReturnType<typeof words>, never>;
const words = () => texts.value.ticket.act;

/** In which order they are offered: what is usual first. `fill` is the form, `linkCall` and `merge` have places of their own. */
const order = [
  'acknowledge',
  'contact',
  'decideReport',
  'reply',
  'return',
  'askExtension',
  'dispatch',
  'resolve',
  'handToOffice',
  'refuseScope',
  'followUp',
  'decideExtension',
  'urge',
  'redo',
  'instruct',
  'inspect',
  'merge',
  'archive',
  'setLevel',
] as const satisfies readonly ActionName[];
export type Offered = (typeof order)[number];

type Props = { readonly ticket: Ticket; readonly units: readonly UnitName[] };

/** What this person may do to the ticket now: by role, state and whose it is, as the server says. */
export function TicketActions({ ticket, units }: Props) {
  const t = words();
  const [open, setOpen] = useState<Offered | null>(null);
  const { found, problem } = ticket;
  const wished = found === null ? null : wishedUnit(found.no);
  useEffect(() => {
    if (wished !== null) setOpen('dispatch');
  }, [wished]);
  if (found === null) return null;
  const offered = order.filter((name) => found.actions.includes(name) && isThere(found, name));
  const shown = open !== null && offered.includes(open) ? open : null;
  return (
    <Card title={t.title} class="ticket-acts">
      <div class="body">
        {offered.length === 0 ? <p class="quiet">{t.none}</p> : null}
        <div class="act-row">
          {offered.map((name) => (
            <Act
              key={name}
              class={name === offered[0] && shown === null ? 'primary' : ''}
              pressed={shown === name}
              onPress={() => setOpen(shown === name ? null : name)}
            >
              {t[name]}
            </Act>
          ))}
        </div>
        {shown === null ? null : (
          <ActionForm key={shown} name={shown} ticket={ticket} units={units} onDone={() => setOpen(null)} />
        )}
        <div class="said">{problem === null ? null : <Trouble problem={problem} />}</div>
      </div>
    </Card>
  );
}

/** What the state of the parts leaves to do; the server refuses all the same. */
function isThere(found: CaseView, name: Offered): boolean {
  const part = openPart(found);
  switch (name) {
    case 'acknowledge':
      return part?.state === 'sent';
    case 'contact':
      return part !== null && part.contactedAt === null;
    case 'decideReport':
      return found.content.kind === 'report' && part !== null && part.accepted === null;
    case 'reply':
      return part !== null && (found.content.kind !== 'report' || part.accepted !== null);
    case 'return':
    case 'urge':
      return part !== null;
    case 'askExtension':
      return part !== null && part.extension?.decided !== null && canExtend.has(found.content.kind);
    case 'decideExtension':
      return found.parts.some(({ extension }) => extension?.decided === null);
    default:
      return true;
  }
}
const canExtend: ReadonlySet<unknown> = new Set(['complaint', 'report', 'appeal']);

type FormProps = Props & { readonly name: Offered; readonly onDone: () => void };

function ActionForm({ name, ticket, units, onDone }: FormProps) {
  const { found, act } = ticket;
  if (found === null) return null;
  const give = (action: Readonly<Record<string, unknown>>): void => {
    void act(action).then((done) => {
      if (done) onDone();
    });
  };
  if (name === 'dispatch')
    return (
      <DispatchForm
        found={found}
        content={{ ...found.content, ...ticket.typing.typed }}
        units={units}
        give={give}
      />
    );
  if (name === 'followUp') return <FollowUpForm found={found} give={give} />;
  return <PlainForm name={name} found={found} units={units} give={give} />;
}
