import type { Calendar, Correction, Day, Schedule } from './model.ts';
import { calendarOf } from './rules.ts';
import type { CalendarStore } from './store.ts';

export type CalendarDeps = {
  readonly store: CalendarStore;
  readonly schedule: Schedule;
  /** Told after each change of a day, and by whom: what is due around it is to be reckoned anew. */
  readonly onChange: (day: Day, by: string) => void;
};

/** The calendar in force: the published schedule with the city's corrections. */
export class CalendarService {
  readonly #deps: CalendarDeps;
  #calendar: Calendar | null = null;

  constructor(deps: CalendarDeps) {
    this.#deps = deps;
  }

  /** The calendar as it is now. */
  readonly calendar: Calendar = (day) => {
    this.#calendar ??= calendarOf(this.#deps.schedule, this.#deps.store.all());
    return this.#calendar(day);
  };

  correct(correction: Correction, by: string): void {
    this.#deps.store.put(correction);
    this.#changed(correction.day, by);
  }

  /** Takes a correction back. @returns whether there was one */
  withdraw(day: Day, by: string): boolean {
    if (!this.#deps.store.remove(day)) return false;
    this.#changed(day, by);
    return true;
  }

  #changed(day: Day, by: string): void {
    this.#calendar = null;
    this.#deps.onChange(day, by);
  }
}
