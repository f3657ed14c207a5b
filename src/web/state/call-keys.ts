import type { EmergencyNumber } from '../../emergency/model.ts';
import { texts } from '../i18n/index.ts';
import { callWhys } from '../lib/call-rules.ts';
import { isAside } from '../lib/parties.ts';
import { comeBack, hangUp, hold } from './commands.ts';
import { myCall, myCallId } from './desk.ts';
import { tell } from './hint.ts';
import { toggleOwnMute } from './own-mute.ts';

/** The key of each emergency desk: with Shift, so that no slip of the finger on a neighbour of F2 to F4 is one. */
export const emergencyKeys: Readonly<Record<EmergencyNumber, string>> = {
  '110': 'Shift+F2',
  '119': 'Shift+F3',
  '120': 'Shift+F4',
};

/** Does it, or says why not. */
function unless(why: string | null, act: () => void): void {
  if (why === null) act();
  else tell(why);
}

export const muteKey = (): void => unless(callWhys(texts.value).mute, toggleOwnMute);

export const holdKey = (): void => unless(callWhys(texts.value).hold, toggleHold);

export function toggleHold(): void {
  const call = myCall.value;
  if (call === null) return;
  if (isAside(call)) comeBack(call.id, false);
  else hold(call.id);
}

/** Only a talk is hung up: a ringing call is declined by its own button, so that no key press too late refuses a citizen. */
export function hangUpKey(): void {
  const call = myCallId.value;
  unless(callWhys(texts.value).hangUp, () => {
    if (call !== null) hangUp(call);
  });
}
