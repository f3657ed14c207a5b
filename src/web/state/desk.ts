import { computed } from '@preact/signals';
import { type Right, rights, roles } from '../../access/roles.ts';
import { callOfLeg } from '../../calls/model.ts';
import { session } from './session.ts';
import { connection, view } from './socket.ts';

export const mySeat = computed(() => view.value?.me.seat ?? null);
export const myCall = computed(() => view.value?.me.call ?? null);

/** The call this seat is busy with, the one of its wrap-up included. */
export const myCallId = computed<string | null>(() => {
  const doing = mySeat.value?.doing;
  return doing !== undefined && 'leg' in doing ? callOfLeg(doing.leg) : null;
});

export const isLive = computed(() => connection.value.state === 'live');
export const switchDown = computed(() => view.value !== null && !view.value.figures.switchUp);
export const who = computed(() => (session.value.state === 'in' ? session.value.who : null));

/** Whether the one signed in may do this at all; the server decides all the same. */
export function may(right: Right): boolean {
  const own = who.value?.roles ?? [];
  return roles.some((role) => own.includes(role) && rights[role][right] !== undefined);
}

/** Whether there is a desk for the one signed in: who can take no seat has none. */
export const hasDesk = computed(() => may('seat.signIn'));
