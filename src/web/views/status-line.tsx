import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { alarmWord } from '../lib/alarm-words.ts';
import { duration } from '../lib/format.ts';
import { alarms, hearsAlarms } from '../state/alarms.ts';
import { now } from '../state/clock.ts';
import { hasDesk, mySeat, switchDown } from '../state/desk.ts';
import { ownFigures } from '../state/own-figures.ts';
import { connection, tryAgain, view } from '../state/socket.ts';
import type { QueueRow } from '../state/wire.ts';
import { MeMenu } from './me-menu.tsx';
import { Mark } from './parts.tsx';

/** The line at the foot: me, the connection, the queues. A lost switch turns it red from edge to edge. */
export function StatusLine() {
  const t = texts.value;
  return (
    <section class={`status ${switchDown.value ? 'alarm' : ''}`} aria-label={t.line.label}>
      {hasDesk.value ? <Me /> : null}
      {hasDesk.value ? <MyDay /> : null}
      <div role={switchDown.value ? 'alert' : 'status'} class="push">
        <ConnectionState />
      </div>
      <Alarms />
      <Figures />
    </section>
  );
}

function ConnectionState() {
  const t = texts.value;
  const state = connection.value;
  if (state.state === 'waiting') return <Waiting retryAt={state.retryAt} />;
  if (state.state === 'connecting')
    return (
      <Mark tone={state.lost ? 'wait' : 'quiet'}>
        {state.lost ? t.connection.retrying : t.connection.connecting}
      </Mark>
    );
  if (switchDown.value) return <Mark tone="alarm">{t.connection.switchDown}</Mark>;
  if (view.value?.figures?.journalOk === false) return <Mark tone="alarm">{t.connection.journalBad}</Mark>;
  return <Mark tone="full">{t.connection.live}</Mark>;
}

function Waiting({ retryAt }: { readonly retryAt: number }) {
  const t = texts.value;
  const [at, setAt] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <Mark tone="wait">
      {/* Read out once, not with every second. */}
      <span aria-live="off">{t.connection.retryIn(Math.max(1, Math.ceil((retryAt - at) / 1000)))}</span>
      <button type="button" class="link" onClick={() => void tryAgain()}>
        {t.connection.retryNow}
      </button>
      {view.value === null ? null : <span class="quiet">{t.connection.stale}</span>}
    </Mark>
  );
}

function Figures() {
  const t = texts.value;
  const queues = view.value?.queues;
  if (queues === undefined) return null;
  const sum = (of: (queue: QueueRow) => number): number =>
    queues.reduce((total, queue) => total + of(queue), 0);
  const waiting = sum((queue) => queue.waiting);
  return (
    <>
      <span class={`figure ${waiting > 0 ? 'wait' : ''}`}>
        {t.line.waiting} <b>{waiting}</b>
      </span>
      <span class="figure">
        {t.line.longest}{' '}
        <b>
          <Longest />
        </b>
      </span>
      <span class="figure">
        {t.line.staffed} <b>{sum((queue) => queue.staffed)}</b>
      </span>
      <span class="figure">
        {t.line.ready} <b>{sum((queue) => queue.ready)}</b>
      </span>
      <span class="figure">
        {t.line.talking} <b>{sum((queue) => queue.talking)}</b>
      </span>
    </>
  );
}

function Longest() {
  const since = view.value?.queues?.flatMap((queue) => queue.waitingSince ?? []) ?? [];
  return <>{since.length === 0 ? texts.value.common.none : duration(now.value - Math.min(...since))}</>;
}

/** What must be seen to, in a word; the words in full on hover and to those who do not look. */
function Alarms() {
  const t = texts.value;
  // A lost switch is said in the line itself.
  const rows = alarms.value.filter(({ kind }) => kind !== 'switchDown' && kind !== 'journalHeld');
  if (rows.length === 0 || !hearsAlarms()) return null;
  const words = rows.map((row) => alarmWord(t, row)).join('；');
  return (
    <span role="alert" title={words}>
      <Mark tone="alarm">
        {rows.length === 1 ? words : t.alarms.some(rows.length)}
        {rows.length === 1 ? null : <span class="unseen">{words}</span>}
      </Mark>
    </span>
  );
}

/** What I did today, in a word. */
function MyDay() {
  const row = ownFigures.value;
  if (row === null) return null;
  const mean = row.handled === 0 ? texts.value.common.none : duration(row.handledTalkMs / row.handled);
  return <span class="figure">{texts.value.callBacks.own.line(row.answered, mean)}</span>;
}

function Me() {
  const t = texts.value;
  const seat = mySeat.value;
  if (seat === null)
    return (
      <div class="menu">
        <span class="menu-button quiet">
          {t.line.me}：{t.bar.noSeat}
        </span>
      </div>
    );
  return <MeMenu seat={seat} />;
}
