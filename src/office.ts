import type { AgentId } from './acd/model.ts';
import type { Audit } from './audit/model.ts';
import { addDays, beginningOf } from './calendar/days.ts';
import type { Day } from './calendar/model.ts';
import { CalendarService } from './calendar/service.ts';
import { publishedSchedule } from './calendar/source.ts';
import { createCalendarStore } from './calendar/store.ts';
import type { Fact } from './calls/facts.ts';
import type { CallId, TicketNo } from './calls/model.ts';
import type { EpochMs } from './lib/time.ts';
import type { Db } from './store/open.ts';
import { createReader } from './store/reader.ts';
import { tx } from './store/tx.ts';
import { AlertService } from './tickets/alert-service.ts';
import { type AlertStore, createAlertStore } from './tickets/alert-store.ts';
import { createDeskStore, type DeskStore } from './tickets/desk-store.ts';
import { FoundService } from './tickets/found-service.ts';
import type { SatisfactionLevel } from './tickets/life/model.ts';
import { limitsOf } from './tickets/life/settings.ts';
import type { Book } from './tickets/life/settled.ts';
import { LifeService } from './tickets/life-service.ts';
import { createLifeStore, type LifeStore } from './tickets/life-store.ts';
import { createSettingsStore, type SettingsStore } from './tickets/settings-store.ts';
import type { UnitStore } from './units/store.ts';

export type OfficeDeps = {
  readonly db: Db;
  readonly units: Pick<UnitStore, 'all'>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
  /** Told of a fault in what goes on by itself. */
  readonly failed: (err: unknown) => void;
};

/** What goes on away from the telephone: tickets' lives, and the calendar they are reckoned by. */
export type Office = {
  readonly lives: LifeStore;
  readonly life: LifeService;
  readonly calendar: CalendarService;
  readonly settings: SettingsStore;
  readonly alerts: AlertService;
  readonly notices: AlertStore;
  readonly found: FoundService;
  readonly desk: DeskStore;
  readonly book: () => Book;
  /** Begins what goes on by itself: what came due while nobody was here, and what a new schedule moves. */
  readonly start: () => void;
  /** Looks for what came due. */
  readonly look: () => void;
  /** Tickets are not the call's business: what goes wrong here is told as a fault, and the call goes on. */
  readonly heard: (fact: Fact) => void;
  readonly stop: () => Promise<void>;
};

/** Who is named for what nobody asked for. */
const byItself = 'system' as AgentId;

/** Puts the office's parts together; a changed calendar reckons what it touches anew. */
export function createOffice({ db, units, audit, now, timeZone, failed }: OfficeDeps): Office {
  const lives = createLifeStore(db);
  const settings = createSettingsStore(db);
  const notices = createAlertStore(db);
  const schedule = publishedSchedule();
  const calendar = new CalendarService({
    store: createCalendarStore(db),
    schedule,
    onChange: (day, by) => alerts.changed(`calendar ${day}`, by, spanOf(day, timeZone)),
  });
  const book = bookOf(settings, calendar, timeZone);
  const inTx = <T>(work: () => T): T => tx(db, work);
  const life = new LifeService({
    store: lives,
    audit,
    now,
    unit: (id) => units.all().find((unit) => unit.id === id),
    topic: (name) => settings.topics().get(name),
    book,
    changed: () => undefined,
    tx: inTx,
  });
  const found = new FoundService({ reader: createReader(db.name), counter: createReader(db.name), now });
  const alerts = new AlertService({
    store: notices,
    lives,
    book,
    now,
    tx: inTx,
    house: (no, action, by) => life.house(no, action, by),
    raised: () => undefined,
    pause: () => new Promise(setImmediate),
    failed,
  });
  return {
    ...{ lives, life, calendar, settings, alerts, notices, book, found },
    desk: createDeskStore(db),
    start() {
      const before = settings.schedule();
      settings.putSchedule(schedule.version);
      if (before !== null && before !== schedule.version)
        alerts.changed('published schedule', byItself, null);
      alerts.kick();
    },
    look: () => alerts.kick(),
    heard(fact) {
      try {
        hear(life, fact);
      } catch (err) {
        failed(err);
      }
    },
    async stop() {
      await alerts.stop();
      await found.close();
    },
  };
}

/** The day, with what ends at its beginning left out and what ends at its end within. */
const spanOf = (day: Day, timeZone: string): { readonly since: EpochMs; readonly until: EpochMs } => ({
  since: beginningOf(day, timeZone),
  until: beginningOf(addDays(day, 1), timeZone),
});

/** The rules in force; made anew when they were set anew. */
function bookOf(settings: SettingsStore, { calendar }: CalendarService, timeZone: string): () => Book {
  let made: { readonly of: ReturnType<SettingsStore['settings']>; readonly book: Book } | null = null;
  return () => {
    const of = settings.settings();
    if (made?.of !== of) {
      const { cards, reminders, followUp, counting } = of;
      const reckoning = { calendar, counting: { ...counting, timeZone } };
      made = { of, book: { limits: limitsOf(of), cards, reminders, followUp, reckoning } };
    }
    return made.book;
  };
}

/** A follow-up is linked to its ticket when it is over, and what the citizen keyed is the ticket's satisfaction (Art. 13). */
function hear(life: LifeService, fact: Fact): void {
  const noted = (ticketNo: TicketNo, call: CallId, by: AgentId | null, failure: string | null): void => {
    life.house(ticketNo, { type: 'noteCall', call, failure }, by ?? byItself);
  };
  if (fact.type === 'CallEnded' && fact.purpose === 'followUp') {
    const { outcome } = fact.ending;
    noted(fact.ticketNo, fact.call, fact.agent, outcome === 'answered' ? null : outcome);
  }
  if (fact.type === 'SurveyTaken' && fact.level !== null) {
    // The keys count from 1, the best, to 5.
    const level = (6 - fact.level) as SatisfactionLevel;
    life.house(fact.ticketNo, { type: 'keySatisfaction', call: fact.call, level }, fact.agent);
  }
}
