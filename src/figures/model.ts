import type { AgentId, NotReadyReason, QueueId, SeatId, SeatState } from '../acd/model.ts';
import type { Standing } from '../callers/model.ts';
import type { CallId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';

/** How a call left a queue. docs/figures.md says what each means. */
export const visitOutcomes = [
  'answered',
  'abandoned',
  'overflowed',
  'callBack',
  'turnedAway',
  'lost',
] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

/** A stretch of a seat's time in one state, with its agent. Spells of a seat follow on each other without gap while somebody sits there. */
export type Spell = {
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly state: Exclude<SeatState['state'], 'offline'>;
  readonly reason: NotReadyReason | null;
  /** The call it was about. */
  readonly call: CallId | null;
  readonly since: EpochMs;
  readonly until: EpochMs;
};

/** What a turn brings to the figures. Each is written in that turn's own transaction, and one that comes twice changes nothing. */
export type FigureChange =
  | { readonly type: 'QueueJoined'; readonly call: CallId; readonly queue: QueueId; readonly at: EpochMs }
  | {
      readonly type: 'QueueLeft';
      readonly call: CallId;
      readonly at: EpochMs;
      readonly outcome: VisitOutcome;
      readonly seat: SeatId | null;
      readonly agent: AgentId | null;
    }
  /** The caller left before there was a queue. */
  | {
      readonly type: 'NeverQueued';
      readonly call: CallId;
      readonly queue: QueueId;
      readonly arrivedAt: EpochMs;
      readonly at: EpochMs;
    }
  | {
      readonly type: 'SpellEnded';
      readonly spell: Spell;
      /** The seat has nothing more to do with the call. */
      readonly handled: boolean;
      /** The seat let an offer go by. */
      readonly missed: boolean;
    };

/** From what a queue promises, as it was when the caller joined. */
export type Thresholds = { readonly answerWithinMs: number; readonly shortAbandonMs: number };

/** A call's stay in a queue. */
export type Visit = Thresholds & {
  readonly call: CallId;
  readonly queue: QueueId;
  readonly joinedAt: EpochMs;
};

/** Counted by queue and interval: numbers of calls, and sums of ms. `longestWaitMs` alone is a maximum. */
export const queueCounters = [
  'neverQueued',
  'offered',
  'answered',
  'answeredWithin',
  'abandoned',
  'shortAbandoned',
  'overflowed',
  'callBack',
  'turnedAway',
  'lost',
  'answeredWaitMs',
  'abandonedWaitMs',
  'longestWaitMs',
  'handled',
  'talkMs',
  'wrapUpMs',
] as const;
export type QueueCounts = Readonly<Record<(typeof queueCounters)[number], number>>;

/** Counted by seat, agent and interval. */
export const seatCounters = [
  'readyMs',
  'offeredMs',
  'talkingMs',
  'wrapUpMs',
  'notReadyMs',
  'answered',
  'missed',
  'handled',
  'handledTalkMs',
  'handledWrapUpMs',
] as const;
export type SeatCountsOf = Readonly<Record<(typeof seatCounters)[number], number>>;

/** Which rows a question is about; members not given: all. `since` is included, `until` is not. */
export type FigureFilter = {
  readonly since: EpochMs;
  readonly until: EpochMs;
  readonly queue?: string | undefined;
  readonly seat?: string | undefined;
  readonly agent?: string | undefined;
};

/** A stretch of a report: `since` is included, `until` is not. */
export type Stretch = { readonly since: EpochMs; readonly until: EpochMs };

/** Counts of one stretch; of one queue, or of all together where `queue` is null. */
export type QueueReport = Stretch & { readonly queue: string | null; readonly counts: QueueCounts };

/** Counts of an agent in one stretch, at whatever seats; `seat` where it was one. */
export type SeatReport = Stretch & {
  readonly agent: string;
  readonly seat: string | null;
  readonly counts: SeatCountsOf;
  /** Time not ready, in ms, by its reason. */
  readonly reasons: Readonly<Record<string, number>>;
};

/** As what callers are treated who are not like everybody, in the order of the lists. */
export const standings = [
  'blocked',
  'restricted',
  'vip',
  'repeat',
] as const satisfies readonly Standing['kind'][];

/** Calls of a period in which the caller was treated so, by how they ended. `blocked`: turned away with an announcement. */
export type CallerCounts = {
  readonly standing: Standing['kind'];
  readonly calls: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly blocked: number;
  /** All other ends. */
  readonly otherwise: number;
  readonly live: number;
};

/** What a queue has done since the city's day began; enough to put several queues together. `due`: calls it had to answer. */
export type QueueToday = Pick<
  QueueCounts,
  'offered' | 'answered' | 'answeredWithin' | 'abandoned' | 'shortAbandoned' | 'answeredWaitMs'
> & { readonly due: number };

/** How long the stretches of a report are; `all`: the whole period in one. */
export const granularities = ['15min', 'hour', 'day', 'all'] as const;
export type Granularity = (typeof granularities)[number];
