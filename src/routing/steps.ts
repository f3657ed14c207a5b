import type { Call, CallIn, Digit, PromptName } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { entryFound } from './evaluate.ts';
import { skillNames } from './findings.ts';
import { ruleOfDay } from './hours.ts';
import type { Plan } from './model.ts';
import { heardIn, type Seen, type TriedCall, type Walked } from './trying.ts';

/** What a step is; each kind has its sentence, with its reason, on the screen. */
export const stepKinds = [
  'entryByNumber',
  'entryOfOthers',
  'entryBuiltIn',
  'open',
  'openSpecial',
  'closed',
  'closedSpecial',
  'treatedAs',
  'languageAsked',
  'greeting',
  'menu',
  'menuAgain',
  'keyLanguage',
  'keyOption',
  'keyNotThere',
  'keyEmergency',
  'keyCallBack',
  'keyLevel',
  'keyNothing',
  'noKey',
  'queueClosed',
  'onDuty',
  'queued',
  'sentOnWait',
  'sentOnLength',
  'sentOnUnstaffed',
  'announced',
  'offered',
  'answered',
  'survey',
  'emergency',
  'deskRung',
  'deskMissed',
  'deskAnswered',
  'farewell',
  'leaves',
  'ended',
  'cutOff',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** One step of a path: when, what, and what it speaks of. */
export type PathStep = {
  readonly at: EpochMs;
  readonly kind: StepKind;
  readonly values: Readonly<Record<string, string>>;
  /** What the caller hears from then on. */
  readonly prompts: readonly PromptName[];
};

/** A long wait says the same again and again: so many announcements are shown, and all other steps. */
const mostAnnounced = 8;

/** The path of a call that was tried, with the reason of each step. Pure. */
export function pathOf(plan: Plan, tried: TriedCall, walked: Walked, timeZone: string): readonly PathStep[] {
  const path = walked.seen.flatMap(stepsOf);
  const { at } = walked.call.phase === 'ended' ? { at: walked.call.endedAt } : (path.at(-1) ?? tried);
  const end = walked.whole ? [] : [step(at, 'cutOff')];
  return [...wayIn(plan, tried, timeZone), ...standingIn(walked), ...shortened(path), ...end];
}

function shortened(path: readonly PathStep[]): readonly PathStep[] {
  const left = new Set(path.filter(({ kind }) => kind === 'announced').slice(mostAnnounced));
  return path.filter((one) => !left.has(one));
}

const step = (
  at: EpochMs,
  kind: StepKind,
  values: PathStep['values'] = {},
  prompts: readonly PromptName[] = [],
): PathStep => ({ at, kind, values, prompts });

/** Which entry takes the call and why, and what its hours say. */
function wayIn(plan: Plan, { dialled, at }: TriedCall, timeZone: string): readonly PathStep[] {
  const { entry, n, because } = entryFound(plan, dialled);
  const values = { number: dialled, entry: String(n + 1), queue: entry.queue };
  const first = step(at, because, values);
  const hours = entry.hours === null ? undefined : plan.hours[entry.hours];
  if (entry.hours === null || hours === undefined) return [first];
  const { shut, special } = ruleOfDay(hours, at, timeZone);
  const kind = shut === null ? 'open' : 'closed';
  const told = { hours: entry.hours, day: special ?? '', to: shut?.to ?? '' };
  return [first, step(at, special === null ? kind : `${kind}Special`, told)];
}

/** As what the caller is treated, unless it is like everybody. */
function standingIn({ call: { plan, arrivedAt } }: Walked): readonly PathStep[] {
  if (plan.standing === null) return [];
  const { kind, calls } = plan.standing;
  return [step(arrivedAt, 'treatedAs', { standing: kind, calls: calls === null ? '' : String(calls) })];
}

/** What one step of the record means. */
function stepsOf(seen: Seen): readonly PathStep[] {
  const prompts = heardIn(seen.row.commands);
  const [last, ...others] = [...keysIn(seen), ...movesIn(seen)].toReversed();
  return last === undefined ? [] : [...others.toReversed(), { ...last, prompts }];
}

function keysIn({ before, row: { input }, after }: Seen): readonly PathStep[] {
  if (before === null) return [];
  if (input.type === 'KeyOverdue') return [step(input.at, 'noKey')];
  if (input.type === 'CallerHungUp') return before.phase === 'ended' ? [] : hungUp(before, input.at);
  if (input.type !== 'DigitPressed') return [];
  return [keyStep(before, input, after)];
}

const hungUp = (before: Call, at: EpochMs): readonly PathStep[] =>
  before.phase === 'farewell' ? [] : [step(at, 'leaves')];

function keyStep(
  before: Call,
  { digit: key, at }: { readonly digit: Digit; readonly at: EpochMs },
  after: Call,
): PathStep {
  const number = before.plan.emergencyKeys[key];
  if (number !== undefined && after.phase !== before.phase) return step(at, 'keyEmergency', { key, number });
  if (before.phase === 'menu' && before.about === 'language') {
    const language = before.plan.languages?.options[key];
    const skills = skillNames(before.plan.languages?.skills[key] ?? []);
    return language === undefined
      ? step(at, 'keyNotThere', { key })
      : step(at, 'keyLanguage', { key, language, skills });
  }
  if (before.phase === 'menu') {
    const queue = before.plan.menu?.options[key];
    return queue === undefined ? step(at, 'keyNotThere', { key }) : step(at, 'keyOption', { key, queue });
  }
  if (before.phase === 'survey' && after.survey !== before.survey) return step(at, 'keyLevel', { key });
  const calledBack = 'ending' in after && after.ending.outcome === 'callBackAsked';
  return step(at, calledBack && !('ending' in before) ? 'keyCallBack' : 'keyNothing', { key });
}

/** Where the call is now, and was not before. */
function movesIn(seen: Seen): readonly PathStep[] {
  const { before, row, after } = seen;
  const { at } = row;
  switch (after.phase) {
    case 'greeting':
      return before?.phase === 'greeting' ? [] : [step(at, 'greeting')];
    case 'menu':
      return menuStep(before, after, at);
    case 'queued':
      return waitStep(seen, after);
    case 'offering':
      return before?.phase === 'offering' ? [] : [step(at, 'offered', waited(after, at))];
    case 'talking':
      return before?.phase === 'talking' ? [] : [step(at, 'answered', { queue: after.queue })];
    case 'survey':
      return before?.phase === 'survey' && before.tries === after.tries ? [] : [step(at, 'survey')];
    case 'emergency':
    case 'conference':
      return desksIn(before, after, at);
    case 'farewell':
      return before?.phase === 'farewell' ? [] : farewellStep(seen, after);
    case 'ended':
      return before?.phase === 'ended' ? [] : endStep(seen, after);
    case 'dialling':
      return [];
  }
}

const waited = (call: Call, at: EpochMs): PathStep['values'] => ({
  queue: call.queue,
  seconds: String(Math.round((at - (call.queuedAt ?? at)) / 1_000)),
});

function menuStep(before: Call | null, { tries, about }: CallIn<'menu'>, at: EpochMs): readonly PathStep[] {
  if (about === 'language')
    return before?.phase === 'menu' && before.tries === tries ? [] : [step(at, 'languageAsked')];
  if (before?.phase !== 'menu') return [step(at, 'menu')];
  return before.tries === tries ? [] : [step(at, 'menuAgain', { tries: String(tries) })];
}

const whySentOn: Readonly<Record<string, StepKind>> = {
  QueueCrowded: 'sentOnLength',
  QueueUnstaffed: 'sentOnUnstaffed',
};

function waitStep({ before, row }: Seen, after: CallIn<'queued'>): readonly PathStep[] {
  const { at, input } = row;
  if (before === null || before.queuedAt === null) {
    const [from] = after.passed;
    const { priority, skills } = after.claim;
    const told = { queue: after.queue, priority: String(priority), skills: skillNames(skills) };
    const joined = step(at, 'queued', told);
    return from === undefined ? [joined] : [step(at, 'onDuty', { queue: from, to: after.queue }), joined];
  }
  if (before.queue !== after.queue)
    return [
      step(at, whySentOn[input.type] ?? 'sentOnWait', {
        ...{ ...waited(after, at), from: before.queue, queue: after.queue },
      }),
    ];
  return input.type === 'AnnouncementDue' && heardIn(row.commands).length > 0 ? [step(at, 'announced')] : [];
}

function desksIn(
  before: Call | null,
  after: CallIn<'emergency' | 'conference'>,
  at: EpochMs,
): readonly PathStep[] {
  const rung =
    before?.phase === 'emergency' || before?.phase === 'conference' ? (before.hunt?.ringing ?? []) : [];
  const ringing = after.hunt?.ringing ?? [];
  const reached = after.phase === 'conference' && before?.phase !== 'conference' ? after.parties : [];
  const isFirst = before?.phase !== 'emergency' && after.phase === 'emergency';
  return [
    ...(isFirst ? [step(at, 'emergency', routesOf(after, after.hunt.number))] : []),
    ...(reached.length > 0 ? [] : missedOf(rung, ringing, at)),
    ...ringing
      .filter(({ leg }) => !rung.some((one) => one.leg === leg))
      .map(({ target }) => step(at, 'deskRung', { desk: target.name })),
    ...reached.map(({ target }) => step(at, 'deskAnswered', { desk: target.name })),
  ];
}

type Ringing = NonNullable<CallIn<'emergency'>['hunt']>['ringing'];
const missedOf = (rung: Ringing, ringing: Ringing, at: EpochMs): readonly PathStep[] =>
  rung
    .filter(({ leg }) => !ringing.some((one) => one.leg === leg))
    .map(({ target }) => step(at, 'deskMissed', { desk: target.name }));

const routesOf = (call: Call, number: '110' | '120' | '119' | null): PathStep['values'] => ({
  number: number ?? '',
  routes: number === null ? '' : call.plan.emergency[number].map(({ name }) => name).join(' → '),
});

function farewellStep(seen: Seen, after: CallIn<'farewell'>): readonly PathStep[] {
  const { outcome } = after.ending;
  return [...lost(seen, after), step(seen.row.at, 'farewell', { outcome, queue: after.queue })];
}

function endStep(seen: Seen, after: CallIn<'ended'>): readonly PathStep[] {
  const { before, row } = seen;
  const { outcome, by } = after.ending;
  const seconds = String(Math.round((row.at - after.arrivedAt) / 1_000));
  const ended = step(row.at, 'ended', { outcome, by, seconds });
  return before?.phase === 'farewell' ? [ended] : [...lost(seen, after), ended];
}

/** What went before a call that is told goodbye: a queue that was closed, a desk that did not answer, one that was never rung. */
function lost(
  { before, row: { at, input } }: Seen,
  after: CallIn<'farewell' | 'ended'>,
): readonly PathStep[] {
  const { outcome } = after.ending;
  if (before?.phase === 'emergency' && outcome === 'emergencyFailed')
    return missedOf(before.hunt.ringing, [], at);
  const number = after.lastHunt?.number ?? null;
  if (outcome === 'emergencyFailed' && number !== null)
    return [step(at, 'emergency', routesOf(after, number))];
  if (before === null || before.queuedAt !== null || (outcome !== 'closed' && outcome !== 'holiday'))
    return [];
  const chosen = input.type === 'DigitPressed' ? after.plan.menu?.options[input.digit] : undefined;
  return [step(at, 'queueClosed', { queue: chosen ?? after.plan.queue })];
}
