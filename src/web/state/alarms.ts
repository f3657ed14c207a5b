import { effect, signal } from '@preact/signals';
import type { AlarmRow } from '../../http/alarm-row.ts';
import { get } from './api.ts';
import { may } from './desk.ts';

/** What somebody must see to now; empty when all is well, or nothing is known. */
export const alarms = signal<readonly AlarmRow[]>([]);

/** How often it is asked for, in ms: what cannot wait, the lost switch, is told by the desk's socket at once. */
const everyMs = 30_000;

/** Whoever can do something about it is told on every page; the wallboard tells everybody. */
export const hearsAlarms = (): boolean => may('figures.read');

async function ask(): Promise<void> {
  const answer = await get<readonly AlarmRow[]>('/alarms');
  if (answer.ok) alarms.value = answer.value;
}

effect(() => {
  if (!may('state.read')) {
    alarms.value = [];
    return;
  }
  void ask();
  const timer = setInterval(() => void ask(), everyMs);
  return () => clearInterval(timer);
});
