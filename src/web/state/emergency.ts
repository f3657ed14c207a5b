import { effect, signal } from '@preact/signals';
import type { EmergencyNumber } from '../../emergency/model.ts';
import { texts } from '../i18n/index.ts';
import { type Problem, post, tellGone } from './api.ts';
import { myCall, mySeat } from './desk.ts';
import { tell } from './hint.ts';

/** The order in which their buttons and keys stand. */
export const emergencyOrder = ['110', '119', '120'] as const satisfies readonly EmergencyNumber[];

/** How long a press can be taken back, in ms: no desk's phone has rung by then. */
export const undoMs = 2_000;
/** How often it is asked for again while the server cannot be reached, and after how long, in ms. */
const tries = 10;
const againMs = 500;

export type EmergencyPress =
  | { readonly state: 'none' }
  /** Can be taken back. */
  | { readonly state: 'pending'; readonly number: EmergencyNumber; readonly call: string }
  | { readonly state: 'sending'; readonly number: EmergencyNumber; readonly call: string }
  | {
      readonly state: 'notSent';
      readonly number: EmergencyNumber;
      readonly call: string;
      readonly problem: Problem;
    };
const nothing: EmergencyPress = { state: 'none' };

export const emergencyPress = signal<EmergencyPress>(nothing);
let timer = 0;

/** Why an emergency desk cannot be rung for this call; null when it can. A lost connection to the server is no reason: it is tried. */
export function emergencyWhy(): string | null {
  const { why } = texts.value.controls;
  const call = myCall.value;
  if (call === null || mySeat.value?.doing.state !== 'talking') return why.noTalk;
  if (call.supervision?.seat === mySeat.value.id) return texts.value.supervise.notYours;
  return call.phase === 'dialling' ? why.dialling : null;
}

/** One press; the same again within two seconds takes it back, another number takes its place. */
export function pressEmergency(number: EmergencyNumber): void {
  const before = emergencyPress.value;
  if (before.state === 'pending' && before.number === number) {
    undoEmergency();
    return;
  }
  const why = emergencyWhy();
  if (why !== null) {
    tell(why);
    return;
  }
  const call = myCall.value;
  if (call === null) return;
  clearTimeout(timer);
  emergencyPress.value = { state: 'pending', number, call: call.id };
  timer = setTimeout(() => void fire({ number, call: call.id }), undoMs);
}

/** @returns whether there was something to take back */
export function undoEmergency(): boolean {
  const before = emergencyPress.value;
  if (before.state !== 'pending') return false;
  clearTimeout(timer);
  emergencyPress.value = nothing;
  tell(texts.value.controls.emergency.undone(before.number));
  return true;
}

/** Once more, without a moment to take it back. */
export function sendAgain(): void {
  const before = emergencyPress.value;
  if (before.state === 'notSent') void fire(before);
}

export const closeNotSent = (): void => {
  if (emergencyPress.value.state === 'notSent') emergencyPress.value = nothing;
};

type Wanted = { readonly number: EmergencyNumber; readonly call: string };
const pathOf = (call: string): string => `/calls/${encodeURIComponent(call)}/emergency`;

/** Beside the queue of other commands: an emergency waits for none of them. */
async function fire({ number, call }: Wanted): Promise<void> {
  emergencyPress.value = { state: 'sending', number, call };
  for (let n = 1; ; n += 1) {
    const answer = await post(pathOf(call), { number });
    if (answer.ok || beingRung(number)) {
      emergencyPress.value = nothing;
      return;
    }
    const { problem } = answer;
    const passing = problem.status === 0 || problem.status >= 500;
    if (!passing || n >= tries) {
      emergencyPress.value = { state: 'notSent', number, call, problem };
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

/** An answer that was lost on the way had come to something. */
const beingRung = (number: EmergencyNumber): boolean => myCall.value?.hunt?.number === number;

// The citizen hung up, or another call is here: what was pressed was not meant for it.
effect(() => {
  const press = emergencyPress.value;
  if (press.state !== 'pending' || press.call === myCall.value?.id) return;
  clearTimeout(timer);
  emergencyPress.value = nothing;
  tell(texts.value.controls.emergency.over);
});

// What was not taken back is meant, also by who leaves the page at that moment.
addEventListener('pagehide', () => {
  const press = emergencyPress.peek();
  if (press.state === 'pending') tellGone(pathOf(press.call), { number: press.number });
});
