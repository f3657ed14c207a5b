import { after, type EpochMs } from '../lib/time.ts';
import { base, hush, play, promptLimitMs } from './endings.ts';
import { type CallIn, type Claim, type Digit, type PromptName, playbackId } from './model.ts';
import type { Wish } from './plan.ts';
import { joinQueue, music } from './queueing.ts';
import { type Turn, turn } from './table.ts';

/** A phase in which a prompt asks for a key, and music plays until it is pressed. */
type Asking = CallIn<'menu' | 'survey'>;

/** The greeting is over: the menu, where there is one, else the queue. */
export function afterGreeting(call: CallIn<'greeting'>, at: EpochMs): Turn {
  const { menu } = call.plan;
  if (menu === null) return joinQueue(call, at);
  return ask(opened(call, 'queue'), menu.prompts, at);
}

/** A menu in which nothing was said yet. */
export const opened = (call: CallIn<'greeting'>, about: CallIn<'menu'>['about']): CallIn<'menu'> => ({
  ...base(call),
  phase: 'menu',
  timers: [],
  playing: null,
  tries: 1,
  about,
});

/** Asks for a key, or asks again; whatever is heard now ends. @param call as it is asked: with this try counted */
export function askAgain(call: Asking, prompts: readonly PromptName[], at: EpochMs): Turn {
  const asked = ask(call, prompts, at);
  return { ...asked, commands: [...hush(call), ...asked.commands] };
}

/** Asks for a key of a caller who hears nothing else. Without a prompt there is music at once. */
export function ask(call: Asking, prompts: readonly PromptName[], at: EpochMs): Turn {
  if (prompts.length === 0) return asked({ ...call, playing: null }, 0, at);
  const playing = playbackId(call.id, call.plays + 1);
  const next = {
    ...call,
    plays: call.plays + 1,
    playing,
    timers: [{ name: 'prompt', dueAt: after(at, promptLimitMs) } as const],
  };
  return turn(next, [play(next, playing, prompts)]);
}

/** The question was heard, or could not be played: music, and so long for a key. */
export function asked(call: Asking, limitMs: number, at: EpochMs): Turn {
  const waiting = { ...call, playing: null, timers: [{ name: 'key', dueAt: after(at, limitMs) } as const] };
  return turn(waiting, [music(waiting)]);
}

/** The menu was heard: so long for a key. */
export const menuHeard = (call: CallIn<'menu'>, at: EpochMs): Turn =>
  asked(call, call.plan.menu?.limitMs ?? 0, at);

/** A key of the menu: its queue, also while the menu is still being said. A key that is not there: the menu again. */
export function pressedInMenu(call: CallIn<'menu'>, digit: Digit, at: EpochMs): Turn {
  const { menu } = call.plan;
  const queue = menu?.options[digit];
  if (queue === undefined) return menuAgain(call, menu?.invalid ?? [], at);
  const wish = menu?.wishes[digit];
  return joinQueue(wish === undefined ? call : { ...call, claim: wished(call.claim, wish) }, at, queue);
}

/** The claim with what the caller chose: its priority instead of the entry's, its skills besides the entry's. */
const wished = (claim: Claim, { priority, skills }: Wish): Claim => ({
  ...withSkills(claim, skills),
  priority,
});

/** The claim with more skills, the higher level of each. */
export function withSkills(claim: Claim, skills: Wish['skills']): Claim {
  const levels = new Map(claim.skills.map(({ skill, level }) => [skill, level]));
  for (const { skill, level } of skills) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  return { ...claim, skills: [...levels].map(([skill, level]) => ({ skill, level })) };
}

/** No key that is there: the menu is heard again, and after the last time the caller joins the plan's own queue. */
export function menuAgain(call: CallIn<'menu'>, before: readonly PromptName[], at: EpochMs): Turn {
  const { menu } = call.plan;
  if (menu === null || call.tries >= menu.tries) return joinQueue(call, at);
  return askAgain({ ...call, tries: call.tries + 1 }, [...before, ...menu.prompts], at);
}
