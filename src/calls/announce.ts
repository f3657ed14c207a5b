import { after, type EpochMs } from '../lib/time.ts';
import { hush, play, promptLimitMs } from './endings.ts';
import type { Outlook } from './events.ts';
import { holdsNoLine } from './legs.ts';
import { cardinal, ordinal } from './mandarin.ts';
import { type CallIn, type Digit, type PromptName, playbackId, type Said, type Timer } from './model.ts';
import { saysNumbers, treatmentOf } from './plan.ts';
import { type Turn, turn } from './table.ts';

/** What can be said to a waiting caller. */
type About = 'position' | 'comfort' | 'callBack';
type Waiting = CallIn<'queued' | 'offering'>;

/** Between two announcements there is music for at least so long, and what is due within it is said together with what is due now. */
const leastMusicMs = 3_000;
const prompt = (name: string): PromptName => name as PromptName;

/** When each announcement of the call's treatment is due; those that are not made are left out. */
function dues(call: Waiting): readonly (readonly [About, EpochMs])[] {
  // Who is to be called back does not hold the line.
  if (holdsNoLine(call)) return [];
  const { comfort, position, callBack } = treatmentOf(call);
  const { said, queuedAt } = call;
  const due = (last: EpochMs | null, firstMs: number, everyMs: number): EpochMs =>
    last === null ? after(queuedAt, firstMs) : after(last, everyMs);
  return [
    ...(position === null
      ? []
      : [['position', due(said.positionAt, position.firstMs, position.everyMs)] as const]),
    ...(comfort === null
      ? []
      : [['comfort', due(said.comfortAt, comfort.everyMs, comfort.everyMs)] as const]),
    // Who withholds the number cannot be called back, and is not told that it could be.
    ...(callBack === null || call.from === null
      ? []
      : [['callBack', due(said.callBackAt, callBack.afterMs, callBack.everyMs)] as const]),
  ];
}

/** The timer of the next announcement; none where none is made, or while one is being made. */
export function announceTimer(call: CallIn<'queued'>, at: EpochMs): readonly Timer[] {
  if (call.playing !== null) return [];
  const next = Math.min(...dues(call).map(([, dueAt]) => dueAt));
  if (next === Number.POSITIVE_INFINITY) return [];
  return [{ name: 'announce', dueAt: Math.max(next, after(at, leastMusicMs)) as EpochMs }];
}

/** Something is due: all that is due now is said at once, in one piece. */
export function announce(call: CallIn<'queued'>, outlook: Outlook, at: EpochMs): Turn {
  const now = dues(call)
    .filter(([, dueAt]) => dueAt <= after(at, leastMusicMs))
    .map(([about]) => about);
  const prompts = now.flatMap((about) => promptsFor(about, call, outlook));
  const told: CallIn<'queued'> = {
    ...call,
    said: now.reduce((said, about) => noted(said, about, at), call.said),
  };
  if (prompts.length > 0) return say(told, prompts, at);
  return turn({ ...told, timers: [...told.timers, ...announceTimer(told, at)] });
}

function noted(said: Said, about: About, at: EpochMs): Said {
  if (about === 'position') return { ...said, positionAt: at };
  if (about === 'callBack') return { ...said, callBackAt: at };
  return { ...said, comforts: said.comforts + 1, comfortAt: at };
}

function promptsFor(about: About, call: Waiting, outlook: Outlook): readonly PromptName[] {
  const { comfort, position, callBack } = treatmentOf(call);
  switch (about) {
    case 'position':
      return [
        ...(saysNumbers(call) ? place(outlook.position) : []),
        ...(position?.wait === true ? expected(outlook.expectedWaitMs, saysNumbers(call)) : []),
      ];
    case 'comfort':
      return comfort?.prompts.slice(turnOf(call, comfort.prompts.length)).slice(0, 1) ?? [];
    case 'callBack':
      return callBack === null
        ? []
        : [prompt('call-back-press'), keyPrompt(callBack.key), prompt('call-back-keep-place')];
  }
}

/** Comfort messages have their turn one after the other, and round again. */
const turnOf = (call: Waiting, count: number): number => (count === 0 ? 0 : call.said.comforts % count);

/** 您排在第…位; nothing when the place is not known, or there are no prompts for it. */
function place(position: number | null): readonly PromptName[] {
  const number = position === null ? [] : ordinal(position);
  return number.length === 0 ? [] : [prompt('position-before'), ...number, prompt('position-after')];
}

const minuteMs = 60_000;
/** From here on nobody believes a number of minutes. */
const longMs = 60 * minuteMs;

/** 预计还需等候约…分钟: up to ten minutes each minute counts, beyond it five, both rounded up. */
function expected(waitMs: number | null, numbers: boolean): readonly PromptName[] {
  if (waitMs === null) return [];
  if (waitMs < minuteMs) return [prompt('wait-under-a-minute')];
  if (waitMs > longMs) return [prompt('wait-over-an-hour')];
  if (!numbers) return [];
  const minutes = Math.ceil(waitMs / minuteMs);
  const said = minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5;
  return [prompt('wait-before'), ...cardinal(said), prompt('wait-after')];
}

/** The prompt that names a key. */
export const keyPrompt = (key: Digit): PromptName =>
  prompt(key === '*' ? 'key-star' : key === '#' ? 'key-hash' : `number-${key}`);

/** Prompts are said to a waiting caller in the place of music, or of what is being said. The wait goes on. */
export function say(call: CallIn<'queued'>, prompts: readonly PromptName[], at: EpochMs): Turn {
  const playing = playbackId(call.id, call.plays + 1);
  const timers = call.timers.filter(({ name }) => name !== 'prompt' && name !== 'announce');
  const next: CallIn<'queued'> = {
    ...call,
    plays: call.plays + 1,
    playing,
    timers: [...timers, { name: 'prompt', dueAt: after(at, promptLimitMs) }],
  };
  return turn(next, [...hush(call), play(next, playing, prompts)]);
}
