import type { EpochMs } from '../lib/time.ts';
import { base, end, farewell, partings, quiet } from './endings.ts';
import type { Fact } from './facts.ts';
import { ask, askAgain, asked } from './keys.ts';
import type { CallIn, Digit, Ending, PromptName, SurveyLevel } from './model.ts';
import { treatmentOf } from './plan.ts';
import { type Turn, then } from './table.ts';

const question = ['survey'] as readonly string[] as readonly PromptName[];
const notALevel = ['survey-invalid'] as readonly string[] as readonly PromptName[];
const thanks = ['survey-thanks'] as readonly string[] as readonly PromptName[];

/**
 * The seat lets the caller go: the caller is asked for satisfaction where the queue asks, then hears goodbye. How the call ends is
 * settled here, whoever hangs up first.
 */
export function partWays(call: CallIn<'talking'>, ending: Omit<Ending, 'during'>, at: EpochMs): Turn {
  // Whom the hotline called is not asked: the ticket's follow-up does that.
  if (treatmentOf(call).survey === null || call.origin === 'outbound')
    return farewell(call, 'goodbye', ending, at);
  const next: CallIn<'survey'> = {
    ...base(call),
    phase: 'survey',
    timers: [],
    playing: null,
    tries: 1,
    ending: { ...ending, during: call.phase },
    talk: call.talk,
  };
  const parted = { call: next, commands: quiet(call), facts: partings(call, at) };
  return then(parted, (c) => ask(c, question, at));
}

/** The question was heard: so long for a key. */
export const questionHeard = (call: CallIn<'survey'>, at: EpochMs): Turn =>
  asked(call, treatmentOf(call).survey?.limitMs ?? 0, at);

/** A key: one of the five levels, or the question again until it was asked often enough. */
export function pressedInSurvey(call: CallIn<'survey'>, digit: Digit, at: EpochMs): Turn {
  const level = levels[digit];
  if (level !== undefined) return answered(call, level, at);
  const tries = treatmentOf(call).survey?.tries ?? 1;
  if (call.tries >= tries) return answered(call, null, at);
  return askAgain({ ...call, tries: call.tries + 1 }, [...notALevel, ...question], at);
}

const levels: Readonly<Partial<Record<Digit, SurveyLevel>>> = { '1': 1, '2': 2, '3': 3, '4': 4, '5': 5 };

/** The answer is taken, or there is none: goodbye. */
export function answered(call: CallIn<'survey'>, level: SurveyLevel | null, at: EpochMs): Turn {
  const { goodbye } = treatmentOf(call).farewell;
  const prompts = level === null ? goodbye : [...thanks, ...goodbye];
  return then(taken(call, level, at), (c) => farewell(c, prompts, c.ending, at));
}

/** The caller leaves without an answer: the call ends as was settled. */
export const leftUnanswered = (call: CallIn<'survey'>, at: EpochMs): Turn =>
  then(taken(call, null, at), (c) => end(c, c.ending, at));

function taken(
  call: CallIn<'survey'>,
  level: SurveyLevel | null,
  at: EpochMs,
): Turn & { call: CallIn<'survey'> } {
  const { seat, agent } = call.talk;
  const { id, ticketNo, queue } = call;
  const fact: Fact = { type: 'SurveyTaken', call: id, at, ticketNo, queue, seat, agent, level };
  return { call: { ...call, survey: { at, level } }, commands: [], facts: [fact] };
}
