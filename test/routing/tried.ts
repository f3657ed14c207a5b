import { unknownCaller } from '../../src/callers/model.ts';
import type { PhoneNumber, Target } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import { checkPlan } from '../../src/routing/check.ts';
import type { Plan } from '../../src/routing/model.ts';
import { type PathStep, pathOf } from '../../src/routing/steps.ts';
import type { Situation, TriedCall, TriedKey } from '../../src/routing/trying.ts';
import { walk } from '../../src/switchboard/walk.ts';
import { target } from '../calls/given.ts';

export const timeZone = 'Asia/Shanghai';
/** A Tuesday, 10:00 in the city. */
export const tuesday = epochMs(Date.UTC(2026, 10, 24, 2));

export const busy: Situation = { staffed: true, freeAfterMs: null, answers: true, waiting: 0 };
export const free: Situation = { staffed: true, freeAfterMs: 0, answers: true, waiting: 0 };
export const nobody: Situation = { staffed: false, freeAfterMs: null, answers: true, waiting: 0 };

export const caller: TriedCall = {
  dialled: '12345',
  from: '13912342211' as PhoneNumber,
  at: tuesday,
  caller: unknownCaller,
  keys: [],
  leaves: null,
  elsewhere: free,
  queues: {},
  desksAnswer: true,
};

/** Keys pressed when they are asked for, `-` where a question is left. */
export const keys = (text: string): readonly TriedKey[] =>
  Array.from(text, (key) => ({ key: key as TriedKey['key'], when: null }));

export const desks: Readonly<Record<'110' | '120' | '119', readonly Target[]>> = {
  '110': [target('110'), target('110 by the other trunk')],
  '120': [target('120')],
  '119': [],
};

/** The plan of a document, with ways to two of the three desks. @throws when it is wrong */
export function planOf(document: object): Plan {
  const checked = checkPlan(document);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return { ...checked.plan, emergency: desks };
}

/** The steps' kinds with what they speak of, in short. */
export const inShort = ({
  kind,
  values: { from, queue, to, key, language, outcome, desk, number },
}: PathStep): string =>
  [kind, from, queue, to, key, language, desk, number, outcome]
    .filter((text) => text !== undefined && text !== '')
    .join(' ');

export function path(document: object, call: Partial<TriedCall>): readonly string[] {
  const plan = planOf(document);
  const tried = { ...caller, ...call };
  return pathOf(plan, tried, walk(plan, tried, timeZone), timeZone).map(inShort);
}
