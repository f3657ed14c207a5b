import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { clockTime, duration, phoneNumber } from '../lib/format.ts';
import { queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { may, myCallId, mySeat, shownCall } from '../state/desk.ts';
import { linkToCall } from '../state/router.ts';
import { view } from '../state/socket.ts';
import type { CallRecord, LiveCall } from '../state/wire.ts';
import { CallBackCard } from './call-back-card.tsx';
import { CallSteps } from './call-steps.tsx';
import { callerFacts } from './caller-marks.tsx';
import { OwnFiguresCard } from './own-figures-card.tsx';
import { Card, Trouble } from './parts.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { SeatCard } from './seat-card.tsx';
import { SeatPicker } from './seat-picker.tsx';
import { SoftphoneCard } from './softphone-card.tsx';
import { TicketDesk } from './ticket-desk.tsx';

/** The agent's desk: who calls and my seat at the left, the work in the middle, what helps at the right. */
export function DeskPage() {
  const t = texts.value;
  if (view.value === null) return <p class="empty">{t.common.loading}</p>;
  const seat = mySeat.value;
  if (seat === null)
    return (
      <div class="desk">
        <div class="stack wide-column">
          <SeatPicker />
        </div>
        <Helps />
      </div>
    );
  return (
    <div class="desk">
      <div class="stack">
        <CallerCard />
        <SeatCard seat={seat} />
      </div>
      <div class="stack">
        {shownCall.value === null ? null : <TicketDesk no={shownCall.value.ticketNo} />}
        <WorkCard />
        <RecentCalls seat={seat.id} />
      </div>
      <Helps />
    </div>
  );
}

function CallerCard() {
  const t = texts.value;
  const call = shownCall.value;
  return (
    <Card title={mySeat.value?.doing.state === 'wrapUp' ? t.caller.last : t.caller.title} class="caller-card">
      <div class="body">{call === null ? <p class="quiet">{t.caller.none}</p> : <Caller call={call} />}</div>
    </Card>
  );
}

function Caller({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  return (
    <>
      <span class="big number">{call.from === null ? t.bar.unknownNumber : phoneNumber(call.from)}</span>
      <dl class="facts-list">
        <dt>{t.caller.arrived}</dt>
        <dd>{clockTime(call.arrivedAt)}</dd>
        <dt>{t.caller.waited}</dt>
        <dd>
          <Waited call={call} />
        </dd>
        <dt>{t.bar.queue}</dt>
        <dd>{queueWord(t, call.queue)}</dd>
        {callerFacts(call).map(([name, what]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function Waited({ call }: { readonly call: LiveCall }) {
  if (call.queuedAt === null) return <>{texts.value.common.none}</>;
  return <>{duration((call.talkingSince ?? now.value) - call.queuedAt)}</>;
}

/** What the switch tells just after a change of my seat, such as the ringing, is in the record by then; in ms. */
const soonMs = 1_200;

/** The call in hand: its ticket and its course, as they stand in the record. */
function WorkCard() {
  const t = texts.value;
  const id = myCallId.value;
  // Each change of my seat is a step of its call.
  const version = mySeat.value?.since;
  const { value, problem, again } = useFetch<CallRecord>(
    id === null ? null : `/calls/${encodeURIComponent(id)}`,
    version,
  );
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(again, soonMs);
    return () => clearTimeout(timer);
  }, [again, version]);
  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [value]);
  return (
    <Card
      title={value === null ? t.desk.work : `${t.bar.ticket} ${value.ticketNo}`}
      class="work-card"
      end={id === null ? undefined : <a href={linkToCall(id)}>{t.desk.openRecord}</a>}
    >
      <div class="body" ref={box}>
        {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
        {value === null ? <p class="quiet">{t.desk.workNone}</p> : <CallSteps record={value} />}
      </div>
    </Card>
  );
}

function Helps() {
  const t = texts.value;
  return (
    <div class="stack">
      <SoftphoneCard />
      <QueueCard />
      <OwnFiguresCard />
      {may('tickets.read') ? <CallBackCard /> : null}
      <Card title={t.desk.keys}>
        <div class="body">
          <dl class="keys">
            {keys(t).map(([key, does]) => (
              <Fragment key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </div>
      </Card>
    </div>
  );
}

const keys = (t: Texts): readonly (readonly [string, string])[] => [
  ['F2', t.controls.keys.mute],
  ['F3', t.controls.keys.hold],
  ['F4', t.controls.keys.invite],
  ['F6', t.controls.keys.transfer],
  ['F7', t.phones.keyAnswer],
  ['F8', t.desk.keyHangUp],
  ['F9', t.desk.keyReady],
  ['Shift F2–F4', t.controls.keys.emergency],
  ['Esc', t.desk.keyEsc],
];

function QueueCard() {
  const t = texts.value;
  const queues = view.value?.queues;
  if (queues === undefined) return null;
  return (
    <Card title={t.desk.queueTitle}>
      {queues.map((queue) => (
        <div class="body" key={queue.queue}>
          {queues.length > 1 ? <span class="group-label">{queueWord(t, queue.queue)}</span> : null}
          <div class="queue-figures">
            {(['waiting', 'staffed', 'ready', 'talking'] as const).map((key) => (
              <div key={key} class={key === 'waiting' && queue.waiting > 0 ? 'mark-wait' : ''}>
                <b>{queue[key]}</b>
                <span>{t.line[key]}</span>
              </div>
            ))}
          </div>
        </div>
      ))}
    </Card>
  );
}
