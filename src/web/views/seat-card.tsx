import { chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { duration } from '../lib/format.ts';
import { seatTone, seatWord } from '../lib/seat-words.ts';
import { now } from '../state/clock.ts';
import { beReady, leaveSeat, problems } from '../state/commands.ts';
import { chooseNotReady } from '../state/keys.ts';
import type { SeatRow } from '../state/wire.ts';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { leaveWhy, readyWhy, reasonWhy } from './seat-rules.ts';

/** My seat: its phone, what it does and why, and how to change that. */
export function SeatCard({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const problem = problems.value.seat;
  const phoneGone = seat.phone === 'unreachable';
  return (
    <Card
      title={`${t.seat.title} ${seat.id}`}
      end={
        <Mark tone={phoneGone ? 'wait' : 'full'}>{phoneGone ? t.seat.unreachable : t.seat.reachable}</Mark>
      }
    >
      <div class="body">
        <div class="seat-state">
          <Mark tone={seatTone(seat.doing)}>{seatWord(t, seat.doing)}</Mark>
          <Since since={seat.since} />
        </div>
        <p class="seat-explain">{explain(t, seat)}</p>
        {problem === undefined ? null : <Trouble problem={problem} />}
        <Choices seat={seat} />
        <Act why={leaveWhy(t, seat)} onPress={() => leaveSeat(seat.id)}>
          {t.seat.signOut}
        </Act>
      </div>
    </Card>
  );
}

const Since = ({ since }: { readonly since: number }) => (
  <span class="time">{duration(now.value - since)}</span>
);

function explain(t: Texts, seat: SeatRow): string {
  const { doing } = seat;
  if (seat.phone === 'unreachable') return seat.device === 'desk' ? t.seat.phoneLost : t.phones.phoneLost;
  if (doing.state === 'notReady') return t.seat.explain[doing.reason];
  return t.seat.explain[doing.state];
}

function Choices({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const { doing } = seat;
  // During a call and its wrap-up the choice is for afterwards.
  const chosen = 'after' in doing ? doing.after : doing;
  const label =
    doing.state === 'talking' ? t.seat.afterCall : doing.state === 'wrapUp' ? t.seat.afterWrapUp : t.seat.now;
  return (
    <fieldset class="choices">
      <legend class="group-label">{label}</legend>
      <Act
        class={chosen.state === 'ready' ? '' : 'primary'}
        shortcut="F9"
        pressed={chosen.state === 'ready'}
        why={readyWhy(t, seat)}
        onPress={() => beReady(seat.id)}
      >
        {t.seat.ready}
      </Act>
      <div class="reasons">
        {chosenReasons.map((reason) => (
          <Act
            key={reason}
            pressed={chosen.state === 'notReady' && chosen.reason === reason}
            why={reasonWhy(t, seat)}
            onPress={() => chooseNotReady(seat.id, reason)}
          >
            {t.seat.reason[reason]}
          </Act>
        ))}
      </div>
    </fieldset>
  );
}
