import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Seat } from './acd/model.ts';
import { newSeat } from './acd/seat.ts';
import { type Ari, startAri } from './asterisk/client.ts';
import { writeSeatsFile } from './asterisk/seats-file.ts';
import { lookAtTold, type ToldDeps } from './asterisk/told-files.ts';
import { trialsOn } from './asterisk/trials.ts';
import { reachOf } from './asterisk/trunks.ts';
import { type ByTheClock, jobsOf } from './by-the-clock.ts';
import type { TicketNo } from './calls/model.ts';
import type { Config } from './config.ts';
import { chooseDesks, plainRoutes } from './emergency/choose.ts';
import { RouteService } from './emergency/service.ts';
import { TrialService } from './emergency/trials.ts';
import { countToday, FigureService } from './figures/service.ts';
import { auditSigning, callBackRules, type Ground, layGround, type Stores, signAtLast } from './ground.ts';
import { buildServer } from './http/server.ts';
import { startJobs } from './jobs/schedule.ts';
import type { EpochMs } from './lib/time.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { setupOf } from './phones/model.ts';
import { PhoneService } from './phones/service.ts';
import type { PhoneStore } from './phones/store.ts';
import { openDrafts, openTries } from './plan-place.ts';
import type { House } from './ports/house.ts';
import type { Journal } from './ports/journal.ts';
import type { SwitchEvent } from './ports/switch.ts';
import { soundFor } from './prompts/folder.ts';
import type { CityAccess } from './provision.ts';
import { recordingChange } from './recordings/rules.ts';
import type { Intake } from './recordings/service.ts';
import type { Vault } from './recordings/vault.ts';
import { openPrompts } from './sounds-place.ts';
import { StartError } from './start-error.ts';
import { setAside } from './store/aside.ts';
import { createJournal } from './store/journal.ts';
import { createSwitchboard, type Switchboard } from './switchboard/house.ts';
import { type Rules, restore } from './switchboard/state.ts';
import { UnitService } from './units/service.ts';

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
  const { stores, intake } = ground;
  const metrics = createMetrics();
  const { switchboard, ari, emergency, trials } = startSwitchboard(ground, metrics);
  const { house, inbox } = switchboard;
  watch(ground, switchboard, { metrics, emergency });
  const phones = phoneService(ground, house, ari);
  const server = serverOf(ground, house, { metrics, phones, emergency, trials });
  const address = await server.listen({ host: config.http.host, port: config.http.port });
  await intake.resume().catch((err: unknown) => {
    log.error({ err }, 'spool not read');
  });
  const signAudit = auditSigning(ground);
  ground.office.start();
  const jobs = byTheClock(ground, switchboard, {
    signAudit,
    lookAtTrunks: () => emergency.look(),
    tryRoutes: () => trials.daily(),
  });
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
      await closeAll(ground, [server, phones, trials, inbox, ari]);
      signAtLast(signAudit, log);
      await ground.close();
    },
  };
}

/** One after the other, in this order: what takes from another ends before it. */
async function closeAll(
  { archive, intake }: Ground,
  parts: readonly { close(): Promise<void> | void }[],
): Promise<void> {
  for (const part of [archive.retirement, archive.redactor, ...parts, intake]) await part.close();
}

/** What the metrics look at when they are asked. */
function watch(
  { intake, archive }: Ground,
  { house, inbox }: Switchboard,
  { metrics, emergency }: { readonly metrics: Metrics; readonly emergency: RouteService },
): void {
  metrics.watch({
    house,
    pending: () => inbox.pending(),
    routes: () => emergency.standings(),
    recordings: () => intake.waiting(),
    alarms: () => archive.custody.countAlarms(),
  });
}

/** Starts what goes on by the clock. */
function byTheClock(
  ground: Ground,
  { house, inbox }: Switchboard,
  work: Pick<ByTheClock, 'signAudit' | 'lookAtTrunks' | 'tryRoutes'>,
): ReturnType<typeof startJobs> {
  const { config, people, stores, office, archive, routing, log } = ground;
  const retireRecordings = (): void => {
    archive.retirement.run().catch((err: unknown) => log.error({ err }, 'recordings not destroyed'));
  };
  // Also at the start: nights in which nothing ran are made up for.
  retireRecordings();
  void archive.redactor.run();
  const look = lookAtTold(toldIn(ground, { house, inbox }));
  const jobs = jobsOf({
    ...{ people, callBacks: stores.callBacks, ...work, retireRecordings, log },
    lookAtTickets: office.look,
    tryRoutesAt: config.emergencyTestAt,
    lookAtPlans: () => {
      if (routing.plans.look()) house.placeAnew();
    },
    lookAtTold: () => void look(),
    now: () => house.now(),
  });
  return startJobs(jobs, config.timeZone);
}

