import type { Skill } from '../acd/model.ts';
import { type FindingCode, findingTexts } from './finding-texts.ts';

/** Something that is wrong with a plan, or looks as if it were. */
export type Finding = {
  /** An error keeps the plan from being published, a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly code: FindingCode;
  /** Where, as a JSON pointer into the plan as it is filled: `/entries/0` is there even where the document has no entries. */
  readonly at: string;
  /** What the words speak of: a queue, a key, a number. */
  readonly values: Readonly<Record<string, string>>;
};

export const fault = (code: FindingCode, at: string, values: Finding['values'] = {}): Finding => ({
  severity: 'error',
  code,
  at,
  values,
});
export const doubt = (code: FindingCode, at: string, values: Finding['values'] = {}): Finding => ({
  severity: 'warning',
  code,
  at,
  values,
});

/** Skills with the level that is asked for, as findings and steps speak of them. */
export const skillNames = (skills: readonly Skill[]): string =>
  skills.map(({ skill, level }) => `${skill} ${String(level)}`).join(', ');

/** A finding in words: what is so, and how to mend it. */
export type Told = { readonly what: string; readonly mend: string };

export function told({ code, values }: Finding): { readonly zh: Told; readonly en: Told } {
  const { zh, en } = findingTexts[code];
  const fill = ([what, mend]: readonly [string, string]): Told => ({
    what: filled(what, values),
    mend: filled(mend, values),
  });
  return { zh: fill(zh), en: fill(en) };
}

const filled = (text: string, values: Finding['values']): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );

/** A finding as a line of a log or of a file's problems. */
export const lineOf = (finding: Finding): string => `${finding.at || '/'} ${told(finding).en.what}`;

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
