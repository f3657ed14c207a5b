import { computed, effect, signal } from '@preact/signals';
import { startRinging } from '../lib/ring-tone.ts';
import { SipPhone, type SipPhoneEvent, whyNoPhone } from '../lib/sip-phone.ts';
import { type Problem, post, tellGone } from './api.ts';
import { mySeat } from './desk.ts';

export type SoftphoneState =
  /** This page is no phone: nobody sits here, or the telephone is used. */
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  /** Another window of this browser is the phone. */
  | { readonly state: 'elsewhere' }
  | { readonly state: 'registered' }
  /** The connection is lost; the page tries again by itself. */
  | { readonly state: 'lost' }
  | { readonly state: 'noPhone'; readonly why: 'insecure' | 'denied' | 'noMicrophone' }
  | { readonly state: 'failed'; readonly problem: Problem | null };

export const softphone = signal<SoftphoneState>({ state: 'off' });
export const softphoneCall = signal<'none' | 'ringing' | 'talking'>('none');
export const muted = signal(false);
/** Loudness of both directions in a talk, 0 to 1; null otherwise. */
export const levels = signal<{ readonly mic: number | null; readonly heard: number | null }>({
  mic: null,
  heard: null,
});
/** The microphone gives nothing, though it should. */
export const micTrouble = signal<'lost' | 'silent' | null>(null);

const autoKey = 'h12.autoAnswer';
/** Whether calls are answered by themselves; kept for this browser. */
export const autoAnswer = signal(localStorage.getItem(autoKey) === 'yes');
export function setAutoAnswer(on: boolean): void {
  autoAnswer.value = on;
  localStorage.setItem(autoKey, on ? 'yes' : 'no');
}

/** The seat whose softphone this page should be. */
const wantedSeat = computed<string | null>(() =>
  mySeat.value?.device === 'browser' ? mySeat.value.id : null,
);

const audio = new Audio();
const levelEveryMs = 300;
/** How long a microphone may give nothing at all before it is said; a person pausing still makes some noise. */
const silentAfterMs = 6_000;
/** How long a call that the hotline has ended may live on in the page. */
const ghostMs = 2_500;
const againMs = 3_000;

let phone: SipPhone | null = null;
/** Ends the turn of this page: each beginning has its own. */
let turn: AbortController | null = null;

/** Begins to be the phone of a seat when no other window of this browser is. @param steal takes it from the other window */
function begin(seat: string, steal: boolean): void {
  end();
  const mine = new AbortController();
  turn = mine;
  softphone.value = { state: 'starting' };
  const waiting = setTimeout(() => {
    if (!mine.signal.aborted && softphone.value.state === 'starting')
      softphone.value = { state: 'elsewhere' };
  }, 500);
  const hold = async (): Promise<void> => {
    clearTimeout(waiting);
    softphone.value = { state: 'starting' };
    await open(seat, mine.signal);
    await new Promise((resolve) => mine.signal.addEventListener('abort', resolve, { once: true }));
  };
  const locks = navigator.locks as LockManager | undefined;
  // Only a secure page has locks, and only a secure page has a microphone.
  if (locks === undefined) {
    clearTimeout(waiting);
    softphone.value = { state: 'noPhone', why: 'insecure' };
    return;
  }
  const options = steal ? { steal } : { signal: mine.signal };
  locks.request(`h12.softphone.${seat}`, options, hold).catch(() => {
    // Another window took it.
    if (turn === mine) elsewhere();
  });
}

/** Asks for what the phone needs, and registers. */
async function open(seat: string, signal: AbortSignal): Promise<void> {
  // Asked anew each time: it may have come to an end meanwhile.
  const isOver = (): boolean => signal.aborted;
  const why = await whyNoPhone();
  if (isOver()) return;
  if (why !== null) {
    softphone.value = { state: 'noPhone', why };
    return;
  }
  type Grant = { readonly endpoint: string; readonly password: string; readonly socket: string };
  const answer = await post<Grant>(`/seats/${encodeURIComponent(seat)}/softphone`);
  if (isOver()) return;
  if (!answer.ok) {
    softphone.value = { state: 'failed', problem: answer.problem };
    // What will be otherwise in a moment: Asterisk away, the network, the server's restart.
    if (answer.problem.status === 0 || answer.problem.status >= 500)
      setTimeout(() => void (isOver() ? undefined : open(seat, signal)), againMs);
    return;
  }
  phone = new SipPhone({ ...answer.value, audio, autoAnswer: () => autoAnswer.value, told });
}

function end(): void {
  turn?.abort();
  turn = null;
  phone?.stop();
  phone = null;
  over();
}

function elsewhere(): void {
  end();
  softphone.value = { state: 'elsewhere' };
}

function over(): void {
  softphoneCall.value = 'none';
  muted.value = false;
  micTrouble.value = null;
  levels.value = { mic: null, heard: null };
}

function told(event: SipPhoneEvent): void {
  switch (event) {
    case 'registered':
      softphone.value = { state: 'registered' };
      return;
    case 'offline':
      softphone.value = { state: 'lost' };
      return;
    case 'replaced':
      elsewhere();
      return;
    case 'refused':
      softphone.value = { state: 'failed', problem: null };
      return;
    case 'left':
      end();
      softphone.value = { state: 'off' };
      return;
    case 'ringing':
    case 'talking':
      softphoneCall.value = event;
      return;
    case 'over':
      over();
      return;
    case 'micLost':
      micTrouble.value = 'lost';
      return;
    case 'soundLost':
      // The call cannot be mended from here: as a new phone, the hotline knows that the old one's talk is lost.
      startSoftphone();
  }
}

/** Tries again, or takes the phone over from another window. */
export function startSoftphone(steal = false): void {
  const seat = wantedSeat.peek();
  if (seat !== null) begin(seat, steal);
}

export function answerCall(): void {
  phone?.answer();
}

export function toggleMute(): void {
  if (softphoneCall.value !== 'talking') return;
  muted.value = !muted.value;
  phone?.mute(muted.value);
}

effect(() => {
  const seat = wantedSeat.value;
  if (seat !== null) begin(seat, false);
  else {
    end();
    softphone.value = { state: 'off' };
  }
});

effect(() => (softphoneCall.value === 'ringing' ? startRinging() : undefined));

// The hotline has ended the call, and its BYE never came: nobody sits in an empty call.
effect(() => {
  const doing = mySeat.value?.doing.state;
  if (softphoneCall.value === 'none' || doing === 'offered' || doing === 'talking') return;
  const timer = setTimeout(() => phone?.drop(), ghostMs);
  return () => clearTimeout(timer);
});

// A reload in a talk would lose it: the browser asks first.
effect(() => {
  if (softphoneCall.value !== 'talking') return;
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
});

effect(() => {
  if (softphoneCall.value !== 'talking') return;
  let heardAt = performance.now();
  const timer = setInterval(() => {
    void phone?.levels().then((now) => {
      levels.value = now;
      if (muted.value || (now.mic ?? 0) > 0) heardAt = performance.now();
      if (micTrouble.value !== 'lost')
        micTrouble.value = performance.now() - heardAt > silentAfterMs ? 'silent' : null;
    });
  }, levelEveryMs);
  return () => clearInterval(timer);
});

// A page that goes in a talk does not hang up on the citizen: the hotline is told that this phone is gone, and the caller waits for another.
addEventListener('pagehide', () => {
  const seat = wantedSeat.peek();
  if (softphoneCall.peek() !== 'talking' || seat === null) phone?.stop();
  else tellGone(`/seats/${encodeURIComponent(seat)}/softphone`);
});
