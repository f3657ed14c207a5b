import { dirname, join } from 'node:path';
import type { AgentId } from './acd/model.ts';
import type { Audit } from './audit/model.ts';
import { addDays, beginningOf } from './calendar/days.ts';
import type { Day } from './calendar/model.ts';
import { CalendarService } from './calendar/service.ts';
import { publishedSchedule } from './calendar/source.ts';
import { createCalendarStore } from './calendar/store.ts';
import type { Fact } from './calls/facts.ts';
import type { CallId, TicketNo } from './calls/model.ts';
import { knownPlace } from './emergency/choose.ts';
import type { KnownPlace } from './emergency/model.ts';
import type { EpochMs } from './lib/time.ts';
import type { Db } from './store/open.ts';
import { createReader } from './store/reader.ts';
import { tx } from './store/tx.ts';
import { AlertService } from './tickets/alert-service.ts';
import { type AlertStore, createAlertStore } from './tickets/alert-store.ts';
import { createDeskStore, type DeskStore } from './tickets/desk-store.ts';
import { createFileStore, type FileStore } from './tickets/file-store.ts';
import { FoundService } from './tickets/found-service.ts';
import { HookService } from './tickets/hook-service.ts';
import { createHookStore, type HookStore } from './tickets/hook-store.ts';
import type { Case, SatisfactionLevel } from './tickets/life/model.ts';
import { limitsOf } from './tickets/life/settings.ts';
import type { Book } from './tickets/life/settled.ts';
import { LifeService } from './tickets/life-service.ts';
import { createLifeStore, type LifeStore } from './tickets/life-store.ts';
import { createPress, type Press } from './tickets/press.ts';
import { createSettingsStore, type SettingsStore } from './tickets/settings-store.ts';
import type { UnitNames } from './tickets/sheet.ts';
import { toldOfChange, toldOfNotice } from './tickets/telling.ts';
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
  readonly hooks: HookService;
  readonly hookStore: HookStore;
  readonly desk: DeskStore;
  readonly files: FileStore;
  readonly press: Press;
  readonly unitName: UnitNames;
  readonly book: () => Book;
  /** Where a ticket's matter is: as somebody types it now, else as it was filed. */
  readonly placeOf: (no: TicketNo) => KnownPlace | null;
  /** Begins what goes on by itself: what came due while nobody was here, and what a new schedule moves. */
  readonly start: () => void;
  /** Looks for what came due. */
  readonly look: () => void;
  /** Tickets are not the call's business: what goes wrong here is told as a fault, and the call goes on. */
  readonly heard: (fact: Fact) => void;
  /** Tells of the calls of each ticket that was changed. @returns ends it */
  readonly onChange: (listener: (calls: readonly CallId[]) => void) => () => void;
  readonly stop: () => Promise<void>;
};

/** How long figures may take, in ms: a year of a million tickets is some seconds of a thread of its own. */
const countLimitMs = 120_000;

/** Who is named for what nobody asked for. */
const byItself = 'system' as AgentId;

const openStores = (db: Db) => ({
  lives: createLifeStore(db),
  settings: createSettingsStore(db),
  notices: createAlertStore(db),
  hookStore: createHookStore(db),
  desk: createDeskStore(db),
  files: createFileStore(db, join(dirname(db.name), 'attachments')),
});

/** Puts the office's parts together; a changed calendar reckons what it touches anew. */
export function createOffice(deps: OfficeDeps): Office {
  const { db, units, now, timeZone, failed } = deps;
  const stores = openStores(db);
  const { settings, hookStore } = stores;
  const schedule = publishedSchedule();
  const calendar: CalendarService = new CalendarService({
    store: createCalendarStore(db),
    schedule,
    onChange: (day, by) => parts.alerts.changed(`calendar ${day}`, by, spanOf(day, timeZone)),
  });
  const book = bookOf(settings, calendar, timeZone);
  const hooks = new HookService({ store: hookStore, now, send: fetch, failed });
  const { told, onChange } = createTelling();
  const parts = partsOf(deps, stores, { hooks, book, told });
  const counter = createReader(db.name, countLimitMs);
  const found = new FoundService({ reader: createReader(db.name), counter, now });
  const look = (): void => {
    parts.alerts.kick();
    hooks.kick();
  };
  return {
    ...{ ...stores, ...parts, hooks, calendar, book, found, look },
    placeOf: (no) => knownPlace(stores.lives.read(no)?.content, stores.desk.newestDraft(no)?.content),
    press: createPress(),
    unitName: (id) => units.all().find((unit) => unit.id === id)?.shortName ?? id,
    start() {
      if (isAnother(settings, schedule.version)) parts.alerts.changed('published schedule', byItself, null);
      look();
      found.warm().catch(failed);
    },
    onChange,
    heard: (fact) => hearSafely(parts.life, fact, failed),
    async stop() {
      await parts.alerts.stop();
      await hooks.stop();
      await found.close();
    },
  };
}

/** Notes which published schedule is reckoned by. @returns whether another one was before */
function isAnother(settings: SettingsStore, version: string): boolean {
  const before = settings.schedule();
  settings.putSchedule(version);
  return before !== null && before !== version;
}

/** Whoever wants to hear that something about a ticket's calls is another now. */
function createTelling(): Pick<Office, 'onChange'> & { readonly told: (found: Case) => void } {
  const listeners = new Set<(calls: readonly CallId[]) => void>();
  return {
    told({ calls }) {
      for (const listener of listeners) listener(calls);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What people do to tickets, and what the clock does; both tell other systems within the same transaction. */
function partsOf(
  { db, units, audit, now, failed }: OfficeDeps,
  { lives, settings, notices }: ReturnType<typeof openStores>,
  {
    hooks,
    book,
    told,
  }: { readonly hooks: HookService; readonly book: () => Book; readonly told: (found: Case) => void },
): Pick<Office, 'life' | 'alerts'> {
  const inTx = <T>(work: () => T): T => tx(db, work);
  const life = new LifeService({
    ...{ store: lives, audit, now, book, tx: inTx },
    unit: (id) => units.all().find((unit) => unit.id === id),
    topic: (name) => settings.topics().get(name),
    changed: (found, change) => {
      told(found);
      hooks.tell(toldOfChange(found, change));
      setImmediate(() => hooks.kick());
    },
  });
  const alerts = new AlertService({
    ...{ store: notices, lives, book, now, tx: inTx, failed },
    house: (no, action, by) => life.house(no, action, by),
    raised: (notice, found) => hooks.tell(toldOfNotice(found, notice)),
    pause: () => new Promise(setImmediate),
  });
  return { life, alerts };
}

function hearSafely(life: LifeService, fact: Fact, failed: (err: unknown) => void): void {
  try {
    hear(life, fact);
  } catch (err) {
    failed(err);
  }
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
