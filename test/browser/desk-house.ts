import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildWeb } from '../../scripts/build-web.mjs';
import type { AgentId, Seat, SeatId, SeatInput } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import { createAssignmentStore, createSeatStore } from '../../src/acd/store.ts';
import type { AuditEntry } from '../../src/audit/model.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import { createCallBackStore } from '../../src/callbacks/store.ts';
import { type Call, type CallId, type CallPlan, legId, type PhoneNumber } from '../../src/calls/model.ts';
import { createCallStore } from '../../src/calls/store.ts';
import { demoCity } from '../../src/demo/city.ts';
import type { TrialChannel } from '../../src/emergency/trial.ts';
import { promiseOf } from '../../src/figures/rules.ts';
import { countToday, FigureService } from '../../src/figures/service.ts';
import { createFigureStore, type FigureStore } from '../../src/figures/store.ts';
import { buildServer } from '../../src/http/server.ts';
import { systemClock } from '../../src/lib/system-clock.ts';
import type { EpochMs } from '../../src/lib/time.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createOffice } from '../../src/office.ts';
import { PeopleService } from '../../src/people/service.ts';
import { createPeopleStore } from '../../src/people/store.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { House } from '../../src/ports/house.ts';
import { type City, remoteSeatsOf } from '../../src/provision.ts';
import { encode } from '../../src/recordings/encoder.ts';
import { vaultFile } from '../../src/recordings/files.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { createRecordingStore } from '../../src/recordings/store.ts';
import { defaultPlan, usualQueueRules } from '../../src/routing/model.ts';
import { createJournal } from '../../src/store/journal.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { type Db, openStore } from '../../src/store/open.ts';
import { createSwitchboard } from '../../src/switchboard/house.ts';
import { restore } from '../../src/switchboard/state.ts';
import { createTicketStore } from '../../src/tickets/store.ts';
import { Tokens } from '../../src/tokens/service.ts';
import { createTokenStore } from '../../src/tokens/store.ts';
import { usualReach } from '../../src/units/model.ts';
import { UnitService } from '../../src/units/service.ts';
import { createUnitStore, type UnitStore } from '../../src/units/store.ts';
import { callBackRules } from '../callbacks/rules-of-tests.ts';
import { listsIn } from '../callers/lists.ts';
import { idleRoutes, idleTrials } from '../emergency/idle.ts';
import { idlePhones } from '../phones/idle.ts';
import { promptsBelow } from '../prompts/opened.ts';
import { archiveIn, pieces } from '../recordings/place.ts';
import { plansIn } from '../routing/place.ts';
import { sealedSample } from '../store/samples.ts';
import { StubSwitch } from './stub-switch.ts';

export const password = 'correct horse battery';
const log = pino({ level: 'silent' });

/** The demonstration city's hotline behind its real HTTP server, with a switch the test plays. */
export type DeskHouse = {
  readonly address: string;
  readonly switch: StubSwitch;
  readonly db: Db;
  call(id: CallId): Call | undefined;
  seat(id: string): Seat;
  /** What an agent does, without a screen. */
  sitDown(agent: string, seat: string): void;
  ready(seat: string): void;
  /** Goes on a break. */
  notReady(seat: string): void;
  /** Waits until it is so, looking after each turn. */
  until(isSo: () => boolean): Promise<void>;
  /** A citizen calls. */
  arrive(from: string | null): CallId;
  /** The seat that a call rings picks up. */
  pickUp(call: CallId): void;
  callerHangsUp(call: CallId): void;
  /** As if the network went: every connection is cut, and while it is away none is made. */
  network(state: 'away' | 'back'): void;
  /** Notes that a call's recording was taken in. */
  keepRecording(call: CallId, durationMs: number): void;
  /** The test number that rings last, in a trial of a way to an emergency desk, answers. */
  answerTrial(): void;
  /** The newest entry of the record. */
  lastAudit(): AuditEntry | undefined;
  /** Puts such sound (16 bit, 8 kHz, two channels) into the vault as a call's recording. */
  keepSound(call: CallId, raw: Buffer): Promise<void>;
  /** Everybody hangs up and leaves. */
  clear(): void;
  close(): Promise<void>;
};

