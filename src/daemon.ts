import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Seat } from './acd/model.ts';
import { newSeat } from './acd/seat.ts';
import { createAssignmentStore, createSeatStore } from './acd/store.ts';
import { type Ari, startAri } from './asterisk/client.ts';
import { writeSeatsFile } from './asterisk/seats-file.ts';
import { lookAtTold, type ToldDeps } from './asterisk/told-files.ts';
import type { Audit } from './audit/model.ts';
import { signHead } from './audit/service.ts';
import { openSigner } from './audit/signer.ts';
import { type AuditStore, createAuditStore } from './audit/store.ts';
import { jobsOf } from './by-the-clock.ts';
import type { CallBackRules } from './callbacks/model.ts';
import { createCallBackStore } from './callbacks/store.ts';
import { createCallStore } from './calls/store.ts';
import type { Config } from './config.ts';
import { demoCity } from './demo/city.ts';
import { chooseDesks, desksAnywhere, plainRoutes } from './emergency/choose.ts';
import { promiseOf } from './figures/rules.ts';
import { countToday, FigureService } from './figures/service.ts';
import { createFigureStore } from './figures/store.ts';
import { buildServer } from './http/server.ts';
import { startJobs } from './jobs/schedule.ts';
import { auditHeadsFile, auditKeyFile } from './keeper.ts';
import { systemClock, wallClock } from './lib/system-clock.ts';
import type { EpochMs } from './lib/time.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createOffice, type Office } from './office.ts';
import { PeopleService } from './people/service.ts';
import { createPeopleStore } from './people/store.ts';
import { setupOf } from './phones/model.ts';
import { PhoneService } from './phones/service.ts';
import { createPhoneStore, type PhoneStore } from './phones/store.ts';
import type { Clock } from './ports/clock.ts';
import type { House } from './ports/house.ts';
import { type CityAccess, provisionCity } from './provision.ts';
import type { Archive } from './recordings/archive.ts';
import { recordingOf } from './recordings/model.ts';
import type { Intake } from './recordings/service.ts';
import { createRecordingStore } from './recordings/store.ts';
import type { Vault } from './recordings/vault.ts';
import { PlanService, readPlanFile } from './routing/service.ts';
import { StartError } from './start-error.ts';
import { startCheckpointer } from './store/checkpointer.ts';
import { createJournal } from './store/journal.ts';
import { migrate, migrationsDir } from './store/migrate.ts';
import { type Db, openStore } from './store/open.ts';
import { createSwitchboard, type Switchboard } from './switchboard/house.ts';
import type { Inbox } from './switchboard/inbox.ts';
import { type Rules, restore } from './switchboard/state.ts';
import { createSettingsStore } from './tickets/settings-store.ts';
import { createTicketStore } from './tickets/store.ts';
import { Tokens } from './tokens/service.ts';
import { createTokenStore } from './tokens/store.ts';
import { UnitService } from './units/service.ts';
import { createUnitStore } from './units/store.ts';
import { openKept } from './vault-place.ts';

export { StartError } from './start-error.ts';

/** A running hotline. Tests look into it; the process that runs it only stops it. */
export type Daemon = {
  /** Where desk and API are, e.g. `http://127.0.0.1:12345`. */
  readonly address: string;
  readonly house: House;
  readonly stores: Stores;
  readonly intake: Intake;
  readonly vault: Vault;
  readonly ari: Ari;
  /** Accounts and phone passwords made in this very start; null when there was data already. */
  readonly access: CityAccess | null;
  /** What is under way; all zero when the house is at rest. */
  pending(): { readonly timers: number; readonly commands: number; readonly unwritten: number };
  /** Hands over: commands under way are finished, everything is written; calls stay in Asterisk for the next start. */
  stop(): Promise<void>;
};

/** Builds the parts in their order and starts them. @throws StartError for what only a person can mend */
export async function startDaemon(config: Config, log: Logger): Promise<Daemon> {
  const ground = await layGround(config, log);
  const { stores, people, intake, office } = ground;
  const metrics = createMetrics();
  const { switchboard, ari } = startSwitchboard(ground, metrics);
  const { house, inbox } = switchboard;
  metrics.watch({
    house,
    pending: () => inbox.pending(),
    recordings: () => intake.waiting(),
    alarms: () => ground.archive.custody.countAlarms(),
  });
  const phones = phoneService(ground, house, ari);
  const server = serverOf(ground, house, { metrics, phones });
  const address = await server.listen({ host: config.http.host, port: config.http.port });
  await intake.resume().catch((err: unknown) => {
    log.error({ err }, 'spool not read');
  });
  const signAudit = auditSigning(ground);
  office.start();
  const { retirement } = ground.archive;
  const retireRecordings = (): void => {
    retirement.run().catch((err: unknown) => log.error({ err }, 'recordings not destroyed'));
  };
  // Also at the start: nights in which nothing ran are made up for.
  retireRecordings();
  const jobs = startJobs(
    jobsOf({
      people,
      callBacks: stores.callBacks,
      signAudit,
      lookAtTickets: office.look,
      retireRecordings,
      lookAtTold: lookAtTold(toldIn(ground, inbox)),
      now: () => house.now(),
      log,
    }),
    config.timeZone,
  );
  return {
    address,
    house,
    stores,
    intake,
    vault: ground.vault,
    ari,
    access: ground.access,
    pending: () => inbox.pending(),
    stop: async () => {
      jobs.stop();
      await retirement.close();
      await server.close();
      await phones.close();
      await inbox.close();
      await ari.close();
      await intake.close();
      signAtLast(signAudit, log);
      await ground.close();
    },
  };
}

