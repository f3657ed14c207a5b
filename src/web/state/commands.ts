import { signal } from '@preact/signals';
import type { Device } from '../../acd/model.ts';
import type { SuperviseMode } from '../lib/supervise.ts';
import { type Problem, post } from './api.ts';

/** Where on the screen a command was given: there its problem appears. */
export type Place = 'call' | 'seat' | 'leader';

export const problems = signal<Readonly<Partial<Record<Place, Problem>>>>({});

export function clearProblem(place: Place): void {
  const { [place]: _, ...rest } = problems.value;
  problems.value = rest;
}

/** What is asked for and not answered yet, by path and body. */
const underWay = new Set<string>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Gives a command after the ones before it: what was pressed first is done first. Pressed again while it is under way, it is not given
 * twice.
 */
function give(place: Place, path: string, body?: unknown): void {
  const key = `${path} ${JSON.stringify(body ?? null)}`;
  if (underWay.has(key)) return;
  underWay.add(key);
  last = last.then(async () => {
    clearProblem(place);
    const answer = await post(path, body);
    underWay.delete(key);
    if (!answer.ok) problems.value = { ...problems.value, [place]: answer.problem };
  });
}

const seatPath = (id: string, action: string): string => `/seats/${encodeURIComponent(id)}/${action}`;
const callPath = (id: string, action: string): string => `/calls/${encodeURIComponent(id)}/${action}`;

export const takeSeat = (id: string, device: Device): void =>
  give('seat', seatPath(id, 'sign-in'), { device });
export const leaveSeat = (id: string): void => give('seat', seatPath(id, 'sign-out'));
export const beReady = (id: string): void => give('seat', seatPath(id, 'ready'));
export const beNotReady = (id: string, reason: string): void =>
  give('seat', seatPath(id, 'not-ready'), { reason });
export const finishWrapUp = (id: string): void => give('call', seatPath(id, 'wrap-up-over'));
export const decline = (call: string): void => give('call', callPath(call, 'decline'));
export const dialCallBack = (id: number): void => give('call', `/call-backs/${String(id)}/dial`);
export const dialTicket = (no: string): void => give('call', `/tickets/${encodeURIComponent(no)}/dial`);
export const hold = (call: string): void => give('call', callPath(call, 'hold'));
export const leave = (call: string): void => give('call', callPath(call, 'leave'));
export const cancel = (call: string): void => give('call', callPath(call, 'cancel'));
/** @param bring whoever is spoken to in private comes along */
export const comeBack = (call: string, bring: boolean): void =>
  give('call', callPath(call, 'return'), { bring });
export const mute = (call: string, leg: string, on: boolean): void =>
  give('call', callPath(call, 'mute'), { leg, on });
export const drop = (call: string, leg: string): void => give('call', callPath(call, 'drop'), { leg });
/** What is said from now on is not kept, or kept again. @returns when it was answered */
export const dontKeep = (call: string, on: boolean): Promise<unknown> => {
  give('call', callPath(call, 'unkept'), { on });
  return last;
};
export const extendWrapUp = (id: string): void => give('call', seatPath(id, 'wrap-up-extend'));
/** What a shift leader does with others' seats and calls; it is on the record. */
export const leader = {
  ready: (id: string): void => give('leader', seatPath(id, 'ready')),
  notReady: (id: string, reason: string): void => give('leader', seatPath(id, 'not-ready'), { reason }),
  signOut: (id: string): void => give('leader', seatPath(id, 'sign-out')),
  /** @param queues null: those of the seat */
  move: (id: string, queues: readonly string[] | null): void =>
    give('leader', seatPath(id, 'move'), { queues }),
  supervise: (call: string, mode: SuperviseMode): void =>
    give('leader', callPath(call, 'supervise'), { mode }),
  hangUp: (call: string): void => give('leader', callPath(call, 'hang-up')),
  toQueue: (call: string, queue: string): void =>
    give('leader', callPath(call, 'transfer'), { to: { kind: 'queue', queue }, way: 'blind' }),
} as const;
export const hangUp = (call: string): void => give('call', callPath(call, 'hang-up'));
