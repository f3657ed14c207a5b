import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { isDay } from './days.ts';
import type { Day, Schedule } from './model.ts';

/** By day: `English,中文,days`. */
type Published = Readonly<Record<'holidays' | 'workdays', Readonly<Record<string, string>>>>;

/**
 * The State Council's schedules as npm's chinese-days holds them. Its data is read and its functions are not asked: those reckon in the
 * machine's own time zone, and west of Greenwich they are a day out.
 * @throws Error when the data has another form than we know
 */
export function publishedSchedule(): Schedule {
  const data = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Published;
  const special = new Map<Day, { readonly work: boolean; readonly name: string }>();
  for (const kind of ['holidays', 'workdays'] as const)
    for (const [day, text] of Object.entries(data[kind])) {
      const name = text.split(',')[1];
      if (!isDay(day) || name === undefined) throw new Error(`chinese-days: ${day} is not understood`);
      special.set(day, { work: kind === 'workdays', name });
    }
  return {
    version: createHash('sha256')
      .update(JSON.stringify([...special]))
      .digest('hex'),
    // A year's last holiday is National Day; New Year's Day may stand there already with the year before.
    covers: (year) => special.has(`${String(year)}-10-01` as Day),
    special: (day) => special.get(day) ?? null,
  };
}
