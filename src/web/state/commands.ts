import { signal } from '@preact/signals';
import { type Answer, type Problem, post } from './api.ts';

/** Where on the screen a command was given: there its problem appears, and there nothing else can be given meanwhile. */
export type Place = 'call' | 'seat' | 'session';

export const busy = signal<Place | null>(null);
export const problems = signal<Readonly<Partial<Record<Place, Problem>>>>({});

export function clearProblem(place: Place): void {
  const { [place]: _, ...rest } = problems.value;
  problems.value = rest;
}

/** Gives one command at a time: a second press while one is under way does nothing. @returns whether it was done */
export async function give(place: Place, command: () => Promise<Answer<unknown>>): Promise<boolean> {
  if (busy.value !== null) return false;
  busy.value = place;
  clearProblem(place);
  try {
    const answer = await command();
    if (!answer.ok) problems.value = { ...problems.value, [place]: answer.problem };
    return answer.ok;
  } finally {
    busy.value = null;
  }
}

const seatPath = (id: string, action: string): string => `/seats/${encodeURIComponent(id)}/${action}`;
const callPath = (id: string, action: string): string => `/calls/${encodeURIComponent(id)}/${action}`;

export const takeSeat = (id: string): Promise<boolean> => give('seat', () => post(seatPath(id, 'sign-in')));
export const leaveSeat = (id: string): Promise<boolean> => give('seat', () => post(seatPath(id, 'sign-out')));
export const beReady = (id: string): Promise<boolean> => give('seat', () => post(seatPath(id, 'ready')));
export const beNotReady = (id: string, reason: string): Promise<boolean> =>
  give('seat', () => post(seatPath(id, 'not-ready'), { reason }));
export const finishWrapUp = (id: string): Promise<boolean> =>
  give('call', () => post(seatPath(id, 'wrap-up-over')));
export const decline = (call: string): Promise<boolean> =>
  give('call', () => post(callPath(call, 'decline')));
export const hangUp = (call: string): Promise<boolean> => give('call', () => post(callPath(call, 'hang-up')));
