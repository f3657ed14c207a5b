import type { Static } from 'typebox';
import type { CallBackRecord as RecordSchema } from '../../callbacks/wire.ts';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { clockTime, dayTime, phoneNumber } from '../lib/format.ts';
import { outcomeWord, queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { isLive, may, mySeat, nameOf, who } from '../state/desk.ts';
import { linkToCall } from '../state/router.ts';
import { busyWhy, type Doing, Said, Twice, useDoing } from './forms.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';

type CallBackRecord = Static<typeof RecordSchema>;

/** One citizen to be called back: what was tried, and what can be done now. @param id empty: none is chosen */
export function CallBackDetail({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const c = texts.value.callBacks;
  const { value, problem, again } = useFetch<CallBackRecord>(
    id === '' ? null : `/call-backs/${id}`,
    mySeat.value?.since,
  );
  const done = (): void => {
    again();
    onDone();
  };
  return (
    <Card
      title={c.detail}
      class="sticky"
      end={value === null ? undefined : <span class="number small quiet">{value.ticketNo}</span>}
    >
      <div class="body">
        {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
        {value === null ? <p class="quiet">{c.choose}</p> : <Detail record={value} onDone={done} />}
      </div>
    </Card>
  );
}

type DetailProps = { readonly record: CallBackRecord; readonly onDone: () => void };

function Detail({ record, onDone }: DetailProps) {
  const t = texts.value;
  const c = t.callBacks;
  return (
    <>
      <div class="seat-state">
        <span class="big number">{phoneNumber(record.number)}</span>
        <State record={record} />
      </div>
      {may('callBacks.work') ? <Acts record={record} onDone={onDone} /> : null}
      <dl class="facts-list">
        <dt>{c.why}</dt>
        <dd>{whyWords(t, record)}</dd>
        <dt>{c.missed}</dt>
        <dd>
          {c.missedFrom(record.missed, dayTime(record.firstAt, now.value), dayTime(record.lastAt, now.value))}
        </dd>
        <dt>{c.next}</dt>
        <dd>{record.closed === null ? dayTime(record.nextAt, now.value) : t.common.none}</dd>
        <dt>{t.bar.queue}</dt>
        <dd>{queueWord(t, record.queue)}</dd>
      </dl>
      <h3>{c.history}</h3>
      <History record={record} />
    </>
  );
}

function State({ record }: { readonly record: CallBackRecord }) {
  const c = texts.value.callBacks;
  const { closed, call, holder, claimedUntil } = record;
  if (closed !== null) return <Mark tone="quiet">{c.closedWhy[closed.why]}</Mark>;
  if (call !== null) return <Mark tone="talk">{c.calling}</Mark>;
  if (holder === null) return <Mark tone="quiet">{c.free}</Mark>;
  const until = claimedUntil === null ? '' : clockTime(claimedUntil).slice(0, 5);
  return holder === who.value?.username ? (
    <Mark tone="full">{c.mineUntil(until)}</Mark>
  ) : (
    <Mark tone="wait">{c.heldBy(record.holderName ?? holder)}</Mark>
  );
}

const whyWords = (t: Texts, { why, asked, first }: CallBackRecord): string =>
  [outcomeWord(t, why), ...(asked ? [t.callBacks.asked] : []), ...(first ? [t.callBacks.first] : [])].join(
    ' · ',
  );

type Command = 'claim' | 'release' | 'wish' | 'give-up' | 'dial';

/** In hand, ringing, done with. What cannot be done now says why. */
function Acts({ record, onDone }: DetailProps) {
  const c = texts.value.callBacks;
  const doing = useDoing();
  const give = async (command: Command, said: string): Promise<void> => {
    await doing.give(() => post<unknown>(`/call-backs/${String(record.id)}/${command}`), said);
    onDone();
  };
  const work = workWhy(record, doing);
  const mine = record.holder !== null && record.holder === who.value?.username;
  return (
    <div class="stack">
      <div class="acts">
        <Act class="primary" why={work ?? dialWhy(record)} onPress={() => void give('dial', c.dialled)}>
          {c.dial}
        </Act>
        {mine ? (
          <Act why={work} onPress={() => void give('release', c.released)}>
            {c.release}
          </Act>
        ) : (
          <Act why={work} onPress={() => void give('claim', c.claimed)}>
            {c.claim}
          </Act>
        )}
      </div>
      <div class="acts">
        <Twice confirm={c.sureWish} why={work} onPress={() => void give('wish', c.wished)}>
          {c.wish}
        </Twice>
        <Twice
          confirm={c.sureGiveUp}
          why={work ?? (record.mayGiveUp ? null : c.notEnough)}
          onPress={() => void give('give-up', c.givenUp)}
        >
          {c.giveUp}
        </Twice>
      </div>
      <Said doing={doing} />
    </div>
  );
}

function workWhy(record: CallBackRecord, doing: Doing): string | null {
  const t = texts.value;
  const c = t.callBacks;
  if (record.closed !== null) return c.closedWhy[record.closed.why];
  if (record.call !== null) return c.calling;
  if (record.holder !== null && record.holder !== who.value?.username)
    return c.heldBy(record.holderName ?? record.holder);
  return isLive.value ? busyWhy(doing) : t.bar.why.offline;
}

function dialWhy(record: CallBackRecord): string | null {
  const t = texts.value;
  const seat = mySeat.value;
  if (seat === null) return t.callBacks.noSeat;
  const { state } = seat.doing;
  if (state === 'offered' || state === 'talking') return t.callBacks.seatBusy;
  return record.mayDial ? null : t.callBacks.notNow(dayTime(record.nextAt, now.value));
}

function History({ record }: { readonly record: CallBackRecord }) {
  const t = texts.value;
  const c = t.callBacks;
  return (
    <ol class="history">
      {record.history.map(({ at, who: by, what, detail }) => (
        <li key={`${String(at)} ${what}`}>
          <time>{dayTime(at, now.value)}</time>
          <span>
            {c.events[what]}
            {by === null ? '' : ` · ${nameOf(by) ?? by}`}
            {detail === null ? null : <About detail={detail} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What a line of the history is about: a call, or what came of one. */
function About({ detail }: { readonly detail: string }) {
  const t = texts.value;
  if (detail.startsWith('C'))
    return (
      <>
        {' · '}
        <a href={linkToCall(detail)}>{t.callBacks.call}</a>
      </>
    );
  const closed = (t.callBacks.closedWhy as Readonly<Record<string, string>>)[detail];
  return <> · {closed ?? outcomeWord(t, detail)}</>;
}
