import type { Texts } from '../i18n/zh.ts';
import { isLive, myCall, mySeat } from '../state/desk.ts';
import { softphoneCall } from '../state/softphone.ts';
import { hasPrivate } from './parties.ts';
import { isBeside } from './supervise.ts';

/** Why what can be done with a call cannot be done now, for the person; null when it can. The server decides all the same. */
export type CallWhys = {
  readonly mute: string | null;
  readonly hold: string | null;
  /** Asking somebody in, or passing the citizen on. */
  readonly ask: string | null;
  readonly hangUp: string | null;
};

export function callWhys(t: Texts): CallWhys {
  const none = noTalk(t);
  const call = myCall.value;
  if (none !== null || call === null) {
    const reason = none ?? t.controls.why.noTalk;
    const mute = softphoneCall.value === 'talking' ? null : reason;
    return { mute, hold: reason, ask: reason, hangUp: hangUpWhy(t) };
  }
  const { why } = t.controls;
  const blocked = isLive.value ? null : t.bar.why.offline;
  const busy = call.phase === 'emergency' ? why.emergency : null;
  const aside = hasPrivate(call) ? why.aside : null;
  return {
    mute: softphoneCall.value === 'talking' ? null : (busy ?? blocked),
    hold: busy ?? blocked,
    ask: busy ?? (call.hunt === null ? aside : why.hunting) ?? blocked,
    hangUp: busy ?? aside ?? hangUpWhy(t),
  };
}

/** Why there is no talk to do anything with; null: there is. */
function noTalk(t: Texts): string | null {
  const call = myCall.value;
  if (call === null || mySeat.value?.doing.state !== 'talking') return t.controls.why.noTalk;
  if (isBeside(call, mySeat.value.id)) return t.supervise.notYours;
  return call.phase === 'dialling' ? t.controls.why.dialling : null;
}

function hangUpWhy(t: Texts): string | null {
  if (myCall.value !== null && isBeside(myCall.value, mySeat.value?.id ?? null)) return t.supervise.notYours;
  switch (mySeat.value?.doing.state) {
    case 'talking':
      return isLive.value ? null : t.bar.why.offline;
    case 'offered':
      return t.bar.why.onlyTalk;
    default:
      return t.bar.why.noCall;
  }
}
