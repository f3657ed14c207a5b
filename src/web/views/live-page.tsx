import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { duration, phoneNumber } from '../lib/format.ts';
import { phaseTone, queueWord, seatTone, seatWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { clearProblem, problems } from '../state/commands.ts';
import { may } from '../state/desk.ts';
import { linkToCall, query, setQuery } from '../state/router.ts';
import { view } from '../state/socket.ts';
import type { LiveCall, SeatRow } from '../state/wire.ts';
import { CallerMarks } from './caller-marks.tsx';
import { CallMenu, SeatMenu } from './live-menus.tsx';
import { Card, Mark, Trouble } from './parts.tsx';

/** Queues, seats and calls as they are this second. */
export function LivePage() {
  const t = texts.value;
  const shown = view.value;
  if (shown === null) return <p class="empty">{t.common.loading}</p>;
  return (
    <div class="wide live">
      <LeaderProblem />
      <Queues />
      {shown.seats !== undefined ? <Seats seats={shown.seats} /> : may('seats.read') ? <AskedSeats /> : null}
      {shown.calls === undefined ? null : <Calls calls={shown.calls} />}
    </div>
  );
}

/** Whoever may command others' seats and calls, sees how. */
const leads = (): boolean => may('seat.move');

/** Why a shift leader's command was refused. */
function LeaderProblem() {
  const problem = problems.value.leader;
  useEffect(() => {
    if (problem === undefined) return;
    const timer = setTimeout(() => clearProblem('leader'), 10_000);
    return () => clearTimeout(timer);
  }, [problem]);
  return problem === undefined ? null : <Trouble problem={problem} />;
}

/** How often seats are asked for where the socket does not bring them, in ms. */
const everyMs = 5_000;

/** For those whose screens are not told of every seat at once. */
function AskedSeats() {
  const { value, problem, again } = useFetch<readonly SeatRow[]>('/seats');
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  if (value !== null) return <Seats seats={value} />;
  return problem === null ? null : <Trouble problem={problem} onRetry={again} />;
}

function Queues() {
  const t = texts.value;
  const queues = view.value?.queues;
  if (queues === undefined) return null;
  return (
    <Card title={t.live.queues} class="whole">
      <div class="scroll">
        <table class="table figures">
          <thead>
            <tr>
              <th>{t.live.queue}</th>
              <th class="right">{t.line.waiting}</th>
              <th class="right">{t.line.longest}</th>
              <th class="right">{t.line.staffed}</th>
              <th class="right">{t.line.ready}</th>
              <th class="right">{t.line.talking}</th>
              <th class="grow" />
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.queue}>
                <td>{queueWord(t, queue.queue)}</td>
                <td class={`right big ${queue.waiting > 0 ? 'wait' : ''}`}>{queue.waiting}</td>
                <td class="right big">
                  {queue.waitingSince === null ? t.common.none : <Since since={queue.waitingSince} />}
                </td>
                <td class="right big">{queue.staffed}</td>
                <td class="right big">{queue.ready}</td>
                <td class="right big">{queue.talking}</td>
                <td class="grow">
                  {queue.staffed === 0 ? <Mark tone="wait">{t.live.unstaffed}</Mark> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const Since = ({ since }: { readonly since: number }) => <>{duration(now.value - since)}</>;

function Seats({ seats }: { readonly seats: readonly SeatRow[] }) {
  const t = texts.value;
  const { signedIn: asked } = query.value;
  const only = asked === '1';
  const signedIn = seats.filter((seat) => seat.agent !== null);
  const rows = only ? signedIn : seats;
  return (
    <Card
      title={t.live.seats}
      end={
        <>
          <span class="quiet small">{t.live.signedIn(signedIn.length, seats.length)}</span>
          <label class="check small">
            <input type="checkbox" checked={only} onChange={() => setQuery({ signedIn: only ? '' : '1' })} />
            {t.live.onlySignedIn}
          </label>
        </>
      }
    >
      {rows.length === 0 ? (
        <p class="empty">{t.live.noSeats}</p>
      ) : (
        <div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{t.live.seat}</th>
                <th>{t.live.agent}</th>
                <th>{t.live.state}</th>
                <th class="right">{t.live.for}</th>
                <th>{t.live.phone}</th>
                {leads() ? <th>{t.lead.queues}</th> : null}
                {leads() ? <th /> : null}
              </tr>
            </thead>
            <tbody>
              {rows.map((seat) => (
                <SeatLine key={seat.id} seat={seat} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function SeatLine({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const off = seat.phone === 'unreachable';
  return (
    <tr>
      <td>{seat.id}</td>
      <td class="grow">{seat.agentName ?? seat.agent ?? <span class="quiet">{t.common.none}</span>}</td>
      <td>
        <Mark tone={seatTone(seat.doing)}>{seatWord(t, seat.doing)}</Mark>
      </td>
      <td class="right">{seat.agent === null ? t.common.none : <Since since={seat.since} />}</td>
      <td>
        {off ? (
          <Mark tone={seat.agent === null ? 'quiet' : 'wait'}>{t.seat.offWord}</Mark>
        ) : (
          <span class="quiet">{t.seat.onWord}</span>
        )}
      </td>
      {leads() ? <td>{seat.queues.map((queue) => queueWord(t, queue)).join('、')}</td> : null}
      {leads() ? <td class="right">{seat.agent === null ? null : <SeatMenu seat={seat} />}</td> : null}
    </tr>
  );
}

function Calls({ calls }: { readonly calls: readonly LiveCall[] }) {
  const t = texts.value;
  return (
    <Card title={t.live.calls} end={<span class="quiet small">{calls.length}</span>}>
      {calls.length === 0 ? (
        <p class="empty">{t.live.noCalls}</p>
      ) : (
        <div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{t.live.from}</th>
                <th>{t.live.phase}</th>
                <th>{t.live.at}</th>
                <th class="right">{t.live.waitedFor}</th>
                <th class="right">{t.live.total}</th>
                {leads() ? <th /> : null}
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <CallLine key={call.id} call={call} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function CallLine({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  return (
    <tr class="open">
      <td class="grow">
        <a class="number" href={linkToCall(call.id)}>
          {call.from === null ? t.bar.unknownNumber : phoneNumber(call.from)}
        </a>{' '}
        <CallerMarks call={call} />
      </td>
      <td>
        <Mark tone={phaseTone(call.phase)}>{t.phase[call.phase]}</Mark>
        <Others call={call} />
      </td>
      <td>{call.seat ?? t.common.none}</td>
      <td class="right">
        {call.queuedAt === null ? (
          t.common.none
        ) : call.talkingSince === null ? (
          <Since since={call.queuedAt} />
        ) : (
          duration(call.talkingSince - call.queuedAt)
        )}
      </td>
      <td class="right">
        <Since since={call.arrivedAt} />
      </td>
      {leads() ? (
        <td class="right">
          <CallMenu call={call} />
        </td>
      ) : null}
    </tr>
  );
}

/** Who else is in the call, and who is being rung. */
function Others({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  const guests = call.parties.flatMap(({ name }) => name ?? []);
  const rung = call.hunt === null ? [] : [t.controls.hunt.rings(call.hunt.name)];
  const words = [...guests, ...rung];
  const { supervision } = call;
  if (supervision !== null)
    words.push(`${supervision.agentName ?? supervision.agent} ${t.supervise.now[supervision.mode]}`);
  return words.length === 0 ? null : <div class="parties-of">{words.join('、')}</div>;
}