/** What is needed to take in calls that no daemon knows of. */
const toldIn = ({ config, stores, clock, log }: Ground, { house, inbox }: Switchboard): ToldDeps => ({
  spoolDir: config.spoolDir,
  now: () => clock.now(),
  mayLook: () => house.figures().switchUp,
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
  parts: {
    readonly metrics: Metrics;
    readonly phones: PhoneService;
    readonly emergency: RouteService;
    readonly trials: TrialService;
  },
): ReturnType<typeof buildServer> {
  const { config, stores, people, tokens, routing, office, log } = ground;
  const { timeZone } = config;
  const routes = plainRoutes(config.emergency);
  const now = (): EpochMs => ground.clock.now();
  const here = { db: ground.db, audit: stores.audit, now };
  const prompts = openPrompts(config, { ...here, log, routing, house });
  const drafts = openDrafts(config, routing, { ground: here, house: { ...stores, house, people, prompts } });
  const tries = openTries(config, { ...routing, drafts }, { ground: here, calls: stores.calls });
  const reports = new FigureService({ store: stores.figures, timeZone, seats: () => house.seats(), now });
  const apply: PhoneService['applyOthers'] = (endpoints) => parts.phones.applyOthers(endpoints);
  const contacts = new UnitService({ store: stores.units, now, timeZone, secret: newSecret, apply });
  return buildServer({
    ...stores,
    contacts,
    outside: () => routing.plans.plan.outside,
    archive: ground.archive,
    desksFor: (number, district) => chooseDesks(routes, number, district),
    supervisionTold: config.supervisionTold,
    office,
    people,
    ...parts,
    routing: { ...routing, drafts, tries },
    callers: { lists: ground.callers, store: stores.callers },
    ...{ tokens, prompts, house, reports, log, settings: serverSettings(config) },
    callBackRules: callBackRules(config),
  });
}

function serverSettings(config: Config): Parameters<typeof buildServer>[0]['settings'] {
  const { cookieSecure, origins, trustedProxies } = config.http;
  const sipSocket = `${config.ari.url.replace(/^http/, 'ws')}/ws`;
  const { timeZone } = config;
  return { cookieSecure, origins, trustedProxies, timeZone, webDir, sipSocket, folders: watched(config) };
}

/** Folders whose disks must not run full. */
const watched = (config: Config) =>
  [
    { name: 'data', path: config.dataDir },
    { name: 'recordings', path: config.recordingsDir },
    { name: 'spool', path: config.spoolDir },
  ] as const;

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

const rulesOf = ({ routing: { plans }, callers, config: { timeZone } }: Ground): Rules => ({
  planFor: (dialled, at, from) => plans.planFor({ dialled, at, caller: callers.known(from, at) }, timeZone),
  queueRules: (id) => plans.queueRules(id),
  timeZone,
});

/** The loop and its connection to Asterisk. Calls and seats are taken up as they were left. */
function startSwitchboard(
  ground: Ground,
  metrics: Metrics,
): {
  readonly switchboard: Switchboard;
  readonly ari: Ari;
  readonly emergency: RouteService;
  readonly trials: TrialService;
} {
  const { config, log, stores, clock, intake, office } = ground;
  const journal = journalOf(ground, metrics);
  const emergency: RouteService = routeService(ground, () => ari);
  const trials: TrialService = trialService(ground, emergency, () => ari);
  const told = (event: SwitchEvent): void => {
    emergency.told(event);
    trials.told(event);
  };
  const ari: Ari = connect(ground, () => switchboard, told);
  const rules = rulesOf(ground);
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
      ground.callers.heard(fact);
      emergency.heard(fact);
      trials.heard(fact);
      const change = recordingChange(fact);
      if (change?.type === 'RecordingEnded') intake.onEnded(change.recording);
    },
  });
  return { switchboard, ari, emergency, trials };
}

const journalOf = ({ config, db, stores, log }: Ground, metrics: Metrics): Journal =>
  createJournal({
    db,
    ...stores,
    onDamaged: (what, id) => {
      log.error({ what, id }, 'damaged record left out');
    },
    onUnwritable: (batch, err) => {
      metrics.setAside();
      log.fatal(
        { err, callIds: batch.calls.map(({ id }) => id) },
        'turn set aside: the database does not take it',
      );
      setAside(join(config.dataDir, 'set-aside.jsonl'), batch, err);
    },
  });

/** What is known of the ways to the emergency desks; asked of a connection that is made after it. */
const routeService = ({ config, stores, log }: Ground, ari: () => Ari): RouteService =>
  new RouteService({
    routes: plainRoutes(config.emergency),
    store: stores.emergencyRoutes,
    reachOf: async (trunk) => (ari().state().up ? reachOf((request) => ari().ask(request), trunk) : null),
    failed: (err) => {
      log.error({ err }, 'emergency routes not looked at');
    },
  });

/** What tries the ways, over the same connection. */
function trialService(
  { config, stores, clock, log }: Ground,
  ways: RouteService,
  ari: () => Ari,
): TrialService {
  const { app } = config.ari;
  const callerId = config.asterisk.kind === 'managed' ? config.asterisk.callerId : '12345';
  return new TrialService({
    ...trialsOn({ ask: (request) => ari().ask(request), app, callerId }),
    ways,
    isUp: () => ari().state().up,
    audit: stores.audit,
    now: () => clock.now(),
    failed: (err) => {
      log.error({ err }, 'trial of an emergency route');
    },
  });
}

/** The connection; it is there before the switchboard that hears by it. */
function connect(
  { config, log, clock, office }: Ground,
  switchboard: () => Switchboard,
  told: (event: SwitchEvent) => void,
): Ari {
  const { url, user, app } = config.ari;
  return startAri(
    {
      url,
      user,
      app,
      password: passwordOf(config),
      log,
      now: () => clock.now(),
      placeOf: (ticketNo) => office.placeOf(ticketNo as TicketNo),
      soundOf: soundFor(config.soundsDir),
      deviceOf: (seat) => switchboard().house.seat(seat)?.device ?? 'desk',
    },
    (event) => {
      switchboard().inbox.hear(event);
      told(event);
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
