import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { mySeat } from '../state/desk.ts';
import { linkTo, linkToCall } from '../state/router.ts';
import type { Page, TicketRow } from '../state/wire.ts';
import { Card, Trouble } from './parts.tsx';

/** How often the list is asked for, in ms: a whole city's desks do so. */
const everyMs = 30_000;

/** The citizens nobody talked to, the latest first: who has a moment can see whom to ring back. */
export function CallBackCard() {
  const t = texts.value;
  const { value, problem, again } = useFetch<Page<TicketRow>>(
    '/tickets?callBack=true&limit=5',
    mySeat.value?.since,
  );
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  const rows = value?.items ?? [];
  return (
    <Card title={t.tickets.callBack} end={<a href={`${linkTo('tickets')}?callBack=true`}>{t.common.all}</a>}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value !== null && rows.length === 0 ? <p class="body quiet">{t.tickets.callBackNone}</p> : null}
      <table class="table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.no} class="open">
              <td class="number grow">
                <a href={linkToCall(row.call)}>
                  {row.callerNumber === null ? t.bar.unknownNumber : phoneNumber(row.callerNumber)}
                </a>
              </td>
              <td class="right quiet">{dayTime(row.openedAt, now.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
