import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import type { Role } from '../../src/access/roles.ts';
import type { AgentId, QueueId, Seat, SeatId } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import { type CallId, legId, type PhoneNumber } from '../../src/calls/model.ts';
import { countToday, FigureService } from '../../src/figures/service.ts';
import type { FigureStore } from '../../src/figures/store.ts';
import { buildServer, type ServerSettings } from '../../src/http/server.ts';
import { logOptions } from '../../src/lib/log.ts';
import { after, type EpochMs } from '../../src/lib/time.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createOffice } from '../../src/office.ts';
import { PeopleService } from '../../src/people/service.ts';
import { createPeopleStore } from '../../src/people/store.ts';
import type { House } from '../../src/ports/house.ts';
import type { Switch } from '../../src/ports/switch.ts';
import { defaultPlan } from '../../src/routing/model.ts';
import { createSwitchboard } from '../../src/switchboard/house.ts';
import { restore } from '../../src/switchboard/state.ts';
import { Tokens } from '../../src/tokens/service.ts';
import { createTokenStore } from '../../src/tokens/store.ts';
import { UnitService } from '../../src/units/service.ts';
import type { UnitStore } from '../../src/units/store.ts';
import { callBackRules } from '../callbacks/rules-of-tests.ts';
import { listsIn, ungreeted } from '../callers/lists.ts';
import { idleRoutes, idleTrials } from '../emergency/idle.ts';
import { idlePhones } from '../phones/idle.ts';
import { promptsBelow } from '../prompts/opened.ts';
import { archiveIn } from '../recordings/place.ts';
import { plansIn } from '../routing/place.ts';
import { callId, freshStore, noon } from '../store/samples.ts';

export const password = 'a good password';
const people: readonly (readonly [string, Role])[] = [
  ['agent1', 'agent'],
  ['agent2', 'agent'],
  ['leader', 'shiftLeader'],
  ['admin', 'systemAdministrator'],
];

/** Numbers that may be dialled from a call. */
export const outside = [{ name: '供水热线', number: '07532222222' as PhoneNumber }];

/** A switch that does whatever it is told and holds nothing. */
const obedient: Switch = {
  execute: () => Promise.resolve({ result: 'done' }),
  inventory: () =>
    Promise.resolve({
      legs: new Map(),
      playing: new Set(),
      callers: new Map(),
      bridges: new Set(),
      phones: [8001, 8002, 8003].map((id) => ({
        seat: String(id) as SeatId,
        device: 'desk' as const,
        phone: 'reachable' as const,
      })),
    }),
};

const provisioned = ['8001', '8002', '8003'].map(
  (id): Seat => ({ ...newSeat(id as SeatId, [defaultPlan.queue], noon), phone: 'reachable' }),
);

/** The real server over the real switchboard and a real database, with a switch that obeys and a clock that is set by hand. */
export async function running(
  t: Test,
  settings: Partial<ServerSettings> = {},
  planFile: string | null = null,
  approval = false,
) {
  const queueRules = (id: QueueId) => routing.plans.queueRules(id);
  const stores = freshStore(t, undefined, queueRules);
  const clock: { at: EpochMs } = { at: noon };
  const now = (): EpochMs => clock.at;
  const lines: string[] = [];
  const log = pino(logOptions('debug'), { write: (line: string) => lines.push(line) });
  const audit = createAuditStore(stores.db);
  const routing = plansIn(stores.db, { now, audit: audit.add, file: planFile, approval });
  const service = await hired({ store: createPeopleStore(stores.db), audit: audit.add, now });
  const metrics = createMetrics();
  const harassing = () => routing.plans.plan.callers.harassing;
  const callers = listsIn(stores.db, { now, audit: audit.add, harassing });
  const parts: { office: ReturnType<typeof createOffice> | null } = { office: null };
  const { house, inbox } = createSwitchboard({
    state: restore(stores.journal.load(), provisioned, { queueRules }),
    rules: { planFor: ungreeted(routing.plans, callers.lists), queueRules, timeZone: 'Asia/Shanghai' },
    journal: stores.journal,
    today: countToday(stores.figures, 'Asia/Shanghai'),
    switch: metrics.measured(obedient),
    clock: { now, wakeAt: () => undefined },
    log,
    onFact: (fact) => {
      metrics.onFact(fact);
      parts.office?.heard(fact);
      callers.lists.heard(fact);
    },
    turnTook: (ms) => metrics.turnTook(ms),
  });
  inbox.hear({ to: 'connection', at: noon, up: true });
  await new Promise(setImmediate);
  const office = createOffice({
    ...stores,
    audit: (entry) => audit.add(entry),
    now,
    timeZone: 'Asia/Shanghai',
    failed: (err) => {
      throw err;
    },
  });
  const contacts = contactsOf(stores.units, now);
  parts.office = office;
  const archive = archiveIn(t.testdirName, stores, { now, audit: (entry) => audit.add(entry), log });
  const tokens = new Tokens({
    ...{ store: createTokenStore(stores.db), audit: audit.add, now },
    makerOf: (account) => service.accounts.asActor(account),
  });
  const emergency = idleRoutes(stores.db);
  const trials = idleTrials(emergency, (entry) => audit.add(entry), { now });
  metrics.watch({
    ...{ house, pending: () => inbox.pending(), recordings: () => 0 },
    alarms: () => archive.custody.countAlarms(),
    routes: () => emergency.standings(),
  });
  const reports = reportsOf(stores.figures, house, now);
  const around = { db: stores.db, now, log, audit: audit.add, routing, house };
  const { prompts, soundsDir } = promptsBelow(t.testdirName, around);
  const app = buildServer({
    prompts,
    office,
    house,
    people: service,
    tokens,
    metrics,
    ...{ routing, callers },
    calls: stores.calls,
    tickets: stores.tickets,
    archive,
    ...{ callBacks: stores.callBacks, callBackRules, units: stores.units, contacts },
    outside: () => outside,
    desksFor: () => [],
    ...{ emergency, trials },
    supervisionTold: true,
    assignments: stores.assignments,
    reports,
    phones: idlePhones(stores.db, house),
    audit: (entry) => audit.add(entry),
    log,
    settings: {
      cookieSecure: false,
      timeZone: 'Asia/Shanghai',
      webDir: join(t.testdirName, 'no-such-folder'),
      sipSocket: 'ws://127.0.0.1:1/ws',
      ...settings,
    },
  });
  const checked = holdToDescription(app);
  t.teardown(async () => {
    trials.close();
    await app.close();
    await archive.redactor.close();
    await office.stop();
  });
  await app.ready();
  return {
    ...stores,
    contacts,
    archive,
    office,
    prompts,
    soundsDir,
    ...{ routing, callers },
    app,
    house,
    inbox,
    audit,
    people: service,
    lines,
    clock,
    checked,
    ...actions(app, inbox, clock),
  };
}

