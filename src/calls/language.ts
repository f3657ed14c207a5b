import { after, type EpochMs } from '../lib/time.ts';
import { base, farewell, hush, play, promptLimitMs } from './endings.ts';
import {
  afterGreeting,
  ask,
  askAgain,
  asked,
  menuAgain,
  menuHeard,
  opened,
  pressedInMenu,
  withSkills,
} from './keys.ts';
import { type CallIn, type Digit, type Language, playbackId } from './model.ts';
import { type Turn, then, turn } from './table.ts';

/** The caller is there: asked for the language where the plan asks, and greeted then, or at once. */
export function welcome(call: CallIn<'greeting'>, at: EpochMs): Turn {
  const { languages } = call.plan;
  return languages === null ? greet(call, at) : ask(opened(call, 'language'), languages.prompts, at);
}

/** The greeting, or why nobody can be reached now; without a greeting what comes after it. */
function greet(call: CallIn<'greeting'>, at: EpochMs): Turn {
  const { greeting, closed } = call.plan;
  if (closed !== null)
    return farewell(call, closed.prompts, { by: 'hotline', outcome: closed.outcome, cause: null }, at);
  if (greeting.length === 0) return afterGreeting(call, at);
  const plays = call.plays + 1;
  const playing = playbackId(call.id, plays);
  return turn({ ...call, plays, playing, timers: [{ name: 'prompt', dueAt: after(at, promptLimitMs) }] }, [
    play(call, playing, greeting),
  ]);
}

/** The language is settled: whatever is heard now ends, and all that follows is heard in it. */
function greetIn(call: CallIn<'menu'>, language: Language, at: EpochMs): Turn {
  const greeted: CallIn<'greeting'> = {
    ...base(call),
    language,
    phase: 'greeting',
    timers: [],
    playing: null,
  };
  return then({ call: greeted, commands: hush(call), facts: [] }, (c) => greet(c, at));
}

/** The question was heard, or could not be played: music, and so long for a key. */
export const heard = (call: CallIn<'menu'>, at: EpochMs): Turn =>
  call.about === 'language' ? asked(call, call.plan.languages?.limitMs ?? 0, at) : menuHeard(call, at);

/** Who presses a key that is no language's is asked so often in all: whoever wants another than the usual one should get it. */
const mostTries = 2;

/** A key of the question that is asked: its language, or its queue. One that is not there has the question asked again. */
export function pressed(call: CallIn<'menu'>, digit: Digit, at: EpochMs): Turn {
  if (call.about === 'queue') return pressedInMenu(call, digit, at);
  const language = call.plan.languages?.options[digit];
  const skills = call.plan.languages?.skills[digit] ?? [];
  // Who speaks a language is best served by somebody who does, too.
  if (language !== undefined)
    return greetIn({ ...call, claim: withSkills(call.claim, skills) }, language, at);
  if (call.tries >= mostTries) return nothingPressed(call, at);
  return askAgain({ ...call, tries: call.tries + 1 }, call.plan.languages?.prompts ?? [], at);
}

/** No key was pressed: the menu again, or the greeting in the language that the plan has for who does not choose. */
export const nothingPressed = (call: CallIn<'menu'>, at: EpochMs): Turn =>
  call.about === 'language' ? greetIn(call, call.language, at) : menuAgain(call, [], at);
