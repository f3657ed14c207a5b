import { keyPrompt } from '../calls/announce.ts';
import { type Call, type Language, usualLanguage } from '../calls/model.ts';
import type { Treatment } from '../calls/plan.ts';
import { connectingWords, emergencyNumbers, failedWords } from '../emergency/model.ts';
import { keysSaid, promptsOfCallers } from '../routing/callers.ts';
import type { Plan } from '../routing/model.ts';

/** Where a plan, or a part of one, names which prompts. */
export type Named = { readonly at: string; readonly name: string };

/** Every place of a plan where a prompt is named, as JSON pointers into the plan as it is filled. Pure. */
export const promptsIn = ({ entries, queues, hours, callers, emergencyKeys }: Plan): readonly Named[] => [
  ...entries.flatMap(({ languages, greeting, menu }, n) => [
    ...listed(`/entries/${n}/languages/prompts`, languages?.prompts ?? []),
    ...listed(`/entries/${n}/greeting`, greeting),
    ...inMenu(`/entries/${n}/menu`, menu),
  ]),
  ...Object.entries(queues).flatMap(([id, queue]) => inTreatment(`/queues/${id}`, queue)),
  ...Object.entries(hours).flatMap(([name, { closed, special }]) => [
    ...listed(`/hours/${name}/closed/prompts`, closed.prompts),
    ...special.flatMap((days, n) => listed(`/hours/${name}/special/${n}/prompts`, days.closed.prompts)),
  ]),
  ...promptsOfCallers({ callers }).flatMap(({ at, prompts }) => listed(at, prompts)),
  ...keysSaid({ emergencyKeys }).map((name) => ({ at: '/emergencyKeys', name })),
];

/** Every prompt that a call may still play by the plan it began with. Pure. */
export const promptsOf = ({ plan }: Pick<Call, 'plan'>): readonly Named[] => [
  ...listed('/languages/prompts', plan.languages?.prompts ?? []),
  ...listed('/greeting', plan.greeting),
  ...inMenu('/menu', plan.menu),
  ...listed('/closed/prompts', plan.closed?.prompts ?? []),
  ...inTreatment('', plan),
  ...shutIn('', plan),
  ...Object.entries(plan.others).flatMap(([id, queue]) => [
    ...inTreatment(`/others/${id}`, queue),
    ...shutIn(`/others/${id}`, queue),
  ]),
];

/** The languages in which a plan's callers may hear its prompts, but for the usual one. Pure. */
export const languagesIn = ({ entries }: Pick<Plan, 'entries'>): readonly Language[] =>
  [
    ...new Set(
      entries.flatMap(({ languages }) =>
        languages === null ? [] : [languages.default, ...Object.values(languages.options)],
      ),
    ),
  ].filter((language) => language !== usualLanguage);

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '100', 'liang'];

/** Every prompt that callers of a plan may hear in a language, with those that the hotline plays by itself. Pure. */
export function heardIn(plan: Plan, language: Language): ReadonlySet<string> {
  const queues = Object.values(plan.queues);
  const saysNumbers = plan.entries.some(({ languages }) => languages?.numbers.includes(language));
  const positions = queues.flatMap(({ position }) => position ?? []);
  const waits = positions.filter(({ wait }) => wait);
  const question = queues.some(({ survey }) => survey !== null);
  return new Set([
    ...promptsIn(plan).map(({ name }) => name),
    ...connectingWords,
    ...emergencyNumbers.flatMap(failedWords),
    ...queues.flatMap(({ callBack }) =>
      callBack === null ? [] : ['call-back-press', keyPrompt(callBack.key), 'call-back-keep-place'],
    ),
    ...(question ? ['survey', 'survey-invalid', 'survey-thanks'] : []),
    ...(waits.length > 0 ? ['wait-under-a-minute', 'wait-over-an-hour'] : []),
    ...(saysNumbers && positions.length > 0
      ? ['position-before', 'position-after', ...digits.map((digit) => `number-${digit}`)]
      : []),
    ...(saysNumbers && waits.length > 0 ? ['wait-before', 'wait-after'] : []),
  ]);
}

const listed = (at: string, prompts: readonly string[]): readonly Named[] =>
  prompts.map((name, n) => ({ at: `${at}/${n}`, name }));

const inMenu = (at: string, menu: Plan['entries'][number]['menu']): readonly Named[] =>
  menu === null ? [] : [...listed(`${at}/prompts`, menu.prompts), ...listed(`${at}/invalid`, menu.invalid)];

const inTreatment = (
  at: string,
  { farewell, comfort, overflow }: Pick<Treatment, 'farewell' | 'comfort' | 'overflow'>,
): readonly Named[] => [
  ...Object.entries(farewell).flatMap(([end, prompts]) => listed(`${at}/farewell/${end}`, prompts)),
  ...listed(`${at}/comfort/prompts`, comfort?.prompts ?? []),
  ...listed(`${at}/overflow/prompts`, overflow?.prompts ?? []),
];

const shutIn = (at: string, { shut }: Pick<Treatment, 'shut'>): readonly Named[] =>
  shut.flatMap(({ prompts }, n) => listed(`${at}/shut/${n}/prompts`, prompts));
