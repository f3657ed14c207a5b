import { isWeekend, yearOf } from './days.ts';
import { festivalOn } from './festivals.ts';
import type { Calendar, Correction, Day, DayInfo, Schedule } from './model.ts';

/**
 * The calendar of a city: corrections first, then the published schedule, then, for a year without one, the days that the law itself
 * gives off, then weekends. Pure.
 */
export function calendarOf(schedule: Schedule, corrections: ReadonlyMap<Day, Correction>): Calendar {
  const known = new Map<Day, DayInfo>();
  return (day) => {
    let info = known.get(day);
    if (info === undefined) {
      info = look(day, schedule, corrections);
      known.set(day, info);
    }
    return info;
  };
}

function look(day: Day, schedule: Schedule, corrections: ReadonlyMap<Day, Correction>): DayInfo {
  const correction = corrections.get(day);
  if (correction !== undefined)
    return { day, work: correction.work, why: 'correction', name: correction.name, provisional: false };
  const special = schedule.special(day);
  if (special !== null)
    return {
      day,
      work: special.work,
      why: special.work ? 'makeUp' : 'holiday',
      name: special.name,
      provisional: false,
    };
  const provisional = !schedule.covers(yearOf(day));
  const festival = provisional ? festivalOn(day) : null;
  if (festival !== null) return { day, work: false, why: 'festival', name: festival, provisional };
  const weekend = isWeekend(day);
  return { day, work: !weekend, why: weekend ? 'weekend' : 'weekday', name: null, provisional };
}
