import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { problems, takeSeat } from '../state/commands.ts';
import { isLive } from '../state/desk.ts';
import { view } from '../state/socket.ts';
import type { SeatRow } from '../state/wire.ts';
import { Act, Card, Mark, Trouble } from './parts.tsx';

/** How often the list is asked for while it is looked at and the socket does not bring it, in ms. */
const everyMs = 4_000;

/** All seats, which of them can be taken, and why the others cannot. */
export function SeatPicker() {
  const t = texts.value;
  const problem = problems.value.seat;
  const { value, problem: failed, again } = useFetch<readonly SeatRow[]>('/seats', problem);
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  const seats = view.value?.seats ?? value;
  return (
    <Card title={t.seat.choose}>
      <div class="body">
        <p class="quiet">
          {t.phones.choose.hint} {t.seat.chooseHint}
        </p>
        {problem === undefined ? null : <Trouble problem={problem} />}
        {failed === null ? null : <Trouble problem={failed} onRetry={again} />}
        {seats === null ? (
          failed === null ? (
            <p class="empty">{t.common.loading}</p>
          ) : null
        ) : (
          <Seats seats={seats} />
        )}
      </div>
    </Card>
  );
}

function Seats({ seats }: { readonly seats: readonly SeatRow[] }) {
  if (seats.length === 0) return <p class="empty">{texts.value.seat.none}</p>;
  return (
    <ul class="seat-grid">
      {seats.map((seat) => (
        <li key={seat.id}>
          <Choice seat={seat} />
        </li>
      ))}
    </ul>
  );
}

function Choice({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const taken = seat.agent !== null;
  const blocked = isLive.value ? null : t.bar.why.offline;
  // What is chosen here is the telephone's business; the page registers itself when it is chosen.
  const off = (seat.device === 'desk' ? seat.phone : seat.otherPhone) === 'unreachable';
  const hasDesk = seat.devices.includes('desk');
  return (
    <div class={`seat-choice ${taken ? 'taken' : ''}`}>
      <div class="row">
        <span class="id">{seat.id}</span>
        {hasDesk ? (
          <Mark tone={off ? 'wait' : 'full'}>{off ? t.seat.unreachable : t.seat.reachable}</Mark>
        ) : null}
      </div>
      <p class="small quiet two-lines">
        {seat.agent !== null
          ? t.seat.takenBy(seat.agentName ?? seat.agent)
          : off && hasDesk
            ? t.seat.phoneOffHint
            : t.seat.free}
      </p>
      <div class="choices-of-phone">
        {seat.devices.map((device) => (
          <Act
            key={device}
            class={device === 'desk' && !off ? 'primary' : ''}
            why={taken ? t.seat.why.taken : blocked}
            onPress={() => takeSeat(seat.id, device)}
          >
            <span class="unseen">
              {t.seat.signIn} {seat.id}{' '}
            </span>
            {t.phones.choose[device]}
          </Act>
        ))}
      </div>
    </div>
  );
}
