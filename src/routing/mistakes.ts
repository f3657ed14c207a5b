import type { Static } from 'typebox';
import { isDay } from '../calendar/days.ts';
import type { Digit } from '../calls/model.ts';
import { dialable } from '../calls/number.ts';
import { queuesOfCallers } from './callers.ts';
import { type Finding, fault } from './findings.ts';
import type { Plan, Span } from './model.ts';
import type { PlanFile } from './schema.ts';

export type File = Static<typeof PlanFile>;

/** What no plan may say, whoever serves its queues: days that there are not, references to nothing, keys that mean two things. Pure. */
export const mistakesIn = (file: File, plan: Plan): readonly Finding[] => [
  ...daysIn(file),
  ...spansIn(file),
  ...referencesIn(plan),
  ...keysIn(plan),
  ...outsideIn(plan),
  ...callersIn(plan),
];

export function spanOf(text: string): Span {
  const [from = '', until = ''] = text.split('-');
  return { fromMin: minutes(from), untilMin: minutes(until) };
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Days that there are not, and a last day before the first. */
const daysIn = (file: File): readonly Finding[] =>
  Object.entries(file.hours ?? {}).flatMap(([name, { special = [] }]) =>
    special.flatMap(({ from, until = from }, n) => {
      const at = `/hours/${name}/special/${n}`;
      return [
        ...(isDay(from) ? [] : [fault('noDay', `${at}/from`)]),
        ...(isDay(until) ? [] : [fault('noDay', `${at}/until`)]),
        ...(until < from ? [fault('endsBeforeBegin', `${at}/until`)] : []),
      ];
    }),
  );

/** Times of a day that end before they begin. Over midnight there are two of them, on two days. */
const spansIn = (file: File): readonly Finding[] =>
  Object.entries(file.hours ?? {}).flatMap(([name, { weekly, special = [] }]) => [
    ...Object.entries(weekly as Readonly<Record<string, readonly string[]>>).flatMap(([day, spans]) =>
      emptySpans(spans, `/hours/${name}/weekly/${day}`),
    ),
    ...special.flatMap(({ open = [] }, n) => emptySpans(open, `/hours/${name}/special/${n}/open`)),
  ]);

const emptySpans = (spans: readonly string[], at: string): readonly Finding[] =>
  spans.flatMap((text, n) => {
    const { fromMin, untilMin } = spanOf(text);
    return fromMin < untilMin ? [] : [fault('emptySpan', `${at}/${n}`)];
  });

/** Queues and hours that are named and not there. */
function referencesIn({ entries, queues, hours, callers }: Plan): readonly Finding[] {
  const queue = (at: string, id: string | null | undefined): readonly Finding[] =>
    id == null || Object.hasOwn(queues, id) ? [] : [fault('noSuchQueue', at, { queue: id })];
  const time = (at: string, name: string | null): readonly Finding[] =>
    name === null || Object.hasOwn(hours, name) ? [] : [fault('noSuchHours', at, { hours: name })];
  return [
    ...entries.flatMap((entry, n) => [
      ...queue(`/entries/${n}/queue`, entry.queue),
      ...time(`/entries/${n}/hours`, entry.hours),
      ...Object.entries(entry.menu?.options ?? {}).flatMap(([key, id]) =>
        queue(`/entries/${n}/menu/options/${key}`, id),
      ),
    ]),
    ...Object.entries(queues).flatMap(([id, plan]) => [
      ...queue(`/queues/${id}/overflow/to`, plan.overflow?.to),
      ...(plan.overflow?.to === id ? [fault('overflowToItself', `/queues/${id}/overflow/to`)] : []),
      ...time(`/queues/${id}/hours`, plan.hours),
    ]),
    ...queuesOfCallers({ callers }).flatMap((place) => queue(place.at, place.queue)),
    ...Object.entries(hours).flatMap(([name, { closed, special }]) => [
      ...queue(`/hours/${name}/closed/to`, closed.to),
      ...special.flatMap((days, n) => queue(`/hours/${name}/special/${n}/to`, days.closed.to)),
    ]),
  ];
}

/** Numbers that are never dialled, whoever wrote them down: emergency, short, premium and international ones. */
const outsideIn = ({ outside }: Plan): readonly Finding[] =>
  outside.flatMap(({ number }, n) =>
    dialable(number) === null ? [fault('outsideNumber', `/outside/${n}/number`, { number })] : [],
  );

/** A short call is shorter than the time in which short calls are counted. */
const callersIn = ({ callers: { harassing } }: Plan): readonly Finding[] =>
  harassing !== null && harassing.shorterThanMs > harassing.withinMs
    ? [fault('repeatSpan', '/callers/harassing/shorterThanMs')]
    : [];

const levels: readonly Digit[] = ['1', '2', '3', '4', '5'];

/** An emergency key must mean nothing else, wherever the caller is. */
export function keysIn({ entries, queues, emergencyKeys }: Plan): readonly Finding[] {
  const isTaken = (key: string): boolean => Object.hasOwn(emergencyKeys, key);
  const taken = (key: string, at: string): readonly Finding[] =>
    isTaken(key) ? [fault('keyTaken', at, { key })] : [];
  return [
    ...entries.flatMap(({ languages, menu }, n) => [
      ...Object.keys(languages?.options ?? {}).flatMap((key) =>
        taken(key, `/entries/${n}/languages/options/${key}`),
      ),
      ...Object.keys(menu?.options ?? {}).flatMap((key) => taken(key, `/entries/${n}/menu/options/${key}`)),
    ]),
    ...Object.entries(queues).flatMap(([id, { callBack, survey }]) => [
      ...(callBack === null ? [] : taken(callBack.key, `/queues/${id}/callBack/key`)),
      ...(survey === null
        ? []
        : levels.filter(isTaken).map((key) => fault('surveyKeyTaken', `/queues/${id}/survey`, { key }))),
    ]),
  ];
}
