import { isObject, isText, isWhole, listOf, oneOf, orNull, shape, type Test } from '../lib/shape.ts';
import { type Call, commonClaim } from './model.ts';

const isTextOrEmpty: Test = (value) => typeof value === 'string';
const leg = shape({ id: isText, role: isText, state: isText, startedAt: isWhole });
const target = shape({
  kind: isText,
  name: isTextOrEmpty,
  dial: isTextOrEmpty,
  seat: orNull(isText),
  ringMs: isWhole,
});
const plan = shape({
  emergency: shape({ '110': listOf(target), '120': listOf(target), '119': listOf(target) }),
  queue: isText,
  greeting: listOf(isText),
  musicClass: isTextOrEmpty,
  ringLimitMs: isWhole,
  maxWaitMs: isWhole,
  maxOffers: isWhole,
  wrapUpMs: isWhole,
  farewell: shape({
    noSeat: listOf(isText),
    nobodyAnswered: listOf(isText),
    waitedTooLong: listOf(isText),
    fault: listOf(isText),
    goodbye: listOf(isText),
  }),
});
const ending = shape({ by: isText, outcome: isText, during: isText });
const offer = shape({ seat: isText, agent: isText, leg: isText, offeredAt: isWhole });
const talk = shape({ seat: isText, agent: isText, leg: isText, startedAt: isWhole });

const dialling = shape({
  seat: isText,
  agent: isText,
  leg: isText,
  since: isWhole,
  dialledAt: orNull(isWhole),
});
const order = shape({
  purpose: isText,
  by: orNull(shape({ seat: isText, agent: isText })),
  ringLimitMs: isWhole,
});
const tried = listOf(shape({ name: isTextOrEmpty, why: isText, at: isWhole }));
const quest = { goal: isText, name: isTextOrEmpty, unit: orNull(isText), number: orNull(isText) };
const hunt = shape({
  ...quest,
  targets: listOf(target),
  ringing: listOf(shape({ leg: isText, target })),
  tried,
  dueAt: isWhole,
  untilAt: orNull(isWhole),
});
const report = shape({ ...quest, result: isText, tried, left: listOf(target), at: isWhole });
const gathering = {
  talk: orNull(talk),
  seatIn: oneOf('main', 'aside', 'gone'),
  parties: listOf(shape({ leg: isText, target, joinedAt: isWhole })),
  muted: listOf(isText),
};

const everyPhase = shape({
  id: isText,
  origin: oneOf('inbound', 'outbound'),
  order: orNull(order),
  ticketNo: isText,
  from: orNull(isText),
  dialled: isTextOrEmpty,
  plan,
  claim: shape({
    priority: isWhole,
    skills: listOf(shape({ skill: isText, level: isWhole })),
    lastAgent: orNull(isText),
  }),
  arrivedAt: isWhole,
  legs: listOf(leg),
  timers: listOf(shape({ name: isText, dueAt: isWhole })),
  plays: isWhole,
  queuedAt: orNull(isWhole),
  failedOffers: isWhole,
  lastHunt: orNull(report),
});

const onlyIn: Readonly<Record<Call['phase'], Test>> = {
  greeting: shape({ playing: isText }),
  queued: shape({ queuedAt: isWhole }),
  offering: shape({ queuedAt: isWhole, offer, beside: listOf(offer) }),
  dialling: shape({ dialling }),
  talking: shape({ talk }),
  emergency: shape({ ...gathering, hunt, playing: orNull(isText) }),
  conference: shape({ ...gathering, hunt: orNull(hunt) }),
  farewell: shape({ playing: isText, ending, talk: orNull(talk) }),
  ended: shape({ ending, endedAt: isWhole, talk: orNull(talk) }),
};
const ofItsPhase = new Map<unknown, Test>(Object.entries(onlyIn));

/**
 * Whether what was read back is a call that the phases can go on with. A record damaged on the disk, or of a version that is no longer
 * understood, must cost that call only, and not a fault in the middle of a turn. Pure.
 */
export function isCall(value: unknown): value is Call {
  return everyPhase(value) && ofItsPhase.get((value as Call).phase)?.(value) === true;
}

/** A call as an earlier version wrote it, with what it did not know yet: an upgrade loses no call. Pure. */
export const upgradeCall = (value: unknown): unknown =>
  isObject(value)
    ? {
        origin: 'inbound',
        order: null,
        claim: commonClaim,
        lastHunt: null,
        ...(value['phase'] === 'offering' ? { beside: [] } : {}),
        ...value,
        plan: upgradePlan(value['plan']),
      }
    : value;

const upgradePlan = (value: unknown): unknown =>
  isObject(value) ? { emergency: { '110': [], '120': [], '119': [] }, ...value } : value;