const reportsOf = (store: FigureStore, house: House, now: () => EpochMs): FigureService =>
  new FigureService({ store, timeZone: 'Asia/Shanghai', seats: () => house.seats(), now });

/** The people of the house, whom everybody of these tests knows. */
async function hired(deps: ConstructorParameters<typeof PeopleService>[0]): Promise<PeopleService> {
  const service = new PeopleService(deps);
  for (const [username, role] of people)
    await service.create({ username, displayName: `name of ${username}`, roles: [role], password });
  return service;
}

/** Units' remote phones, with an Asterisk that takes whatever it is given. */
const contactsOf = (store: UnitStore, now: () => EpochMs): UnitService =>
  new UnitService({
    store,
    now,
    timeZone: 'Asia/Shanghai',
    secret: () => 'a-new-secret',
    apply: () => Promise.resolve('taken'),
  });

/**
 * Holds every answer against what its route says of it, before anything that is not described is left out of it: one that differs is a
 * fault, which no test takes for an answer. @returns the routes that have answered so far, as `GET /api/v1/…`
 */
function holdToDescription(app: FastifyInstance): ReadonlySet<string> {
  const answered = new Set<string>();
  app.addHook('preSerialization', (request, reply, payload: unknown, done) => {
    const wrong = faultOf(request, reply.statusCode, payload);
    if (wrong === null) done();
    else done(new Error(wrong));
  });
  app.addHook('onResponse', ({ method, routeOptions: { url } }, { statusCode }, done) => {
    if (statusCode >= 200 && statusCode < 300)
      answered.add(`${method} ${(url ?? '').replace(/:(\w+)/g, '{$1}')}`);
    done();
  });
  return answered;
}

/** How an answer differs from its route's description; null: it does not. */
function faultOf({ routeOptions }: FastifyRequest, status: number, payload: unknown): string | null {
  const { url = '', schema } = routeOptions;
  const described = (schema?.response as Readonly<Record<string, TSchema>> | undefined)?.[String(status)];
  if (url.endsWith('/openapi.json')) return null;
  if (described === undefined) return `${url} describes no ${String(status)}`;
  const wrong = Value.Errors(described, JSON.parse(JSON.stringify(payload)));
  if (wrong.length === 0) return null;
  return `${url}: ${wrong.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')}`;
}

export type Running = Awaited<ReturnType<typeof running>>;

/** A session's cookie, as a browser would send it back. */
export const cookieOf = (response: LightMyRequestResponse): string => {
  const [cookie] = response.cookies;
  return `${cookie?.name ?? ''}=${cookie?.value ?? ''}`;
};

type Inbox = ReturnType<typeof createSwitchboard>['inbox'];

function actions(app: FastifyInstance, inbox: Inbox, clock: { at: EpochMs }) {
  const ask = (cookie: string, options: InjectOptions) =>
    app.inject({ ...options, headers: { cookie, 'x-h12-request': '1', ...options.headers } });
  return {
    ask,
    async signedIn(username: string): Promise<string> {
      const payload = { username, password };
      return cookieOf(await ask('', { method: 'POST', url: '/api/v1/session', payload }));
    },
    /** A citizen calls. @returns the call's id */
    arrive(n: number, from = '13912342211'): CallId {
      const call = callId(n);
      clock.at = after(clock.at, 1000);
      inbox.hear({ to: 'door', call, at: clock.at, from: from as PhoneNumber, dialled: '12345' });
      return call;
    },
    tell(call: CallId, event: CallEvent): void {
      inbox.hear({ to: 'call', call, event });
    },
    answered: (call: CallId, n = 1): CallEvent => ({
      type: 'SeatAnswered',
      at: clock.at,
      leg: legId(call, 'seat', n),
    }),
    /** An agent sits down and takes calls. */
    ready(agent: string, seat = '8001'): void {
      const at = clock.at;
      for (const type of ['SignInAsked', 'ReadyAsked'] as const)
        inbox.put({
          to: 'seat',
          at,
          seat: seat as SeatId,
          input: { type, agent: agent as AgentId, at },
        });
    },
  };
}
