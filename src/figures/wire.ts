import { type Static, Type } from 'typebox';
import { Instant, list, nullable, periodQuery, strict, word } from '../lib/wire.ts';
import {
  granularities,
  type QueueReport,
  queueCounters,
  type SeatCountsOf,
  type SeatReport,
  seatCounters,
  standings,
} from './model.ts';
import { queueRatios, seatRatios } from './rules.ts';

const Count = Type.Integer({ minimum: 0 });
const Share = nullable(Type.Number({ description: '0 to 1; null where there was no call' }));
const Mean = nullable(Type.Number({ description: 'ms; null where there was no call' }));

const counts = <K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, Count])) as Record<K, typeof Count>;

const asked = {
  ...periodQuery,
  granularity: Type.Optional(word(granularities)),
  format: Type.Optional(word(['json', 'csv'])),
};
const queue = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }));
export const QueueFiguresQuery = strict({ ...asked, queue });
export const SeatFiguresQuery = strict({
  ...asked,
  seat: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  agent: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
});

const stretch = { since: Instant, until: Instant };
export const QueueFiguresRow = strict({
  ...stretch,
  queue: nullable(Type.String()),
  ...counts(queueCounters),
  ...{ waiting: Count, due: Count, serviceLevel: Share, answerRate: Share, abandonRate: Share },
  ...{ asaMs: Mean, ahtMs: Mean },
});
export type QueueFiguresRow = Static<typeof QueueFiguresRow>;
export const QueueFiguresList = list(QueueFiguresRow);

export const SeatFiguresRow = strict({
  ...stretch,
  agent: Type.String(),
  agentName: nullable(Type.String()),
  seat: nullable(Type.String()),
  ...counts(seatCounters),
  ...{ signedInMs: Count, occupancy: Share, ahtMs: Mean },
  notReadyByReasonMs: Type.Record(Type.String(), Count),
});
export type SeatFiguresRow = Static<typeof SeatFiguresRow>;
export const SeatFiguresList = list(SeatFiguresRow);

export const CallerFiguresQuery = strict({ ...periodQuery, format: asked.format });
export const CallerFiguresRow = strict({
  standing: word(standings),
  ...{ calls: Count, answered: Count, abandoned: Count },
  blocked: Type.Integer({ minimum: 0, description: 'turned away with an announcement' }),
  otherwise: Type.Integer({ minimum: 0, description: 'any other end' }),
  live: Count,
});
export type CallerFiguresRow = Static<typeof CallerFiguresRow>;
export const CallerFiguresList = list(CallerFiguresRow);

const only = <K extends string>(names: readonly K[], from: Readonly<Record<K, number>>): Record<K, number> =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Record<K, number>;

/** Written out name by name: a month of quarter hours has as many rows as a city has calls in some days. */
export function queueFiguresRow({ since, until, queue, counts: of }: QueueReport): QueueFiguresRow {
  const ratios = queueRatios(of);
  return {
    since,
    until,
    queue,
    neverQueued: of.neverQueued,
    offered: of.offered,
    answered: of.answered,
    answeredWithin: of.answeredWithin,
    abandoned: of.abandoned,
    shortAbandoned: of.shortAbandoned,
    overflowed: of.overflowed,
    callBack: of.callBack,
    turnedAway: of.turnedAway,
    lost: of.lost,
    answeredWaitMs: of.answeredWaitMs,
    abandonedWaitMs: of.abandonedWaitMs,
    longestWaitMs: of.longestWaitMs,
    handled: of.handled,
    talkMs: of.talkMs,
    wrapUpMs: of.wrapUpMs,
    waiting: ratios.waiting,
    due: ratios.due,
    serviceLevel: ratios.serviceLevel,
    answerRate: ratios.answerRate,
    abandonRate: ratios.abandonRate,
    asaMs: ratios.asaMs,
    ahtMs: ratios.ahtMs,
  };
}

export const seatFiguresRow = (
  { since, until, agent, seat, counts: of, reasons }: SeatReport,
  agentName: string | null,
): SeatFiguresRow => ({
  ...{ since, until, agent, agentName, seat },
  ...only<keyof SeatCountsOf>(seatCounters, of),
  ...seatRatios(of),
  notReadyByReasonMs: reasons,
});
