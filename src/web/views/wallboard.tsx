import type { ComponentChildren } from 'preact';
import { texts } from '../i18n/index.ts';
import { alarmWord } from '../lib/alarm-words.ts';
import { type Alarm, levelAlarm, staffAlarm, together, waitAlarm } from '../lib/alarms.ts';
import { clockTime, duration, share } from '../lib/format.ts';
import { queueWord } from '../lib/seat-words.ts';
import { alarms } from '../state/alarms.ts';
import { now } from '../state/clock.ts';
import { switchDown } from '../state/desk.ts';
import { linkTo } from '../state/router.ts';
import { view } from '../state/socket.ts';
import type { QueueRow } from '../state/wire.ts';
import { BoardRoutes } from './board-routes.tsx';

/** The big screen of the hall: read from afar, so few numbers, large, and colour only where somebody must act. */
export function Wallboard() {
  const t = texts.value;
  const queues = view.value?.queues ?? [];
  return (
    <section class="board" aria-label={t.figures.board.title}>
      <header>
        <h1>{t.product.name}</h1>
        {switchDown.value ? <strong class="alarm">{t.figures.board.down}</strong> : null}
        <time>{clockTime(now.value)}</time>
        <a href={linkTo('live')}>{t.figures.board.leave}</a>
      </header>
      <BoardAlarms />
      <Hall queues={queues} />
      {queues.length === 0 ? <p class="empty">{t.figures.board.none}</p> : <Queues queues={queues} />}
      <BoardRoutes />
      <Seats />
    </section>
  );
}

/** What must be seen to now; the lost switch stands in the head already. */
function BoardAlarms() {
  const t = texts.value;
  const rows = alarms.value.filter(({ kind }) => kind !== 'switchDown');
  return rows.length === 0 ? null : (
    <ul class="board-alarms" aria-label={t.alarms.title}>
      {rows.map((row) => (
        <li key={`${row.kind} ${row.folder ?? ''}`}>{alarmWord(t, row)}</li>
      ))}
    </ul>
  );
}

function Hall({ queues }: { readonly queues: readonly QueueRow[] }) {
  const t = texts.value.figures.board;
  const all = together(queues);
  const waitedMs = all.waitingSince === null ? null : Math.max(0, now.value - all.waitingSince);
  return (
    <div class="board-hall">
      <Big word={t.waiting} alarm={waitAlarm(waitedMs)}>
        {all.waiting}
      </Big>
      <Big word={t.longest} alarm={waitAlarm(waitedMs)}>
        {waitedMs === null ? texts.value.common.none : duration(waitedMs)}
      </Big>
      <Big word={t.level} alarm={levelAlarm(all.answeredWithin, all.due)}>
        {share(all.due === 0 ? null : all.answeredWithin / all.due)}
      </Big>
      <Big word={t.offered}>{all.offered}</Big>
      <Big word={t.answered}>{all.answered}</Big>
      <Big word={t.abandoned}>{all.abandoned}</Big>
    </div>
  );
}

type BigProps = { readonly word: string; readonly alarm?: Alarm; readonly children: ComponentChildren };
const Big = ({ word, alarm = 'calm', children }: BigProps) => (
  <div class={`board-big ${alarm}`}>
    <span>{word}</span>
    <b>{children}</b>
  </div>
);

function Queues({ queues }: { readonly queues: readonly QueueRow[] }) {
  const t = texts.value;
  const b = t.figures.board;
  return (
    <table>
      <thead>
        <tr>
          <th>{t.live.queue}</th>
          {[b.waiting, b.longest, b.staffed, b.ready, b.level, b.asa, b.answered, b.abandoned].map((word) => (
            <th key={word} class="right">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <QueueLine key={queue.queue} queue={queue} />
        ))}
      </tbody>
    </table>
  );
}

function QueueLine({ queue }: { readonly queue: QueueRow }) {
  const t = texts.value;
  const { today, waitingSince } = queue;
  const waitedMs = waitingSince === null ? null : Math.max(0, now.value - waitingSince);
  return (
    <tr>
      <td>{queueWord(t, queue.queue)}</td>
      <td class={`right ${waitAlarm(waitedMs)}`}>{queue.waiting}</td>
      <td class={`right ${waitAlarm(waitedMs)}`}>{waitedMs === null ? t.common.none : duration(waitedMs)}</td>
      <td class={`right ${staffAlarm(queue)}`}>{queue.staffed}</td>
      <td class="right">{queue.ready}</td>
      <td class={`right ${levelAlarm(today.answeredWithin, today.due)}`}>
        {share(today.due === 0 ? null : today.answeredWithin / today.due)}
      </td>
      <td class="right">
        {today.answered === 0 ? t.common.none : duration(today.answeredWaitMs / today.answered)}
      </td>
      <td class="right">{today.answered}</td>
      <td class="right">{today.abandoned}</td>
    </tr>
  );
}

const shown = ['ready', 'offered', 'talking', 'wrapUp', 'notReady'] as const;

function Seats() {
  const t = texts.value;
  const seats = view.value?.figures?.seats;
  if (seats === undefined) return null;
  return (
    <dl class="board-seats" aria-label={t.figures.board.seats}>
      {shown.map((state) => (
        <div key={state} class={state}>
          <dt>{t.seat.state[state]}</dt>
          <dd>{seats[state]}</dd>
        </div>
      ))}
    </dl>
  );
}
