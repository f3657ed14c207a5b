import { type ChosenReason, chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { beNotReady, beReady, hangUp } from './commands.ts';
import { isLive, myCallId, mySeat } from './desk.ts';
import { tell } from './hint.ts';
import { answerCall, softphoneCall, toggleMute } from './softphone.ts';

const reasonKey = 'h12.reason';

/** The reason that F9 uses: the one last chosen on this machine. */
export const lastReason = (): ChosenReason =>
  chosenReasons.find((reason) => reason === localStorage.getItem(reasonKey)) ?? 'break';

/** Not ready for a reason, which F9 uses the next time. */
export function chooseNotReady(seat: string, reason: ChosenReason): void {
  localStorage.setItem(reasonKey, reason);
  beNotReady(seat, reason);
}

/** F7. Answers what rings on this computer; a telephone is picked up. */
function answerKey(): void {
  if (softphoneCall.value === 'ringing') answerCall();
  else
    tell(
      mySeat.value?.device === 'desk' ? texts.value.phones.bar.answerWhyDesk : texts.value.bar.why.noOffer,
    );
}

/** F8. Only a talk is hung up: a ringing call is declined by its own button, so that no key press too late refuses a citizen. */
function hangUpKey(): void {
  const call = myCallId.value;
  if (mySeat.value?.doing.state === 'talking' && call !== null) hangUp(call);
  else
    tell(mySeat.value?.doing.state === 'offered' ? texts.value.bar.why.onlyTalk : texts.value.bar.why.noCall);
}

/** F9. Ready or not, now or, during a talk, after it. */
function readyKey(): void {
  const seat = mySeat.value;
  if (seat === null) return;
  const { doing } = seat;
  if (doing.state === 'offered') tell(texts.value.seat.why.ringing);
  else if (doing.state === 'ready' || (doing.state === 'talking' && doing.after.state === 'ready'))
    chooseNotReady(seat.id, lastReason());
  else beReady(seat.id);
}

/** The keys that work everywhere. A key held down counts once. */
export function listenToKeys(): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const action = { F6: toggleMute, F7: answerKey, F8: hangUpKey, F9: readyKey }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    if (event.repeat) return;
    // The softphone's own keys work without the desk's connection.
    if (isLive.value || event.key === 'F6' || event.key === 'F7') action();
    else tell(texts.value.bar.why.offline);
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}
