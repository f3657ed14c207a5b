import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { isBeside } from '../lib/supervise.ts';
import { extendWrapUp, finishWrapUp } from '../state/commands.ts';
import { isLive, myCall, mySeat } from '../state/desk.ts';
import { autoAnswer } from '../state/softphone.ts';
import type { SeatRow } from '../state/wire.ts';
import { CallerMarks } from './caller-marks.tsx';
import { Act } from './parts.tsx';
import { PartyStrip } from './party-strip.tsx';
import { SuperviseStrip } from './supervise-strip.tsx';
import { UnkeptButton } from './unkept-button.tsx';

/** The bar's second row: what to do about a ringing phone, or who is in the call, and what to know of the caller; at its end what is not kept of it, and what belongs to the wrap-up. */
export function BarFoot() {
  return (
    <div class="bar-foot">
      <div class="bar-strip">
        <Strip />
      </div>
      <WrapUpButtons />
    </div>
  );
}

function Strip() {
  const t = texts.value;
  const seat = mySeat.value;
  const call = myCall.value;
  if (seat === null || call === null) return null;
  if (seat.doing.state === 'offered')
    return (
      <>
        <span class="do">{pickUp(t, seat)}</span>
        <CallerMarks call={call} />
      </>
    );
  if (seat.doing.state !== 'talking') return null;
  if (call.phase === 'dialling')
    return call.diallingSince === null ? <span class="do">{pickUpToDial(t, seat)}</span> : null;
  return isBeside(call, seat.id) ? <SuperviseStrip call={call} /> : <PartyStrip call={call} />;
}

const pickUp = (t: Texts, seat: SeatRow): string =>
  seat.device === 'desk'
    ? t.bar.pickUp(seat.id)
    : autoAnswer.value
      ? t.phones.bar.autoHint
      : t.phones.bar.answerHint;

const pickUpToDial = (t: Texts, seat: SeatRow): string =>
  seat.device === 'desk' ? t.outbound.bar.pickUp(seat.id) : pickUp(t, seat);

function WrapUpButtons() {
  const t = texts.value;
  const seat = mySeat.value;
  const why = seat?.doing.state === 'wrapUp' ? (isLive.value ? null : t.bar.why.offline) : t.bar.why.noWrapUp;
  return (
    <div class="bar-wrap-up">
      <UnkeptButton />
      <Act why={why} onPress={() => seat !== null && extendWrapUp(seat.id)}>
        {t.controls.longer}
      </Act>
      <Act why={why} onPress={() => seat !== null && finishWrapUp(seat.id)}>
        {t.bar.finishWrapUp}
      </Act>
    </div>
  );
}
