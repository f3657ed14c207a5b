import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { dayTime, duration, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { isLive, nameOf } from '../state/desk.ts';
import { view } from '../state/socket.ts';
import type { RemoteSeatRow, UnitCallRow } from '../state/wire.ts';
import { busyWhy, Said, useDoing } from './forms.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';

/** The unit's end of the hotline: who is calling, before it is answered, and who of the unit is there. */
export function RemotePage() {
  const t = texts.value;
  const calls = view.value?.me.unitCalls;
  if (calls === undefined) return <p class="empty">{t.common.loading}</p>;
  return (
    <div class="stack narrow">
      <Calls calls={calls} />
      <RemoteSeats />
    </div>
  );
}

function Calls({ calls }: { readonly calls: readonly UnitCallRow[] }) {
  const w = texts.value.remote;
  const first = calls.find(({ state }) => state === 'ringing');
  const spoken = first === undefined ? '' : w.spoken(callerOf(texts.value, first), first.ticketNo);
  useEffect(() => {
    document.title = first === undefined ? texts.value.product.name : `☎ ${spoken}`;
  }, [first, spoken]);
  return (
    <Card title={w.calls} class="unit-calls">
      <div class="body">
        {calls.length === 0 ? <p class="quiet">{w.none}</p> : null}
        {calls.map((call) => (
          <UnitCall key={call.leg} call={call} />
        ))}
      </div>
      {/* Said once, to those who do not look: times would be read out every second. */}
      <div class="unseen" aria-live="assertive">
        {spoken}
      </div>
    </Card>
  );
}

const callerOf = (t: Texts, { from }: UnitCallRow): string =>
  from === null ? t.bar.unknownNumber : phoneNumber(from);

function UnitCall({ call }: { readonly call: UnitCallRow }) {
  const t = texts.value;
  const w = t.remote;
  const tone = call.state === 'ringing' ? 'wait' : 'talk';
  return (
    <section class={`unit-call ${tone}`} aria-label={`${call.remoteSeat} ${w.state[call.state]}`}>
      <div class="seat-state">
        <Mark tone={tone}>{w.state[call.state]}</Mark>
        <span class="time">{duration(now.value - call.since)}</span>
      </div>
      <span class="big number">{callerOf(t, call)}</span>
      <dl class="facts-list">
        <dt>{t.bar.ticket}</dt>
        <dd class="number">{call.ticketNo}</dd>
        <dt>{w.at}</dt>
        <dd>{call.remoteSeat}</dd>
        <dt>{w.agent}</dt>
        <dd>{call.agent ?? t.common.none}</dd>
      </dl>
      <p>{w.hint[call.state]}</p>
    </section>
  );
}

const everyMs = 10_000;

function RemoteSeats() {
  const t = texts.value;
  const w = t.remote;
  const { value, problem, again } = useFetch<readonly RemoteSeatRow[]>('/remote-seats/own');
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <Card title={w.seats}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? null : value.length === 0 ? (
        <p class="empty">{w.noSeats}</p>
      ) : (
        <div class="body">
          {value.map((seat) => (
            <RemoteSeat key={seat.id} seat={seat} onDone={again} />
          ))}
        </div>
      )}
    </Card>
  );
}

function RemoteSeat({ seat, onDone }: { readonly seat: RemoteSeatRow; readonly onDone: () => void }) {
  const t = texts.value;
  const w = t.remote;
  const doing = useDoing();
  const isThere = seat.presence !== null;
  const say = async (present: boolean): Promise<void> => {
    const path = `/remote-seats/${encodeURIComponent(seat.id)}/presence`;
    await doing.give(() => post(path, { present }), present ? w.isIn : w.isOut);
    onDone();
  };
  return (
    <section class="remote-seat" aria-label={seat.name}>
      <div class="grow">
        <b>{seat.name}</b>
        <p class="quiet small">
          {w.line[seat.line.kind]} · {w.turn(seat.place)} · {hoursWord(t, seat)}
        </p>
      </div>
      {seat.signsIn ? (
        <>
          <Mark tone={isThere ? 'full' : 'quiet'}>
            {seat.presence === null
              ? w.away
              : w.there(nameOf(seat.presence.by) ?? seat.presence.by, dayTime(seat.presence.at, now.value))}
          </Mark>
          <Act
            class={isThere ? '' : 'primary'}
            why={isLive.value ? busyWhy(doing) : t.bar.why.offline}
            onPress={() => void say(!isThere)}
          >
            {isThere ? w.signOut : w.signIn}
          </Act>
          <Said doing={doing} />
        </>
      ) : (
        <Mark tone="full">{w.always}</Mark>
      )}
    </section>
  );
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`;

function hoursWord(t: Texts, { hours }: RemoteSeatRow): string {
  const w = t.remote;
  if (hours === null) return w.allHours;
  return hours
    .map(
      ({ days, fromMin, untilMin }) =>
        `${days.map((day) => w.days[day - 1] ?? '').join('')} ${clock(fromMin)}–${clock(untilMin)}`,
    )
    .join('；');
}
