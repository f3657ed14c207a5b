import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { clockTime } from '../lib/format.ts';
import { clearProblem, problems } from '../state/commands.ts';
import { may, myCall } from '../state/desk.ts';
import { offerDispatch } from '../state/dispatch-offer.ts';
import {
  closeNotSent,
  emergencyPress,
  pressEmergency,
  sendAgain,
  undoEmergency,
} from '../state/emergency.ts';
import { hint } from '../state/hint.ts';
import type { LiveCall } from '../state/wire.ts';
import { Act, problemText, Trouble } from './parts.tsx';

/** What an emergency has come to, what went wrong with a command of the bar, or why a key did nothing: over the page, so that nothing moves. */
export function BarMessage() {
  const problem = problems.value.call;
  useEffect(() => {
    if (problem === undefined) return;
    const timer = setTimeout(() => clearProblem('call'), 10_000);
    return () => clearTimeout(timer);
  }, [problem]);
  const press = emergencyPress.value;
  return (
    <div class="bar-message" aria-live={press.state === 'none' ? 'polite' : 'assertive'}>
      {press.state === 'none' ? null : <PressMessage />}
      <LastHunt />
      {problem !== undefined ? (
        <Trouble problem={problem} />
      ) : hint.value !== null ? (
        <div class="note">{hint.value}</div>
      ) : null}
    </div>
  );
}

/** A press on its way: it can be taken back, is being sent, or could not be. */
function PressMessage() {
  const t = texts.value;
  const e = t.controls.emergency;
  const press = emergencyPress.value;
  switch (press.state) {
    case 'none':
      return null;
    case 'pending':
      return (
        <div class="problem urgent">
          <span>{e.pending(press.number, e.name[press.number] ?? '')}</span>
          <Act onPress={undoEmergency}>{e.undo}</Act>
        </div>
      );
    case 'sending':
      return <div class="problem urgent">{e.sending(press.number)}</div>;
    case 'notSent':
      return (
        <div class="problem urgent" role="alert">
          <strong>{e.notSent(press.number)}</strong>
          <span>{problemText(t, press.problem)}</span>
          <span class="acts">
            <Act class="primary" onPress={sendAgain}>
              {e.again}
            </Act>
            <Act onPress={closeNotSent}>{e.close}</Act>
          </span>
        </div>
      );
  }
}

/** The failure that was read and put away, by its time. */
const readAt = signal(0);

/** Nobody was reached: what to do now, until the agent has put it away. */
function LastHunt() {
  const call = myCall.value;
  const last = call?.lastHunt;
  if (call == null || last == null || call.hunt !== null) return null;
  if (last.result !== 'failed' || last.at === readAt.value) return null;
  return last.number === null ? (
    <NotReached call={call} last={last} />
  ) : (
    <NoDesk last={last} number={last.number} />
  );
}

type Last = NonNullable<LiveCall['lastHunt']>;
const putAway = (last: Last): void => {
  readAt.value = last.at;
};

/** A unit, a seat or a number did not answer: the agent is back with the citizen, and can dispatch. */
function NotReached({ call, last }: { readonly call: LiveCall; readonly last: Last }) {
  const t = texts.value;
  const w = t.ask.notReached;
  const { unit } = last;
  const list = last.tried.map(({ name, why }) => `${name} ${t.controls.hunt.why[why] ?? why}`).join('、');
  return (
    <div class="note not-reached" role="alert">
      <strong>{w.title(last.name)}</strong>
      {list === '' ? null : <span>{w.tried(list)}</span>}
      <span>{w.back}</span>
      <span class="acts">
        {unit !== null && may('ticket.life') ? (
          <Act
            class="primary"
            onPress={() => {
              offerDispatch(call.ticketNo, unit, w.note(last.name, list));
              putAway(last);
            }}
          >
            {w.dispatch}
          </Act>
        ) : null}
        <Act onPress={() => putAway(last)}>{w.close}</Act>
      </span>
    </div>
  );
}

/** No emergency desk answered: which number the citizen is to dial. */
function NoDesk({ last, number }: { readonly last: Last; readonly number: NonNullable<Last['number']> }) {
  const t = texts.value;
  const { emergency: e, hunt: h } = t.controls;
  return (
    <div class="problem urgent failed" role="alert">
      <strong>{e.failed(number)}</strong>
      <p class="say">{e.readOut(number)}</p>
      <p class="numbers">
        {(last.readOut.length === 0 ? [number] : last.readOut).map((one) => (
          <b key={one}>{one}</b>
        ))}
      </p>
      <ul>
        {last.tried.map(({ name, why, at }) => (
          <li key={`${name} ${String(at)}`}>
            <time>{clockTime(at)}</time> {name}：{h.why[why] ?? why}
          </li>
        ))}
      </ul>
      <span class="acts">
        <Act class="primary" onPress={() => pressEmergency(number)}>
          {e.again}
        </Act>
        <Act onPress={() => putAway(last)}>{e.close}</Act>
      </span>
    </div>
  );
}
