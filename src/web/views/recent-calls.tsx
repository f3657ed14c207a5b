import { texts } from '../i18n/index.ts';
import { clockTime, duration, phoneNumber } from '../lib/format.ts';
import { outcomeTone } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { mySeat } from '../state/desk.ts';
import { linkToCall } from '../state/router.ts';
import type { CallRow, Page } from '../state/wire.ts';
import { Card, Mark, Trouble } from './parts.tsx';

/** The last calls of this seat. */
export function RecentCalls({ seat }: { readonly seat: string }) {
  const t = texts.value;
  const { value, problem, again } = useFetch<Page<CallRow>>(
    `/calls?limit=8&seat=${encodeURIComponent(seat)}`,
    mySeat.value?.since,
  );
  const rows = value?.items ?? [];
  return (
    <Card title={t.desk.recent}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value !== null && rows.length === 0 ? <p class="empty">{t.desk.recentNone}</p> : null}
      <table class="table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} class="open">
              <td>
                <a href={linkToCall(row.id)}>{clockTime(row.arrivedAt)}</a>
              </td>
              <td class="number">{row.from === null ? t.bar.unknownNumber : phoneNumber(row.from)}</td>
              <td class="grow">
                <Mark tone={outcomeTone(row.outcome)}>
                  {row.outcome === null ? t.calls.running : t.outcome[row.outcome]}
                </Mark>
              </td>
              <td class="right">
                {row.endedAt === null ? t.common.none : duration(row.endedAt - row.arrivedAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
