import { type ChosenReason, chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { openAsk } from './asking.ts';
import { emergencyKeys, hangUpKey, holdKey, muteKey } from './call-keys.ts';
import { beNotReady, beReady } from './commands.ts';
import { isLive, mySeat } from './desk.ts';
import { emergencyOrder, pressEmergency, undoEmergency } from './emergency.ts';
import { tell } from './hint.ts';
import { answerCall, softphoneCall } from './softphone.ts';

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

/** Keys of the telephone at hand, which work without the desk's connection. */
const phoneKeys: Readonly<Record<string, () => void>> = { F2: muteKey, F7: answerKey };
const deskKeys: Readonly<Record<string, () => void>> = {
  F3: holdKey,
  F4: () => openAsk('invite'),
  F6: () => openAsk('transfer'),
  F8: hangUpKey,
  F9: readyKey,
};

/** What a key does; undefined: it is none of the desk's. */
function actionOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (event.shiftKey) {
    const number = emergencyOrder.find((one) => emergencyKeys[one] === `Shift+${event.key}`);
    return number === undefined ? undefined : () => pressEmergency(number);
  }
  const desk = deskKeys[event.key];
  if (desk === undefined) return phoneKeys[event.key];
  return isLive.value ? desk : () => tell(texts.value.bar.why.offline);
}

/** The keys that work everywhere. A key held down counts once. */
export function listenToKeys(): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && undoEmergency()) {
      // It takes the emergency back, and closes nothing besides.
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    const action = actionOf(event);
    if (action === undefined) return;
    event.preventDefault();
    if (!event.repeat) action();
  };
  addEventListener('keydown', listener, { capture: true });
  return () => removeEventListener('keydown', listener, { capture: true });
}
