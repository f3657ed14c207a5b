import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { now } from '../state/clock.ts';
import { type UnitName, unitName } from '../state/ticket.ts';
import type { CaseView } from '../state/wire.ts';
import { Card, Mark } from './parts.tsx';

/** What each unit has to do with the ticket, and what it did. */
export function Parts({ found, units }: { readonly found: CaseView; readonly units: readonly UnitName[] }) {
  const t = texts.value.ticket;
  if (found.parts.length === 0) return null;
  return (
    <Card title={t.page.parts}>
      <div class="body">
        {found.parts.map((part) => (
          <PartView key={part.id} part={part} name={unitName(units, part.unit)} />
        ))}
      </div>
    </Card>
  );
}

type Part = CaseView['parts'][number];

function PartView({ part, name }: { readonly part: Part; readonly name: string }) {
  const t = texts.value.ticket;
  const { extension, reply, accepted } = part;
  return (
    <section class="part" aria-label={name}>
      <div class="duty-head">
        <b>{name}</b>
        <span class="quiet">{t.role[part.role]}</span>
        <Mark tone={part.state === 'replied' ? 'talk' : part.state === 'sent' ? 'wait' : 'quiet'}>
          {t.part[part.state]}
        </Mark>
      </div>
      <div class="quiet small">
        <When word={t.page.received} at={part.receivedAt} />
        <When word={t.step.acknowledge} at={part.acknowledgedAt} />
        <When word={t.step.contact} at={part.contactedAt} />
        {accepted === null ? null : (
          <When word={accepted.yes ? t.act.accept : t.act.decline} at={accepted.at} />
        )}
      </div>
      {extension === null ? null : (
        <p>
          {t.page.extension}：{t.page.days(extension.days)}，{extension.reason}{' '}
          {extension.decided === null ? (
            <Mark tone="wait">{t.step.extension}</Mark>
          ) : (
            <Mark tone={extension.decided.granted ? 'talk' : 'alarm'}>
              {extension.decided.granted ? t.act.grant : t.act.refuse}
            </Mark>
          )}{' '}
          {extension.decided?.why}
        </p>
      )}
      {part.returnReason === null ? null : (
        <p>
          {t.page.returned}：{part.returnReason}
        </p>
      )}
      {reply === null ? null : (
        <p class="request">
          {t.page.reply}：{reply.text} <span class="quiet">{dayTime(reply.at, now.value)}</span>
        </p>
      )}
    </section>
  );
}

const When = ({ word, at }: { readonly word: string; readonly at: number | null }) =>
  at === null ? null : (
    <span class="when">
      {word} {dayTime(at, now.value)}
    </span>
  );