/** What is needed to take in calls that the dialplan served by itself. */
const toldIn = ({ config, stores, clock, log }: Ground, inbox: Inbox): ToldDeps => ({
  spoolDir: config.spoolDir,
  now: () => clock.now(),
  known: (call) => stores.calls.read(call) !== null,
  served: (served) => {
    inbox.put({ to: 'served', at: clock.now(), served });
  },
  log,
});

/** API, desks and screens over all of it; not yet listening. */
function serverOf(
  ground: Ground,
  house: House,
  parts: { readonly metrics: Metrics; readonly phones: PhoneService },
): ReturnType<typeof buildServer> {
  const { config, stores, people, tokens, plans, office, log } = ground;
  const { timeZone } = config;
  const routes = plainRoutes(config.emergency);
  const { cookieSecure, origins, trustedProxies } = config.http;
  const sipSocket = `${config.ari.url.replace(/^http/, 'ws')}/ws`;
  const folders = [
    { name: 'data', path: config.dataDir },
    { name: 'recordings', path: config.recordingsDir },
    { name: 'spool', path: config.spoolDir },
  ] as const;
  const settings = { cookieSecure, origins, trustedProxies, timeZone, webDir, sipSocket, folders };
  const now = (): EpochMs => ground.clock.now();
  const reports = new FigureService({ store: stores.figures, timeZone, seats: () => house.seats(), now });
  const apply: PhoneService['applyOthers'] = (endpoints) => parts.phones.applyOthers(endpoints);
  const contacts = new UnitService({ store: stores.units, now, timeZone, secret: newSecret, apply });
  return buildServer({
    ...stores,
    contacts,
    outside: () => plans.plan.outside,
    archive: ground.archive,
    desksFor: (number, district) => chooseDesks(routes, number, district),
    supervisionTold: config.supervisionTold,
    office,
    people,
    ...parts,
    tokens,
    plans,
    house,
    reports,
    log,
    settings,
    callBackRules: callBackRules(config),
  });
}

const newSecret = (): string => randomBytes(24).toString('base64url');

const phoneService = ({ config, log, stores }: Ground, house: House, ari: Ari): PhoneService =>
  new PhoneService({
    store: stores.phones,
    house,
    write: (phones) => {
      writeSeatsFile(config.seatsConf, phones, stores.units.phones());
    },
    reload: (endpoints) => ari.reloadPhones(endpoints),
    secret: newSecret,
    failed: (err) => {
      log.error({ err }, 'phones not written');
    },
  });

/** Where the screens were built. */
const webDir = join(import.meta.dirname, '..', 'dist', 'web');

/** What everything else stands on: the plan, the database with its stores, the accounts, the recordings' intake. */
type Ground = {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly plans: PlanService;
  readonly db: Db;
  readonly stores: Stores;
  readonly people: PeopleService;
  readonly vault: Vault;
  readonly archive: Archive;
  readonly tokens: Tokens;
  readonly intake: Intake;
  readonly office: Office;
  readonly access: CityAccess | null;
  close(): Promise<void>;
};

async function layGround(config: Config, log: Logger): Promise<Ground> {
  const file = join(config.dataDir, 'hotline.db');
  const plans = openPlan(config, wallClock());
  const db = openStore(file);
  migrate(db, migrationsDir, wallClock());
  const stores = createStores(db, (id) => plans.queueRules(id), callBackRules(config));
  const clock = systemClock({
    notBefore: stores.calls.lastStepAt(),
    wasSet: (byMs) => log.warn({ byMs }, 'the machine’s clock was set'),
  });
  const now = (): EpochMs => clock.now();
  const people = new PeopleService({
    store: stores.people,
    audit: stores.audit,
    now: wallClock,
    limits: config.sessions,
  });
  const tokens = new Tokens({
    store: createTokenStore(db),
    audit: stores.audit,
    now: wallClock,
    makerOf: (account) => people.accounts.asActor(account),
  });
  const access = await firstRun(config, stores, people);
  writeSeatsFile(config.seatsConf, stores.phones.all(), stores.units.phones());
  const checkpointer = startCheckpointer(file, (err) => {
    log.error({ err }, 'checkpointer ended');
  });
  const failed = (err: unknown): void => log.error({ err }, 'fault in what goes on about tickets');
  const office = createOffice({ ...stores, db, now, timeZone: config.timeZone, failed });
  const kept = openKept(config, { ...stores, db, log, now });
  const close = async (): Promise<void> => {
    await office.stop();
    await checkpointer.close();
    db.close();
  };
  return { config, log, clock, plans, db, stores, people, tokens, ...kept, office, access, close };
}

