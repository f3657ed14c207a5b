import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { dialCallBack } from '../state/commands.ts';
import { mySeat } from '../state/desk.ts';
import type { CallBackRow, Page } from '../state/wire.ts';
import { Act, Card, Trouble } from './parts.tsx';

/** How often the list is asked for, in ms: a whole city's desks do so. */
const everyMs = 15_000;

/** The citizens whom nobody talked to, the soonest next try first: who has a moment rings one back with one key. */
export function CallBackCard() {
  const t = texts.value;
  const { value, problem, again } = useFetch<Page<CallBackRow>>('/call-backs?limit=10', mySeat.value?.since);
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  const rows = value?.items ?? [];
  return (
    <Card title={t.outbound.list.title}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value !== null && rows.length === 0 ? <p class="body quiet">{t.outbound.list.none}</p> : null}
      <table class="table">
        <tbody>
          {rows.map((row) => (
            <CallBackLine key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function CallBackLine({ row }: { readonly row: CallBackRow }) {
  const t = texts.value;
  return (
    <tr>
      <td class="grow">
        <span class="number">{phoneNumber(row.number)}</span>
        <br />
        <span class="quiet">{told(t, row).join(' · ')}</span>
      </td>
      <td class="right">
        <Act why={row.mayDial ? null : t.outbound.list.notNow} onPress={() => dialCallBack(row.id)}>
          {t.outbound.list.dial}
        </Act>
      </td>
    </tr>
  );
}

/** Why the citizen stands on the list, what was tried, and what comes next. */
function told(t: Texts, row: CallBackRow): readonly string[] {
  const words = t.outbound.list;
  const last = row.tries.at(-1);
  const state =
    row.call !== null
      ? words.calling
      : row.holderName !== null
        ? words.held(row.holderName)
        : words.next(dayTime(row.nextAt, now.value));
  return [
    ...(row.first ? [words.first] : []),
    ...(row.asked ? [words.asked] : []),
    words.missed(row.missed),
    words.tries(row.tries.length),
    ...(last === undefined ? [] : [words.last(t.outcome[last.result as keyof Texts['outcome']])]),
    state,
  ];
}