/** Starts the house. @param plan what differs from the usual plan */
export async function startDeskHouse(
  plan: Partial<CallPlan> = {},
  clock: Clock = systemClock(),
  city: Pick<City, 'people'> &
    Partial<Pick<City, 'units'>> & {
      seats: readonly Pick<City['seats'][number], 'id' | 'queues'>[];
    } = demoCity,
): Promise<DeskHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'h12-browser-'));
  const webDir = join(folder, 'web');
  await buildWeb(webDir);
  const db = openStore(join(folder, 'hotline.db'));
  migrate(db, migrationsDir, clock.now());
  const stores = openStores(db);
  const auditStore = createAuditStore(db);
  const audit = auditStore.add;
  const people = new PeopleService({ store: createPeopleStore(db), audit, now: () => clock.now() });
  for (const person of city.people) await people.create({ ...person, password });
  putUnits(stores.units, city.units ?? []);
  const stub = new StubSwitch(clock);
  for (const { id } of city.seats) stub.phones.set(id, 'reachable');
  const seats = city.seats.map(({ id, queues }) => newSeat(id, queues, clock.now()));
  const { house, inbox } = switchboardOn({ stores: { ...stores, db }, seats, plan, stub, clock });
  const office = createOffice({
    ...stores,
    ...{ db, audit, now: () => clock.now(), timeZone: 'Asia/Shanghai' },
    failed: fail,
  });
  const sipSocket = 'ws://127.0.0.1:1/ws';
  const settings = { cookieSecure: false, timeZone: 'Asia/Shanghai', webDir, sipSocket };
  const phones = idlePhones(db, house);
  const tokens = new Tokens({
    store: createTokenStore(db),
    audit,
    now: () => clock.now(),
    makerOf: (account) => people.accounts.asActor(account),
  });
  const emergency = idleRoutes(db);
  const rung: TrialChannel[] = [];
  const trials = idleTrials(emergency, audit, {
    now: () => clock.now(),
    rung: (channel) => rung.push(channel),
  });
  emergency.look();
  const archive = archiveIn(folder, { ...stores, db }, { now: () => clock.now(), audit, log });
  const routing = plansIn(db, { now: () => clock.now(), audit });
  const around = { db, audit, log, now: () => clock.now(), routing, house };
  const app = buildServer({
    archive,
    ...promptsBelow(folder, around),
    house,
    people,
    ...{ reports: reportsOf(stores.figures, house), office },
    phones,
    tokens,
    ...{ routing, callers: listsIn(db, { now: () => clock.now(), audit }) },
    metrics: createMetrics(),
    ...stores,
    contacts: new UnitService({
      store: stores.units,
      now: () => clock.now(),
      timeZone: 'Asia/Shanghai',
      secret: () => 'a-new-secret',
      apply: () => Promise.resolve('taken'),
    }),
    outside: () => [{ name: '法律援助中心', number: '07532110099' as PhoneNumber }],
    desksFor: () => [],
    emergency,
    trials,
    supervisionTold: true,
    callBackRules,
    audit,
    log,
    settings,
  });
  const network = playNetwork(app.server);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    address: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`,
    switch: stub,
    db,
    call: (id) => house.call(id),
    seat: (id) => house.seat(id as SeatId) ?? fail(`no seat ${id}`),
    ...playAgents(house),
    ...playCitizens(house, stub),
    until: (isSo) => untilSo(house, isSo),
    answerTrial() {
      const channel = rung.at(-1) ?? fail('no test number rings');
      trials.told({ to: 'trial', event: { type: 'Answered', channel, at: clock.now() } });
    },
    keepRecording: (id, durationMs) =>
      stores.recordings.keep(...sealedSample(recordingOf(id), durationMs), () => undefined),
    lastAudit: () => auditStore.newest(1)[0],
    async keepSound(call, raw) {
      const id = recordingOf(call);
      const encoding = encode(pieces(raw));
      const file = vaultFile(id, clock.now(), 'Asia/Shanghai');
      const sealed = await archive.vault.seal(id, file, encoding.pages);
      stores.recordings.keep(sealed, encoding.measures(), () => undefined);
    },
    network,
    clear() {
      network('back');
      for (const call of house.calls()) stub.end(legId(call.id, 'caller'));
      for (const { id, agent } of house.seats())
        if (agent !== null) house.askSeat(id, { type: 'SignOutAsked', agent, at: house.now() });
    },
    async close() {
      network('away');
      trials.close();
      await app.close();
      await archive.redactor.close();
      await office.stop();
      await inbox.close();
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const untilSo = (house: House, isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = house.onChange(look);
    function look(): void {
      if (!isSo()) return;
      stop();
      resolve();
    }
    look();
  });

/** The real switchboard over such stores, told by the switch that the test plays. */
function switchboardOn({
  stores,
  seats,
  plan,
  stub,
  clock,
}: {
  readonly stores: ReturnType<typeof openStores> & { readonly db: Db };
  readonly seats: readonly Seat[];
  readonly plan: Partial<CallPlan>;
  readonly stub: StubSwitch;
  readonly clock: Clock;
}) {
  const journal = createJournal({
    ...stores,
    onDamaged: () => undefined,
    onUnwritable: (_, fault) => {
      throw fault;
    },
  });
  const { house, inbox } = createSwitchboard({
    state: restore(journal.load(), seats, { queueRules: usualQueueRules }),
    rules: {
      planFor: () => ({ ...defaultPlan, ...plan }),
      queueRules: usualQueueRules,
      timeZone: 'Asia/Shanghai',
    },
    journal,
    today: countToday(stores.figures, 'Asia/Shanghai'),
    switch: stub,
    clock,
    log,
  });
  stub.listen((event) => inbox.hear(event));
  stub.connect(true);
  return { house, inbox };
}

const reportsOf = (store: FigureStore, house: House): FigureService =>
  new FigureService({
    store,
    timeZone: 'Asia/Shanghai',
    seats: () => house.seats(),
    now: () => house.now(),
  });

function putUnits(store: UnitStore, units: City['units']): void {
  for (const unit of units) {
    store.put(unit);
    store.putReach(unit.id, { ...usualReach, topics: unit.topics ?? [], atOnce: unit.atOnce ?? false });
    for (const { seat, secret } of remoteSeatsOf(unit)) store.putRemoteSeat(seat, secret);
  }
}

function openStores(db: Db) {
  return {
    calls: createCallStore(db),
    seats: createSeatStore(db),
    assignments: createAssignmentStore(db),
    tickets: createTicketStore(db),
    callBacks: createCallBackStore(db, callBackRules),
    recordings: createRecordingStore(db),
    figures: createFigureStore(db, (queue) => promiseOf(usualQueueRules(queue))),
    units: createUnitStore(db),
  };
}

function playAgents(house: House): Pick<DeskHouse, 'sitDown' | 'ready' | 'notReady'> {
  const ask = (seat: string, make: (agent: AgentId, at: EpochMs) => SeatInput): void => {
    const { agent } = house.seat(seat as SeatId) ?? fail(`no seat ${seat}`);
    const refusal = house.askSeat(seat as SeatId, make(agent ?? ('' as AgentId), house.now()));
    if (refusal !== null) fail(refusal.why);
  };
  return {
    sitDown: (agent, seat) => ask(seat, (_, at) => ({ type: 'SignInAsked', agent: agent as AgentId, at })),
    ready: (seat) => ask(seat, (agent, at) => ({ type: 'ReadyAsked', agent, at })),
    notReady: (seat) => ask(seat, (agent, at) => ({ type: 'NotReadyAsked', agent, reason: 'break', at })),
  };
}

function playCitizens(
  house: House,
  stub: StubSwitch,
): Pick<DeskHouse, 'arrive' | 'pickUp' | 'callerHangsUp'> {
  let arrived = 0;
  return {
    arrive(from) {
      arrived += 1;
      const id = `C1795400000.${String(arrived)}` as CallId;
      stub.arrive(id, from);
      return id;
    },
    pickUp(id) {
      const call = house.call(id);
      stub.answer(call?.phase === 'offering' ? call.offer.leg : fail(`${id} rings nowhere`));
    },
    callerHangsUp: (id) => stub.end(legId(id, 'caller')),
  };
}

function playNetwork(server: { on(event: 'connection', listener: (socket: Socket) => void): unknown }) {
  const sockets = new Set<Socket>();
  let away = false;
  server.on('connection', (socket) => {
    if (away) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return (state: 'away' | 'back'): void => {
    away = state === 'away';
    if (away) for (const socket of sockets) socket.destroy();
  };
}

function fail(why: unknown): never {
  throw why instanceof Error ? why : new Error(String(why));
}
