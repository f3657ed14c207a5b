import { signal } from '@preact/signals';
import { type Answer, get, type Problem, post, remove, whenSignedOut } from './api.ts';
import type { Who } from './wire.ts';

export type Session =
  | { readonly state: 'asking' }
  /** `over`: there was a session, and the server no longer knows it. */
  | { readonly state: 'none'; readonly over: boolean; readonly problem: Problem | null }
  | { readonly state: 'in'; readonly who: Who };

export const session = signal<Session>({ state: 'asking' });

/** Ends the session on this screen only: the server has ended it already. */
export const sessionOver = (): void => {
  if (session.value.state === 'in') session.value = { state: 'none', over: true, problem: null };
};
whenSignedOut(sessionOver);

/** Asks the server who is signed in, as on a reload. */
export async function askSession(): Promise<Answer<Who>> {
  const answer = await get<Who>('/session');
  if (answer.ok) session.value = { state: 'in', who: answer.value };
  else if (answer.problem.status === 401)
    session.value = { state: 'none', over: session.value.state === 'in', problem: null };
  else if (session.value.state !== 'in')
    session.value = { state: 'none', over: false, problem: answer.problem };
  return answer;
}

/** @param code of the second factor, where there is one  @returns why it failed, or null. The password is kept nowhere. */
export async function signIn(username: string, password: string, code: string): Promise<Problem | null> {
  const answer = await post<Who>('/session', { username, password, ...(code === '' ? {} : { code }) });
  if (!answer.ok) return answer.problem;
  const asked = await askSession();
  return asked.ok ? null : asked.problem;
}

export async function signOut(): Promise<Problem | null> {
  const answer = await remove<null>('/session');
  if (!answer.ok && answer.problem.status !== 401) return answer.problem;
  session.value = { state: 'none', over: false, problem: null };
  return null;
}
