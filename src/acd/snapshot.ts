import { isObject, isText, isWhole, listOf, oneOf, orNull, shape, type Test } from '../lib/shape.ts';
import { type Assignment, noTally, type Seat, type SeatState } from './model.ts';

const afterCall: Test = (value) =>
  shape({ state: oneOf('ready', 'offline') })(value) ||
  shape({ state: oneOf('notReady'), reason: isText })(value);

const onlyIn: Readonly<Record<SeatState['state'], Test>> = {
  offline: () => true,
  notReady: shape({ reason: isText }),
  ready: shape({ idleSince: isWhole }),
  offered: shape({ leg: isText, idleSince: isWhole }),
  talking: shape({ leg: isText, after: afterCall }),
  wrapUp: shape({ leg: isText, until: isWhole, after: afterCall }),
};
const ofItsState = new Map<unknown, Test>(Object.entries(onlyIn));

const assignment = {
  skills: listOf(shape({ skill: isText, level: isWhole })),
  places: orNull(listOf(shape({ queue: isText, tier: isWhole, order: isWhole }))),
};
export const isAssignment = shape(assignment) as (value: unknown) => value is Assignment;

const everyState = shape({
  id: isText,
  provisioned: listOf(isText),
  queues: listOf(isText),
  ...assignment,
  tally: shape({ calls: isWhole, talkMs: isWhole, offeredAt: orNull(isWhole) }),
  devices: listOf(oneOf('desk', 'browser')),
  device: oneOf('desk', 'browser'),
  dropped: orNull(shape({ at: isWhole, again: (value) => typeof value === 'boolean' })),
  phone: oneOf('reachable', 'unreachable'),
  otherPhone: oneOf('reachable', 'unreachable'),
  agent: orNull(isText),
  since: isWhole,
  doing: shape({ state: isText }),
});

/** Whether what was read back is a seat. Pure; see `isCall` for why it is asked. */
export function isSeat(value: unknown): value is Seat {
  if (!everyState(value)) return false;
  const { agent, doing } = value as Seat;
  return ofItsState.get(doing.state)?.(doing) === true && (agent === null) === (doing.state === 'offline');
}

/** A seat as an earlier version wrote it, with what it did not know yet: an upgrade loses no seat and nobody's sign-in. Pure. */
export const upgradeSeat = (value: unknown): unknown =>
  isObject(value)
    ? { provisioned: value['queues'], dropped: null, places: null, skills: [], tally: noTally, ...value }
    : value;
