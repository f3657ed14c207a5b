import type { Audit } from './audit/model.ts';
import { defaultCounting } from './calendar/model.ts';
import { CalendarService } from './calendar/service.ts';
import { publishedSchedule } from './calendar/source.ts';
import { createCalendarStore } from './calendar/store.ts';
import type { EpochMs } from './lib/time.ts';
import type { Db } from './store/open.ts';
import { tx } from './store/tx.ts';
import { type Reckoning, regulationLimits } from './tickets/life/limits.ts';
import { LifeService } from './tickets/life-service.ts';
import { createLifeStore, type LifeStore } from './tickets/life-store.ts';
import type { UnitStore } from './units/store.ts';

export type OfficeDeps = {
  readonly db: Db;
  readonly units: Pick<UnitStore, 'all'>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

/** What goes on away from the telephone: tickets' lives, and the calendar they are reckoned by. */
export type Office = {
  readonly lives: LifeStore;
  readonly life: LifeService;
  readonly calendar: CalendarService;
  readonly reckoning: () => Reckoning;
};

/** Puts the office's parts together; a changed calendar reckons every open limit anew. */
export function createOffice({ db, units, audit, now, timeZone }: OfficeDeps): Office {
  const lives = createLifeStore(db);
  const calendar = new CalendarService({
    store: createCalendarStore(db),
    schedule: publishedSchedule(),
    onChange: () => {
      life.reckonAnew();
    },
  });
  const reckoning = (): Reckoning => ({
    calendar: calendar.calendar,
    counting: { ...defaultCounting, timeZone },
  });
  const life = new LifeService({
    store: lives,
    audit,
    now,
    unit: (id) => units.all().find((unit) => unit.id === id),
    limits: regulationLimits,
    reckoning,
    tx: (work) => tx(db, work),
  });
  return { lives, life, calendar, reckoning };
}
