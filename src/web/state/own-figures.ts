import { effect, signal } from '@preact/signals';
import { get } from './api.ts';
import { may, mySeat, who } from './desk.ts';
import type { SeatFiguresRow } from './wire.ts';

/** What I did since the city's day began; null: nothing is known of it. */
export const ownFigures = signal<SeatFiguresRow | null>(null);

/** How often it is asked for besides after each change of my seat, in ms: time spent ready grows by itself. */
const everyMs = 60_000;

async function ask(agent: string): Promise<void> {
  const answer = await get<readonly SeatFiguresRow[]>(`/figures/seats?agent=${encodeURIComponent(agent)}`);
  if (answer.ok) ownFigures.value = answer.value[0] ?? null;
}

effect(() => {
  const agent = who.value?.username;
  const since = mySeat.value?.since;
  if (agent === undefined || since === undefined || !may('agentFigures.read')) {
    ownFigures.value = null;
    return;
  }
  void ask(agent);
  const timer = setInterval(() => void ask(agent), everyMs);
  return () => clearInterval(timer);
});
