import { computed, effect, signal } from '@preact/signals';
import { type Right, rights, roles } from '../../access/roles.ts';
import { callOfLeg, type LegId } from '../../calls/model.ts';
import { get } from './api.ts';
import { session } from './session.ts';
import { connection, view } from './socket.ts';
import type { CallRecord, LiveCall } from './wire.ts';

export const mySeat = computed(() => view.value?.me.seat ?? null);
export const myCall = computed(() => view.value?.me.call ?? null);

/** The call this seat is busy with, the one of its wrap-up included. */
export const myCallId = computed<string | null>(() => {
  const doing = mySeat.value?.doing;
  return doing !== undefined && 'leg' in doing ? callOfLeg(doing.leg as LegId) : null;
});

/** The call as it was last seen at this seat: in wrap-up the server tells of it no more, and the agent still writes about it. */
const lastCall = signal<LiveCall | null>(null);
effect(() => {
  if (myCall.value !== null) lastCall.value = myCall.value;
});
// After a reload in wrap-up it is taken from its record.
effect(() => {
  const id = myCallId.value;
  if (id === null || myCall.value !== null || lastCall.peek()?.id === id) return;
  void get<CallRecord>(`/calls/${encodeURIComponent(id)}`).then((answer) => {
    if (answer.ok && myCallId.value === id && myCall.value === null) lastCall.value = liveOf(answer.value);
  });
});

const liveOf = (record: CallRecord): LiveCall => {
  const { id, ticketNo, from, queue, phase, arrivedAt, seat } = record;
  const enters = (to: string): number | null => record.steps.find((step) => step.to === to)?.at ?? null;
  return {
    id,
    origin: record.origin,
    purpose: record.purpose,
    ticketNo,
    from,
    queue,
    phase,
    arrivedAt,
    seat,
    diallingSince: null,
    ringing: false,
    queuedAt: enters('queued'),
    talkingSince: enters('talking'),
    language: record.language,
    standing: record.standing === null ? null : { ...record.standing, reason: null },
    parties: [],
    hunt: null,
    lastHunt: null,
    supervision: null,
  };
};

/** The call to show: the one that rings or talks here, or the one of the wrap-up. */
export const shownCall = computed<LiveCall | null>(
  () => myCall.value ?? (lastCall.value?.id === myCallId.value ? lastCall.value : null),
);

export const isLive = computed(() => connection.value.state === 'live');
export const switchDown = computed(() => view.value?.figures?.switchUp === false);
export const who = computed(() => (session.value.state === 'in' ? session.value.who : null));

/** Whether the one signed in may do this at all; the server decides all the same. */
export function may(right: Right): boolean {
  const own = who.value?.roles ?? [];
  return roles.some((role) => own.includes(role) && rights[role][right] !== undefined);
}

/** Whether there is a desk for the one signed in: who can take no seat has none. */
export const hasDesk = computed(() => may('seat.signIn'));

/** Who is signed in here and at the seats this screen is shown, by account. */
const names = computed(() => {
  const seats = [...(view.value?.seats ?? []), ...(mySeat.value === null ? [] : [mySeat.value])];
  const own = who.value;
  return new Map<string | null, string | null>([
    ...seats.map(({ agent, agentName }) => [agent, agentName] as const),
    ...(own === null ? [] : [[own.username, own.displayName] as const]),
  ]);
});

/** An agent's name where it is known to this screen, else the account. */
export const nameOf = (agent: string | null): string | null =>
  agent === null ? null : (names.value.get(agent) ?? agent);
