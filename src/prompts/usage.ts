import type { Call } from '../calls/model.ts';
import type { Treatment } from '../calls/plan.ts';
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
