import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { languagePattern, usualLanguage } from '../../calls/ids.ts';
import { language, texts } from '../i18n/index.ts';
import { type Path, pointerOf, withValue } from '../lib/json-edit.ts';
import type { Goal } from '../lib/plan-goal.ts';
import { controlOf, type Mistake, type Schema } from '../lib/plan-schema.ts';
import type { PlanChecked } from '../state/wire.ts';

export type Finding = PlanChecked['findings'][number];

/** What every part of the form and of the graph works on: the text is the truth, the document what it says. */
export type PlanEditing = {
  readonly text: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly schema: Schema;
  /** Names of the prompts there are, each with what it says. */
  readonly prompts: readonly { readonly name: string; readonly text: string | null }[];
  readonly findings: readonly Finding[];
  readonly goal: Goal | null;
  readonly write: (text: string) => void;
};

export const Editing = createContext<PlanEditing | null>(null);

export function usePlan(): PlanEditing & { readonly set: (path: Path, value: unknown) => void } {
  const plan = useContext(Editing);
  if (plan === null) throw new Error('there is no plan around this part of the form');
  return { ...plan, set: (path, value) => plan.write(withValue(plan.text, path, value)) };
}

/** Findings at a place, and below it where what is below is not shown by itself. */
export const findingsAt = (findings: readonly Finding[], path: Path, below: boolean): readonly Finding[] => {
  const pointer = pointerOf(path);
  return findings.filter(({ at }) => at === pointer || (below && at.startsWith(`${pointer}/`)));
};

/** A member's words, by the nearest part around it that gives it its own. */
export function wordsOf(path: Path): readonly [label: string, hint?: string] {
  const { members } = texts.value.plan.form;
  const names = path.filter((part) => typeof part === 'string');
  const name = names.at(-1) ?? '';
  const own = names.slice(0, -1).map((around) => members[`${around}.${name}`]);
  return own.findLast((words) => words !== undefined) ?? members[name] ?? [name];
}

/** A time in ms is typed in seconds, one that may be longer than an hour in minutes, than a day in hours. @returns how many ms the unit has; null: it is no time */
export function unitOf(name: string, { maximum = 0 }: Schema): number | null {
  if (!name.endsWith('Ms')) return null;
  return maximum > 86_400_000 ? 3_600_000 : maximum > 3_600_000 ? 60_000 : 1_000;
}

export function unitWords(name: string, schema: Schema): string {
  const t = texts.value.plan.form;
  const unit = unitOf(name, schema);
  if (unit === null) return t.units[name] ?? '';
  return unit === 1_000 ? t.seconds : unit === 60_000 ? t.minutes : t.spanHours;
}

/** A value in short, as an empty field shows what holds instead. */
export function inShort(name: string, schema: Schema, value: unknown): string {
  const t = texts.value.plan.form;
  if (value === undefined) return t.notSet;
  if (value === null) return name === 'hours' || name === 'openingHours' ? t.always : t.off;
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'number') {
    const unit = unitOf(name, schema);
    return `${String(value / (unit ?? 1))} ${unitWords(name, schema)}`.trim();
  }
  if (typeof value === 'string') return t.values[value] ?? value;
  if (Array.isArray(value)) return value.length === 0 ? t.nothing : value.map(String).join(listMark());
  return Object.keys(value).length === 0 ? t.nothing : t.own;
}

const listMark = (): string => (language.value === 'en' ? ', ' : '、');

/** A mistake in words. */
export function mistakeWords(name: string, schema: Schema, mistake: Mistake): string {
  const t = texts.value.plan.form;
  if (mistake.kind === 'length') return t.atMost(mistake.most);
  if (mistake.kind !== 'range') return t.mistakes[mistake.kind];
  const unit = unitOf(name, schema) ?? 1;
  const words = unitWords(name, schema);
  const told = (n: number): string => `${String(n / unit)} ${words}`.trim();
  return t.range(told(mistake.from), told(mistake.to));
}

/** What a part begins with when somebody adds it: what must be there, and nothing more. */
export function beginning(whole: Schema, queue: string): unknown {
  const control = controlOf(whole);
  switch (control.kind) {
    case 'object': {
      const { required = [], properties = {} } = control.schema;
      return Object.fromEntries(required.map((name) => [name, beginning(properties[name] ?? {}, queue)]));
    }
    case 'number':
      return usualNumber(control.schema);
    case 'switch':
      return true;
    case 'choice':
      return control.values[0];
    case 'text':
      return control.schema.pattern === '^[0-9*#]$'
        ? '1'
        : control.schema.pattern === languagePattern
          ? usualLanguage
          : control.schema.pattern?.startsWith('^[a-z]') === true
            ? queue
            : '';
    case 'day':
      return '';
    case 'short':
      return beginning(control.whole.properties?.[control.member] ?? {}, queue);
    case 'record':
      return {};
    case 'prompts':
    case 'spans':
    case 'list':
      return [];
    default:
      return null;
  }
}

/** The least that may be said; of times half a minute. */
function usualNumber({ minimum = 0, maximum = 0 }: Schema): number {
  return maximum < 1_000 ? minimum : Math.min(Math.max(30_000, minimum), maximum);
}
