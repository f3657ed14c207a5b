import { type Static, Type } from 'typebox';
import type { Role } from '../access/roles.ts';
import { Instant, list, nullable, pageOf, pageQuery, strict, word } from '../lib/wire.ts';
import {
  type AgentId,
  chosenReasons,
  devices,
  type NotReadyReason,
  orders,
  type QueueId,
  type Seat,
  type SeatState,
  type SkillName,
  skillLevels,
  tiers,
} from './model.ts';

/** Every reason, checked against the model by its type. */
const reasons: Readonly<Record<NotReadyReason, true>> = {
  signedIn: true,
  break: true,
  meal: true,
  training: true,
  meeting: true,
  other: true,
  noAnswer: true,
  refused: true,
  declined: true,
  phoneUnreachable: true,
  phoneUnstable: true,
  phoneFault: true,
};

export const SeatParams = strict({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' }) });
/** What to answer with; not given: the desk phone, or the only one there is. */
export const SignInBody = Type.Union([Type.Null(), strict({ device: Type.Optional(word(devices)) })]);
export const NotReadyBody = strict({ reason: word(chosenReasons) });

const AfterCall = Type.Union([
  strict({ state: Type.Literal('ready') }),
  strict({ state: Type.Literal('notReady'), reason: word(chosenReasons) }),
  strict({ state: Type.Literal('offline') }),
]);
const Doing = Type.Union([
  strict({ state: Type.Literal('offline') }),
  strict({
    state: Type.Literal('notReady'),
    reason: word(Object.keys(reasons) as readonly NotReadyReason[]),
    until: Type.Optional(Instant),
  }),
  strict({ state: Type.Literal('ready'), idleSince: Instant }),
  strict({
    state: Type.Literal('offered'),
    leg: Type.String(),
    idleSince: Instant,
    after: Type.Optional(AfterCall),
  }),
  strict({ state: Type.Literal('talking'), leg: Type.String(), after: AfterCall }),
  strict({ state: Type.Literal('wrapUp'), leg: Type.String(), until: Instant, after: AfterCall }),
]);

export const SkillRow = strict({
  skill: Type.Unsafe<SkillName>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
  level: Type.Integer({ minimum: skillLevels.min, maximum: skillLevels.max }),
});
export const PlaceRow = strict({
  queue: Type.Unsafe<QueueId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
  tier: Type.Integer({ minimum: tiers.min, maximum: tiers.max }),
  order: Type.Integer({ minimum: orders.min, maximum: orders.max }),
});

export const AgentParams = strict({ agent: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,31}$' }) });
export const AssignmentBody = strict({
  skills: Type.Immutable(Type.Array(SkillRow, { maxItems: 50 })),
  places: nullable(Type.Immutable(Type.Array(PlaceRow, { maxItems: 50 }))),
});
/** Whose roles let them take calls at a seat. */
const agentRoles = ['agent', 'shiftLeader'] as const satisfies readonly Role[];
export type AgentRole = (typeof agentRoles)[number];
export const AgentQuery = strict({ ...pageQuery, role: Type.Optional(word(agentRoles)) });
export const AgentPage = pageOf(
  strict({
    agent: Type.String(),
    name: Type.String(),
    seat: nullable(Type.String({ description: 'where the agent is signed in' })),
    skills: list(SkillRow),
    places: nullable(list(PlaceRow)),
  }),
);
export const MoveBody = strict({
  queues: nullable(
    Type.Immutable(Type.Array(PlaceRow.properties.queue, { minItems: 1, maxItems: 50, uniqueItems: true })),
  ),
});

/** A seat as it is shown: with the name of who sits there. */
export const SeatRow = strict({
  id: Type.String(),
  queues: list(Type.String()),
  places: nullable(list(PlaceRow)),
  skills: list(SkillRow),
  devices: list(word(devices)),
  device: word(devices),
  phone: word(['reachable', 'unreachable']),
  otherPhone: word(['reachable', 'unreachable']),
  agent: nullable(Type.String()),
  agentName: nullable(Type.String()),
  doing: Doing,
  since: Instant,
});
export type SeatRow = Static<typeof SeatRow>;
export const SeatList = list(SeatRow);

/** Finds the name shown for an agent. */
export type NameOf = (agent: AgentId) => string | null;

export const seatRow = (seat: Seat, nameOf: NameOf): SeatRow => ({
  id: seat.id,
  queues: seat.queues,
  places: seat.places,
  skills: seat.skills,
  devices: seat.devices,
  device: seat.device,
  phone: seat.phone,
  otherPhone: seat.otherPhone,
  agent: seat.agent,
  doing: seat.doing,
  since: seat.since,
  agentName: seat.agent === null ? null : nameOf(seat.agent),
});

/** Every state, checked against the model by its type. */
const states: Readonly<Record<SeatState['state'], true>> = {
  offline: true,
  notReady: true,
  ready: true,
  offered: true,
  talking: true,
  wrapUp: true,
};

/** How many seats are in each state. */
export const SeatCounts = strict(
  Object.fromEntries(Object.keys(states).map((state) => [state, Type.Integer()])) as Record<
    SeatState['state'],
    ReturnType<typeof Type.Integer>
  >,
);

/** What a queue has done since the city's day began. */
export const QueueToday = strict({
  offered: Type.Integer(),
  answered: Type.Integer(),
  answeredWithin: Type.Integer(),
  abandoned: Type.Integer(),
  shortAbandoned: Type.Integer(),
  answeredWaitMs: Type.Integer(),
  due: Type.Integer(),
});

export const LiveFigures = strict({
  at: Instant,
  switchUp: Type.Boolean(),
  journalOk: Type.Boolean(),
  calls: Type.Integer(),
  seats: SeatCounts,
  queues: list(
    strict({
      queue: Type.String(),
      waiting: Type.Integer(),
      longestWaitMs: nullable(Type.Integer()),
      staffed: Type.Integer(),
      ready: Type.Integer(),
      talking: Type.Integer(),
      today: QueueToday,
    }),
  ),
});
