import { randomInt, randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { nameOnRecord } from '../access/decide.ts';
import type { Right } from '../access/roles.ts';
import { type AssignmentRouteDeps, assignmentRoutes } from '../acd/assignment-routes.ts';
import type { SeatId } from '../acd/model.ts';
import { seatRoutes } from '../acd/routes.ts';
import type { AssignmentStore } from '../acd/store.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import { calendarRoutes } from '../calendar/routes.ts';
import type { CallBackRules } from '../callbacks/model.ts';
import { type CallBackRouteDeps, callBackRoutes } from '../callbacks/routes.ts';
import { CallBackService } from '../callbacks/service.ts';
import type { CallBackStore } from '../callbacks/store.ts';
import { conferenceRoutes } from '../calls/conference-routes.ts';
import { linkRoutes } from '../calls/link-routes.ts';
import type { CallId } from '../calls/model.ts';
import { type CallRouteDeps, callRoutes } from '../calls/routes.ts';
import type { CallStore } from '../calls/store.ts';
import { superviseRoutes } from '../calls/supervise-routes.ts';
import type { OutsideNumber } from '../calls/wanted.ts';
import { createSipProxy, type SipProxy } from '../desk/sip-proxy.ts';
import { createDesk, type Desk, type DeskPace } from '../desk/socket.ts';
import { emergencyRoutes } from '../emergency/routes.ts';
import type { RouteService } from '../emergency/service.ts';
import type { TrialService } from '../emergency/trials.ts';
import { figureRoutes } from '../figures/routes.ts';
import type { FigureService } from '../figures/service.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Office } from '../office.ts';
import { accountRoutes } from '../people/account-routes.ts';
import type { SessionKey, SignedIn } from '../people/model.ts';
import { ownRoutes } from '../people/own-routes.ts';
import { peopleRoutes } from '../people/routes.ts';
import type { PeopleService } from '../people/service.ts';
import { phoneRoutes } from '../phones/routes.ts';
import type { PhoneService } from '../phones/service.ts';
import type { House } from '../ports/house.ts';
import { promptRoutes } from '../prompts/routes.ts';
import type { PromptService } from '../prompts/service.ts';
import { archiveRoutes } from '../recordings/all-routes.ts';
import type { Archive } from '../recordings/archive.ts';
import { type PlanRouteDeps, planRoutes } from '../routing/routes.ts';
import { deskRoutes } from '../tickets/desk-routes.ts';
import { exportRoutes } from '../tickets/export-routes.ts';
import { fileRoutes } from '../tickets/file-routes.ts';
import { foundRoutes } from '../tickets/found-routes.ts';
import { hookRoutes } from '../tickets/hook-routes.ts';
import { lifeRoutes } from '../tickets/life-routes.ts';
import { ticketRoutes } from '../tickets/routes.ts';
import { ruleRoutes } from '../tickets/rule-routes.ts';
import type { TicketStore } from '../tickets/store.ts';
import { tokenRoutes } from '../tokens/routes.ts';
import type { Tokens } from '../tokens/service.ts';
import { reachRoutes } from '../units/reach-routes.ts';
import { unitRoutes } from '../units/routes.ts';
import type { UnitService } from '../units/service.ts';
import type { UnitStore } from '../units/store.ts';
import { alarmRoutes, type Folder } from './alarms.ts';
import { type CallerParts, callerRoutesOf, whyListed } from './caller-parts.ts';
import { useHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { type Limits, useLimits } from './limits.ts';
import { metricsRoute } from './metrics.ts';
import { useNotFound } from './not-found.ts';
import { openApiRoute, useOpenApi } from './openapi.ts';
import { usePages } from './pages.ts';
import { pathOf, problemOf, problemType, rawProblem, useProblems } from './problem.ts';
import { cookieName, type DoorDeps, useDoor } from './sign-in.ts';

export type ServerSettings = {
  /** Whether session cookies go over https alone. */
  readonly cookieSecure: boolean;
  /** IANA name of the city's time zone. */
  readonly timeZone: string;
  /** Where the screens were built. */
  readonly webDir: string;
  /** Origins whose pages may use this server besides its own. */
  readonly origins?: readonly string[];
  /** Addresses of proxies whose word on the sender's address is taken. */
  readonly trustedProxies?: readonly string[];
  /** The switch's WebSocket for SIP, e.g. `ws://127.0.0.1:8088/ws`. */
  readonly sipSocket: string;
  /** Folders whose disks must not run full; none are watched if not given. */
  readonly folders?: readonly Folder[];
  /** Of requests; the usual ones if not given. */
  readonly limits?: Limits;
  /** Of the desks' sockets; the usual one if not given. */
  readonly deskPace?: Partial<DeskPace>;
};

export type ServerDeps = {
  readonly house: House;
  readonly people: PeopleService;
  readonly calls: CallStore;
  readonly tickets: TicketStore;
  readonly office: Office;
  readonly archive: Archive;
  readonly units: UnitStore;
  readonly contacts: UnitService;
  /** Numbers that the plan allows to be dialled from a call. */
  readonly outside: () => readonly OutsideNumber[];
  readonly assignments: AssignmentStore;
  readonly reports: FigureService;
  readonly callBacks: CallBackStore;
  /** When citizens are rung. */
  readonly callBackRules: CallBackRules;
  readonly phones: PhoneService;
  readonly desksFor: CallRouteDeps['desksFor'];
  /** The ways to the emergency desks. */
  readonly emergency: RouteService;
  readonly trials: TrialService;
  /** Whether agents are told when a supervisor listens. */
  readonly supervisionTold: boolean;
  readonly tokens: Tokens;
  readonly prompts: PromptService;
  readonly callers: CallerParts;
  readonly routing: Pick<PlanRouteDeps, 'plans' | 'drafts' | 'store' | 'tries'>;
  readonly metrics: Metrics;
  readonly audit: Audit;
  readonly log: Logger;
  readonly settings: ServerSettings;
};

const bodyLimit = 65_536;
/** A request that has not come in whole by then is given up, in ms. */
const requestLimitMs = 10_000;

/**
 * The HTTP server with API, desk socket and screens; not yet listening. `ready()` and `listen()` reject when a route does not say who may
 * ask for it. `close()` ends desk sockets and idle connections and lets requests under way finish.
 */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const app = createApp(deps);
  const { settings, people, house } = deps;
  const door = doorOf(deps);
  useProblems(app);
  useNotFound(app);
  useHeaders(app);
  useRequestLog(app, deps.metrics);
  void app.register(cookie);
  useOpenApi(app, settings.cookieSecure);
  useDoor(app, door);
  useLimits(app, () => house.now(), settings.limits);
  const desk = createDesk({
    ...{ house, people, log: deps.log, door, pace: settings.deskPace ?? {} },
    isSecret: (call) => deps.calls.isSecret(call),
    ...{ onTicketChange: deps.office.onChange, whyListed: whyListed(deps) },
  });
  const sip = sipProxy(deps, door);
  useSockets(app, desk, sip);
  void app.register(
    (api, _options, done) => {
      useApi(api, deps);
      void api.register(desk.routes);
      done();
    },
    { prefix: '/api/v1' },
  );
  void app.register(healthRoutes(() => deps.house.figures()));
  void app.register(metricsRoute(deps.metrics));
  void app.register((root, _options, done) => {
    openApiRoute(root);
    if (!usePages(root, settings.webDir)) deps.log.warn('the screens are not built: npm run build');
    done();
  });
  return app;
}

const doorOf = (deps: ServerDeps): DoorDeps => ({
  who: (secret) => deps.people.who(secret),
  bearer: (secret) => speakerOf(deps.tokens, secret),
  cookieSecure: deps.settings.cookieSecure,
  origins: deps.settings.origins ?? [],
  refused: noteRefusals(deps),
});

/** Whoever asks for a recording and has no right to any is on the record as well: every decision is. */
const noteRefusals =
  ({ audit, house }: ServerDeps) =>
  (request: FastifyRequest, code: string): void => {
    const { right } = request.routeOptions.config;
    const action = right === undefined ? undefined : recordingActions[right];
    if (action === undefined || request.signedIn === null) return;
    const actor = nameOnRecord(request.signedIn.actor);
    audit({ at: house.now(), actor, action, target: pathOf(request), outcome: code, address: request.ip });
  };

/** As what the record knows a request for something of this right. */
const recordingActions: Readonly<Partial<Record<Right | 'public', AuditAction>>> = {
  'recording.read': 'recording.read',
  'recording.play': 'recording.play',
  'recording.request': 'recording.request',
  'recording.release': 'recording.release',
  'recording.mark': 'recording.mark',
  'recording.keep': 'recording.hold',
  'recording.alarms': 'recording.alarm',
  'recording.approve': 'recording.decide',
};

/** Two kinds of WebSockets: the desks', and the softphones' that the desks' pages are. */
function useSockets(app: FastifyInstance, desk: Desk, sip: SipProxy): void {
  app.server.on('upgrade', (request, socket, head) => {
    if (!sip.upgrade(request, socket, head)) desk.upgrade(request, socket, head);
  });
  app.addHook('preClose', (done) => {
    sip.close();
    desk.close();
    done();
  });
}

function sipProxy({ house, people, phones, log, settings }: ServerDeps, door: DoorDeps): SipProxy {
  const secretOf = (seat: SeatId): string | null => phones.get(seat)?.browser?.secret ?? null;
  return createSipProxy({ house, people, log, door, target: settings.sipSocket, secretOf });
}

/** Every route of the API, by who looks after it. */
function useApi(api: FastifyInstance, deps: ServerDeps): void {
  usePeople(api, deps);
  useCalls(api, deps);
  useTickets(api, deps);
  useHouse(api, deps);
}

function usePeople(api: FastifyInstance, { people, settings, tokens }: ServerDeps): void {
  void api.register(peopleRoutes({ people, cookie: sessionCookie(settings.cookieSecure) }));
  void api.register(ownRoutes({ people }));
  void api.register(accountRoutes({ people }));
  void api.register(tokenRoutes({ tokens }));
}

function useCalls(api: FastifyInstance, deps: ServerDeps): void {
  const { house, people, calls, tickets, archive, contacts, audit, assignments, outside } = deps;
  const { timeZone } = deps.settings;
  const nameOf = people.nameOf.bind(people);
  void api.register(seatRoutes({ house, nameOf, audit, assignments }));
  const agents: AssignmentRouteDeps['agents'] = (role, after, asked) =>
    people.accounts.list({ role, disabled: false }, after, asked);
  void api.register(assignmentRoutes({ house, nameOf, audit, assignments, agents }));
  void api.register(
    callRoutes({
      house,
      calls,
      ticketOf: (actor, no) => tickets.readFor(actor, no),
      recording: (asker, id) => archive.library.glance(asker, id),
      desksFor: deps.desksFor,
      audit,
      timeZone,
    }),
  );
  void api.register(linkRoutes({ calls, ...deps.office }));
  void api.register(superviseRoutes({ house, calls, audit, supervisionTold: deps.supervisionTold }));
  void api.register(callBackRoutes(callBackParts(deps)));
  void api.register(callerRoutesOf(deps));
  const reached = () => contacts.contacts;
  void api.register(conferenceRoutes({ house, calls, audit, contacts: reached, outside, timeZone }));
}

function useTickets(api: FastifyInstance, { house, tickets, office, audit, settings }: ServerDeps): void {
  const { timeZone } = settings;
  const parts = { ...office, tickets, audit, timeZone, now: (): EpochMs => house.now() };
  void api.register(lifeRoutes(parts));
  void api.register(foundRoutes(parts));
  void api.register(deskRoutes(parts));
  void api.register(ruleRoutes(parts));
  void api.register(hookRoutes(parts));
  void api.register(fileRoutes(parts));
  void api.register(exportRoutes(parts));
  void api.register(calendarRoutes(parts));
  void api.register(ticketRoutes(parts));
}

function useHouse(api: FastifyInstance, deps: ServerDeps): void {
  const { house, people, archive, units, contacts, phones, audit, settings } = deps;
  const { timeZone, folders } = settings;
  const now = (): EpochMs => house.now();
  const nameOf = people.nameOf.bind(people);
  void api.register(promptRoutes({ prompts: deps.prompts, nameOf }));
  void api.register(planRoutes({ ...deps.routing, house, audit, lists: deps.callers.lists }));
  void api.register(unitRoutes({ units, contacts }));
  void api.register(reachRoutes({ contacts, audit }));
  void api.register(figureRoutes({ figures: deps.reports, nameOf, timeZone, now }));
  const alarmingRecordings = (limit: number): number => archive.custody.alarms(limit).length;
  const alarmingRoutes = (): number => deps.emergency.alarming();
  void api.register(
    alarmRoutes({
      figures: () => house.figures(),
      ...{ alarmingRecordings, alarmingRoutes },
      folders: folders ?? [],
    }),
  );
  void api.register(emergencyRoutes(deps));
  void api.register(phoneRoutes({ phones, house, audit }));
  const liveCall = (id: CallId) => house.call(id);
  void api.register(archiveRoutes({ archive, liveCall, audit, nameOf, now, timeZone }));
}

function callBackParts({
  house,
  people,
  tickets,
  callBacks,
  callBackRules: rules,
  audit,
}: ServerDeps): CallBackRouteDeps {
  const now = (): EpochMs => house.now();
  const service = new CallBackService({
    store: callBacks,
    rules,
    now,
    chance: () => randomInt(1_000_000_000),
    seats: () => house.seats(),
    dial: (what) => house.dial(what),
    withdraw: (call) => {
      house.askCall(call, { type: 'WithdrawAsked', at: now() });
    },
  });
  return {
    callBacks,
    service,
    rules,
    ticketOf: (actor, no) => tickets.readFor(actor, no),
    nameOf: people.nameOf.bind(people),
    now,
    audit,
  };
}

/** A machine, seen like somebody who is signed in. */
function speakerOf(tokens: Tokens, secret: string): SignedIn | null {
  const bearer = tokens.bearerOf(secret);
  if (bearer === null) return null;
  const { actor, displayName, key } = bearer;
  return { actor, displayName, session: key as SessionKey, limit: null, secondFactor: false };
}

const sessionCookie = (secure: boolean) => ({
  name: cookieName(secure),
  options: { path: '/', httpOnly: true, sameSite: 'strict', secure } as const,
});

function createApp({ log, settings }: ServerDeps): FastifyInstance {
  const proxies = settings.trustedProxies ?? [];
  const loggerInstance: FastifyBaseLogger = log;
  const app: FastifyInstance = Fastify({
    loggerInstance,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: requestLimitMs,
    forceCloseConnections: 'idle',
    trustProxy: proxies.length === 0 ? false : [...proxies],
    // A request's id is made here: one that a stranger chose would stand in our log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
    // Before there is a route there are no decorators: written by hand.
    frameworkErrors: ({ code }, request, { raw }) => {
      const problem = problemOf(
        code === 'FST_ERR_BAD_URL'
          ? { code: 'H12_BAD_REQUEST', why: 'the address cannot be read' }
          : { code: 'H12_URI_TOO_LONG', why: 'a part of the address is too long' },
        pathOf(request),
      );
      raw.writeHead(problem.status, { 'content-type': problemType }).end(JSON.stringify(problem));
    },
    clientErrorHandler(fault, socket) {
      if (fault.code === 'ECONNRESET' || socket.destroyed) return;
      const tooLarge = fault.code === 'HPE_HEADER_OVERFLOW';
      const problem = problemOf(
        { code: tooLarge ? 'H12_HEADERS_TOO_LARGE' : 'H12_BAD_REQUEST', why: 'the request cannot be read' },
        '',
      );
      socket.end(rawProblem(problem));
    },
  });
  app.removeContentTypeParser('text/plain');
  return app;
}

/** One line a request: by the route's pattern, so that neither ids nor queries nor what was tried to be found stand in it. */
function useRequestLog(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    metrics.requested(request.method, reply.statusCode);
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        tookMs: Math.round(reply.elapsedTime * 10) / 10,
        who: request.signedIn === null ? null : nameOnRecord(request.signedIn.actor),
      },
      'request',
    );
    done();
  });
}
