import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createAssignmentStore, createSeatStore } from './acd/store.ts';
import { writeSeatsFile } from './asterisk/seats-file.ts';
import type { Audit } from './audit/model.ts';
import { signHead } from './audit/service.ts';
import { openSigner } from './audit/signer.ts';
import { type AuditStore, createAuditStore } from './audit/store.ts';
import type { CallBackRules } from './callbacks/model.ts';
import { createCallBackStore } from './callbacks/store.ts';
import { CallerLists } from './callers/service.ts';
import { createCallerStore } from './callers/store.ts';
import { createCallStore } from './calls/store.ts';
import type { Config } from './config.ts';
import { demoCity } from './demo/city.ts';
import { createRouteStore } from './emergency/store.ts';
import { promiseOf } from './figures/rules.ts';
import { createFigureStore } from './figures/store.ts';
import { auditHeadsFile, auditKeyFile } from './keeper.ts';
import { systemClock, wallClock } from './lib/system-clock.ts';
import type { EpochMs } from './lib/time.ts';
import { createOffice, type Office } from './office.ts';
import { PeopleService } from './people/service.ts';
import { createPeopleStore } from './people/store.ts';
import { createPhoneStore } from './phones/store.ts';
import { openPlan, type Routing, usable } from './plan-place.ts';
import type { Clock } from './ports/clock.ts';
import { type CityAccess, provisionCity } from './provision.ts';
import type { Archive } from './recordings/archive.ts';
import type { Intake } from './recordings/service.ts';
import { createRecordingStore } from './recordings/store.ts';
import type { Vault } from './recordings/vault.ts';
import { problemsOfFile } from './routing/service.ts';
import { startCheckpointer } from './store/checkpointer.ts';
import { migrate, migrationsDir } from './store/migrate.ts';
import { type Db, openStore } from './store/open.ts';
import type { Rules } from './switchboard/state.ts';
import { createSettingsStore } from './tickets/settings-store.ts';
import { createTicketStore } from './tickets/store.ts';
import { Tokens } from './tokens/service.ts';
import { createTokenStore } from './tokens/store.ts';
import { createUnitStore } from './units/store.ts';
import { openKept } from './vault-place.ts';

/** What everything else stands on: the plan, the database with its stores, the accounts, the recordings' intake. */
export type Ground = {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly routing: Routing;
  readonly db: Db;
  readonly stores: Stores;
  readonly people: PeopleService;
  readonly vault: Vault;
  readonly archive: Archive;
  readonly tokens: Tokens;
  readonly intake: Intake;
  readonly office: Office;
  readonly callers: CallerLists;
  readonly access: CityAccess | null;
  close(): Promise<void>;
};

/** By then a request has long been served, in ms. */
const servedMs = 100;

/** Opens and makes ready what the parts stand on, in its order. @throws StartError for what only a person can mend */
export async function layGround(config: Config, log: Logger): Promise<Ground> {
  const file = join(config.dataDir, 'hotline.db');
  // Looked at before anything is made: where there is nothing yet, the plan file is the first version.
  if (config.planFile !== null && !existsSync(file)) usable(config.planFile, problemsOfFile(config.planFile));
  const db = openStore(file);
  migrate(db, migrationsDir, wallClock());
  const stores = createStores(db, (id) => routing.plans.queueRules(id), callBackRules(config));
  const clock = systemClock({
    notBefore: stores.calls.lastStepAt(),
    wasSet: (byMs) => log.warn({ byMs }, 'the machine’s clock was set'),
  });
  const now = (): EpochMs => clock.now();
  const routing = openPlan(config, { db, audit: stores.audit, now }, log);
  const people = new PeopleService({
    store: stores.people,
    audit: stores.audit,
    now: wallClock,
    limits: config.sessions,
    afterwards: (work) => setTimeout(work, servedMs).unref(),
  });
  const tokens = new Tokens({
    store: createTokenStore(db),
    audit: stores.audit,
    now: wallClock,
    makerOf: (account) => people.accounts.asActor(account),
  });
  const access = await firstRun(config, stores, people);
  writeSeatsFile(config.seatsConf, stores.phones.all(), stores.units.phones());
  const checkpointer = startCheckpointer(file, (err) => log.error({ err }, 'checkpointer ended'));
  const failed = (err: unknown): void => log.error({ err }, 'fault in what goes on about tickets');
  const office = createOffice({ ...stores, db, now, timeZone: config.timeZone, failed });
  const callers = callerLists({ stores, routing, now, log });
  const kept = openKept(config, { ...stores, db, log, now });
  const close = async (): Promise<void> => {
    await office.stop();
    await checkpointer.close();
    db.close();
  };
  return { config, log, clock, routing, db, stores, people, tokens, ...kept, office, callers, access, close };
}

const callerLists = ({
  stores,
  routing,
  now,
  log,
}: Pick<Ground, 'stores' | 'routing' | 'log'> & { readonly now: () => EpochMs }): CallerLists =>
  new CallerLists({
    store: stores.callers,
    audit: stores.audit,
    now,
    harassing: () => routing.plans.plan.callers.harassing,
    failed: (err) => {
      log.error({ err }, 'fault in the lists of callers');
    },
  });

export type Stores = ReturnType<typeof createStores>;

export const callBackRules = ({ timeZone, callBackHours }: Config): CallBackRules => ({
  timeZone,
  ...callBackHours,
});

const createStores = (db: Db, queueRules: Rules['queueRules'], rules: CallBackRules) => ({
  callBacks: createCallBackStore(db, rules),
  calls: createCallStore(db),
  callers: createCallerStore(db),
  seats: createSeatStore(db),
  assignments: createAssignmentStore(db),
  tickets: createTicketStore(db),
  recordings: createRecordingStore(db),
  figures: createFigureStore(db, (queue) => promiseOf(queueRules(queue))),
  phones: createPhoneStore(db),
  units: createUnitStore(db),
  emergencyRoutes: createRouteStore(db),
  topics: createSettingsStore(db),
  people: createPeopleStore(db),
  ...auditIn(db),
});

function auditIn(db: Db): { readonly auditStore: AuditStore; readonly audit: Audit } {
  const auditStore = createAuditStore(db);
  return { auditStore, audit: (entry) => auditStore.add(entry) };
}

/** Signs where the record ends: at the start, each day and at the end. What was signed also goes to a file beside the database. */
export function auditSigning({ config, stores, clock, log }: Ground): () => void {
  const signer = openSigner(auditKeyFile(config));
  const sign = (): void => {
    const head = signHead(stores.auditStore, signer, clock.now());
    if (head === null) return;
    appendFileSync(auditHeadsFile(config), `${JSON.stringify(head)}\n`, { mode: 0o600 });
    log.info({ entry: head.n, hash: head.hash, keyId: head.keyId }, 'audit head signed');
  };
  sign();
  return sign;
}

/** What cannot be signed at the end is signed at the next start; the database is closed all the same. */
export function signAtLast(sign: () => void, log: Logger): void {
  try {
    sign();
  } catch (err) {
    log.error({ err }, 'audit head not signed');
  }
}

/** A demonstration without accounts gets its city; production gets nothing that it was not given. */
async function firstRun(config: Config, stores: Stores, people: PeopleService): Promise<CityAccess | null> {
  if (config.mode !== 'demonstration' || !people.isEmpty()) return null;
  const accessFile = join(config.dataDir, 'secrets', 'demonstration.json');
  return provisionCity(demoCity, {
    people,
    phones: stores.phones,
    units: stores.units,
    topics: stores.topics,
    accessFile,
  });
}