export type Stores = ReturnType<typeof createStores>;

const callBackRules = ({ timeZone, callBackHours }: Config): CallBackRules => ({
  timeZone,
  ...callBackHours,
});

const createStores = (db: Db, queueRules: Rules['queueRules'], rules: CallBackRules) => ({
  callBacks: createCallBackStore(db, rules),
  calls: createCallStore(db),
  seats: createSeatStore(db),
  assignments: createAssignmentStore(db),
  tickets: createTicketStore(db),
  recordings: createRecordingStore(db),
  figures: createFigureStore(db, (queue) => promiseOf(queueRules(queue))),
  phones: createPhoneStore(db),
  units: createUnitStore(db),
  topics: createSettingsStore(db),
  people: createPeopleStore(db),
  ...auditIn(db),
});

function auditIn(db: Db): { readonly auditStore: AuditStore; readonly audit: Audit } {
  const auditStore = createAuditStore(db);
  return { auditStore, audit: (entry) => auditStore.add(entry) };
}

/** Signs where the record ends: at the start, each day and at the end. What was signed also goes to a file beside the database. */
function auditSigning({ config, stores, clock, log }: Ground): () => void {
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
function signAtLast(sign: () => void, log: Logger): void {
  try {
    sign();
  } catch (err) {
    log.error({ err }, 'audit head not signed');
  }
}

/** The plan in force, by its file. @throws StartError that names every problem in it */
function openPlan({ planFile: file, emergency }: Config, now: EpochMs): PlanService {
  const checked = readPlanFile(file);
  if (checked.ok)
    return new PlanService({ file, emergency: desksAnywhere(plainRoutes(emergency)) }, checked.plan, now);
  throw new StartError(
    `H12_PLAN_FILE: ${file ?? ''} cannot be used:\n${checked.problems.map((text) => `  ${text}`).join('\n')}`,
  );
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

/** The loop and its connection to Asterisk. Calls and seats are taken up as they were left. */
function startSwitchboard(
  ground: Ground,
  metrics: Metrics,
): { readonly switchboard: Switchboard; readonly ari: Ari } {
  const { config, log, db, stores, clock, plans, intake, office } = ground;
  const journal = createJournal({
    db,
    ...stores,
    onDamaged: (what, id) => {
      log.error({ what, id }, 'damaged record left out');
    },
  });
  const ari = connect(ground, () => switchboard);
  const { timeZone } = config;
  const rules: Rules = {
    planFor: (dialled, at) => plans.planFor(dialled, at, timeZone),
    queueRules: (id) => plans.queueRules(id),
    timeZone,
  };
  const switchboard = createSwitchboard({
    state: restore(journal.load(), seatsOf(stores.phones, clock.now()), rules),
    rules,
    journal,
    today: countToday(stores.figures, config.timeZone),
    switch: metrics.measured(ari),
    turnTook: (ms) => metrics.turnTook(ms),
    clock,
    log,
    onFact: (fact) => {
      metrics.onFact(fact);
      office.heard(fact);
      if (fact.type === 'CallEnded' && fact.recorded) intake.onEnded(recordingOf(fact.call));
    },
  });
  return { switchboard, ari };
}

/** The connection; it is there before the switchboard that hears by it. */
function connect({ config, log, clock }: Ground, switchboard: () => Switchboard): Ari {
  const { url, user, app } = config.ari;
  return startAri(
    {
      url,
      user,
      app,
      password: passwordOf(config),
      log,
      now: () => clock.now(),
      deviceOf: (seat) => switchboard().house.seat(seat)?.device ?? 'desk',
    },
    (event) => {
      switchboard().inbox.hear(event);
    },
  );
}

const seatsOf = (phones: PhoneStore, now: EpochMs): readonly Seat[] =>
  phones.all().map((one) => {
    const { id, queues, devices } = setupOf(one);
    return newSeat(id, queues, now, devices);
  });

function passwordOf({ ari: { password } }: Config): string {
  if (password.from === 'value') return password.value;
  if (!existsSync(password.path)) throw new StartError(`the ARI password file ${password.path} is not there`);
  return readFileSync(password.path, 'utf8').trim();
}
