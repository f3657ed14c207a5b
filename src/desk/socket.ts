import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { hasRight } from '../access/decide.ts';
import type { SeatId } from '../acd/model.ts';
import type { CallId } from '../calls/model.ts';
import { problemOf, type Refused, rawProblem } from '../http/problem.ts';
import { cookieIn, cookieName, type DoorDeps, isOwnOrigin, sessionOf } from '../http/sign-in.ts';
import type { SessionKey, SignedIn } from '../people/model.ts';
import type { PeopleService } from '../people/service.ts';
import type { House, HouseChange } from '../ports/house.ts';
import { Ledger } from './ledger.ts';
import { closeCodes } from './protocol.ts';
import { noResume, path, type Resume, readMessage, resumeOf } from './reading.ts';
import { deskRoute } from './routes.ts';
import { meView, type Scene, type Sight, seating, sightOf, sightWord, unitOf, unitsIn } from './views.ts';

export type DeskDeps = {
  readonly house: House;
  readonly people: PeopleService;
  readonly log: Logger;
  readonly door: DoorDeps;
  readonly pace: Partial<DeskPace>;
  readonly isSecret: Scene['isSecret'];
  readonly whyListed: Scene['whyListed'];
  /** Tells of calls of whose tickets something was changed. */
  readonly onTicketChange: (listener: (calls: readonly CallId[]) => void) => () => void;
};

/** All in ms. */
export type DeskPace = {
  /** Changes are put together for so long at most. */
  readonly gatherMs: number;
  /** Between two signs of life; who gave none is cut off. */
  readonly pingMs: number;
  /** After a close that the other side does not answer, the connection is cut. */
  readonly closeMs: number;
};
const usualPace: DeskPace = { gatherMs: 200, pingMs: 15_000, closeMs: 2_000 };

const mostBytesFromDesk = 4_096;
const mostMalformed = 5;
const mostPerSession = 10;
/**
 * Screens are told by turns, a group at a time, spread over the time for which changes are put together: an offer that comes meanwhile does
 * not wait for hundreds of others to be told of a queue, and the network carries no bursts.
 */
const groups = 10;

/** One desk's socket. */
type Screen = {
  readonly socket: WebSocket;
  /** Whose turn it is told with, 0 to `groups` - 1. */
  readonly group: number;
  who: SignedIn;
  sight: Sight;
  /** The number it was last brought to; null: it has nothing yet. */
  n: number | null;
  /** Its own part as it was last sent. */
  me: string | null;
  /** The own part may be another by now. */
  meOld: boolean;
  /** Where the person sat when last looked. */
  seat: SeatId | null;
  /** Whether a call was at the person's unit when last looked. */
  unitBusy: boolean;
  malformed: number;
  alive: boolean;
  /** A message is on its way to it. The next is made when that is gone: a slow desk never has more than one waiting. */
  sending: boolean;
  /** Something changed meanwhile. */
  behind: boolean;
  /** The message under way was so at the last sign of life asked for. */
  stuck: boolean;
};

/** The desks' sockets: who may have one, what each shows, when it is told. */
export type Desk = {
  /** Takes a request for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every socket. */
  close(): void;
  /** The same address without an upgrade. */
  readonly routes: FastifyPluginCallbackTypebox;
};

export function createDesk(deps: DeskDeps): Desk {
  return new DeskSockets(deps);
}

class DeskSockets implements Desk {
  readonly #deps: DeskDeps;
  readonly #pace: DeskPace;
  readonly #scene: Scene;
  readonly #ledger: Ledger;
  readonly #screens = new Set<Screen>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: mostBytesFromDesk,
  });
  readonly #stop: (() => void)[];
  /** What changed since the ledger was told. */
  readonly #news = { calls: new Set<CallId>(), seats: new Set<SeatId>() };
  /** Whose own seat changed: told at once. */
  readonly #urgent = new Set<Screen>();
  #gathering: NodeJS.Timeout | null = null;
  /** So many groups have not been told of the latest change. */
  #owed = 0;
  /** The group whose turn is next. */
  #group = 0;
  #opened = 0;
  #immediate: NodeJS.Immediate | null = null;

  constructor(deps: DeskDeps) {
    const { house, people } = deps;
    this.#deps = deps;
    this.#pace = { ...usualPace, ...deps.pace };
    this.#scene = {
      now: () => house.now(),
      seats: () => house.seats(),
      seat: (id) => house.seat(id),
      calls: () => house.calls(),
      call: (id) => house.call(id),
      figures: () => house.figures(),
      nameOf: (agent) => people.nameOf(agent),
      isSecret: deps.isSecret,
      whyListed: deps.whyListed,
    };
    this.#ledger = new Ledger(randomBytes(9).toString('base64url'), this.#scene);
    const pings = setInterval(() => this.#ping(), this.#pace.pingMs);
    pings.unref();
    this.#stop = [
      house.onChange((change) => this.#changed(change)),
      // A call whose ticket has become confidential leaves the lists of those who are not cleared.
      deps.onTicketChange((calls) => this.#ticketChanged(calls)),
      people.onSessionEnd((session) => this.#sessionEnded(session)),
      () => clearInterval(pings),
    ];
  }

  readonly routes = deskRoute;

  close(): void {
    for (const stop of this.#stop) stop();
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    for (const screen of this.#screens) this.#end(screen, closeCodes.goingAway, 'the server stops');
    this.#server.close();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const resume = resumeOf(request.url ?? '');
    const who = 'code' in resume ? resume : this.#admit(request);
    if ('code' in resume || 'code' in who) {
      socket.end(rawProblem(problemOf('code' in who ? who : noResume, path)), () => socket.destroy());
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, who, resume));
  }

  /** Who opens a socket, or why it may not. */
  #admit(request: IncomingMessage): SignedIn | Refused {
    const { door } = this.#deps;
    // Browsers send the cookie with a socket opened by any page; the origin tells which page it was.
    if (!isOwnOrigin(request.headers.origin, request.headers.host, door.origins))
      return { code: 'H12_BAD_ORIGIN', why: 'a desk is opened by a page of this server' };
    const who = sessionOf(cookieIn(request.headers.cookie, cookieName(door.cookieSecure)), door);
    if (who === null) return { code: 'H12_NO_SESSION', why: 'sign in first' };
    return hasRight(who.actor, 'desk.open')
      ? who
      : { code: 'H12_FORBIDDEN', why: 'this is not for your role' };
  }

  #open(socket: WebSocket, who: SignedIn, resume: Resume): void {
    const screen: Screen = {
      ...{ socket, group: this.#opened % groups },
      ...{ who, sight: sightOf(who.actor), n: null, me: null, meOld: true, seat: null },
      unitBusy: false,
      ...{ malformed: 0, alive: true, sending: false, behind: false, stuck: false },
    };
    this.#opened += 1;
    const others = [...this.#screens].filter((one) => one.who.session === who.session);
    const [oldest] = others;
    if (others.length >= mostPerSession && oldest !== undefined)
      this.#end(oldest, closeCodes.goingAway, 'too many windows of one session');
    // While nobody looks, nothing is noted.
    if (this.#screens.size === 0) this.#ledger.refresh();
    this.#screens.add(screen);
    socket.on('message', (data, isBinary) => {
      // With ws's usual binaryType a message is one buffer.
      this.#heard(screen, isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8'));
    });
    socket.on('pong', () => {
      screen.alive = true;
    });
    // A message that is too long, or no message at all: ws closes the connection itself.
    socket.on('error', (err) => this.#deps.log.debug({ err }, 'desk socket failed'));
    socket.on('close', () => this.#screens.delete(screen));
    if (resume.stream === this.#ledger.stream(screen.sight)) screen.n = resume.after;
    this.#paint([screen]);
  }

  #heard(screen: Screen, text: string): void {
    screen.alive = true;
    if (readMessage(text) !== null) {
      screen.n = null;
      this.#gather();
      return;
    }
    screen.malformed += 1;
    if (screen.malformed >= mostMalformed) {
      this.#end(screen, closeCodes.malformed, 'too many messages that cannot be read');
      return;
    }
    const problem = { type: 'problem', code: 'H12_MALFORMED', detail: 'this message cannot be read' };
    screen.socket.send(JSON.stringify(problem));
  }

  /** A turn has run. Nothing is sent within it: the switch's commands go first. */
  #changed({ calls, seats }: HouseChange): void {
    if (this.#screens.size === 0) return;
    for (const id of calls) this.#news.calls.add(id);
    for (const id of seats) this.#news.seats.add(id);
    // A seat is touched by its call, too.
    const touched = new Set([...seats, ...calls.flatMap((id) => this.#seatsOf(id))]);
    const agents = new Set(seats.map((id) => this.#deps.house.seat(id)?.agent));
    for (const screen of this.#screens)
      if (agents.has(screen.who.actor.id) || (screen.seat !== null && touched.has(screen.seat)))
        this.#urgent.add(screen);
    this.#tellUnits(calls);
    for (const screen of this.#urgent) screen.meOld = true;
    if (this.#urgent.size > 0) this.#immediate ??= setImmediate(() => this.#paintUrgent());
    this.#gather();
  }

  #ticketChanged(calls: readonly CallId[]): void {
    if (this.#screens.size === 0) return;
    for (const id of calls) this.#news.calls.add(id);
    this.#gather();
  }

  /** Whose unit is rung, or is in a call, is told at once, too. */
  #tellUnits(calls: readonly CallId[]): void {
    const { house } = this.#deps;
    const units = new Set(
      calls.flatMap((id) => {
        const call = house.call(id);
        return call === undefined ? [] : unitsIn(call);
      }),
    );
    for (const screen of this.#screens) {
      const unit = unitOf(screen.who.actor);
      if (unit !== null && (screen.unitBusy || units.has(unit))) this.#urgent.add(screen);
    }
  }

  #paintUrgent(): void {
    this.#immediate = null;
    const screens = [...this.#urgent].filter((screen) => this.#screens.has(screen));
    this.#urgent.clear();
    this.#paint(screens);
  }

  #gather(): void {
    this.#owed = groups;
    this.#gathering ??= setTimeout(() => this.#tellGroup(), this.#pace.gatherMs / groups);
  }

  #tellGroup(): void {
    this.#gathering = null;
    const group = this.#group;
    this.#group = (group + 1) % groups;
    this.#owed -= 1;
    if (this.#owed > 0) this.#gathering = setTimeout(() => this.#tellGroup(), this.#pace.gatherMs / groups);
    this.#paint([...this.#screens].filter((screen) => screen.group === group));
  }

  /** Brings screens to the latest number. */
  #paint(screens: Iterable<Screen>): void {
    this.#ledger.take(this.#news);
    this.#news.calls.clear();
    this.#news.seats.clear();
    const taken = seating(this.#deps.house.seats());
    for (const screen of screens) {
      if (screen.sending) screen.behind = true;
      else this.#bring(screen, screen.meOld || screen.me === null ? this.#meOf(screen, taken) : screen.me);
    }
  }

  #meOf(screen: Screen, taken: ReturnType<typeof seating>): string {
    const seat = taken.get(screen.who.actor.id);
    screen.seat = seat?.id ?? null;
    screen.meOld = false;
    const me = meView(screen.who.actor, seat, this.#scene);
    screen.unitBusy = (me.unitCalls ?? []).length > 0;
    return JSON.stringify(me);
  }

  #seatsOf(call: CallId): readonly SeatId[] {
    return this.#deps.house.call(call)?.legs.flatMap(({ seat }) => seat ?? []) ?? [];
  }

  /** Sends one screen what it lacks, if anything. @param me its own part as it is now */
  #bring(screen: Screen, me: string): void {
    const { sight, n: before } = screen;
    const { n } = this.#ledger;
    const own = me === screen.me ? '' : `"me":${me}`;
    // Who comes back is always answered, also when nothing changed: then it is known that nothing did.
    const comesBack = screen.me === null;
    const change = before === null ? null : this.#ledger.change(sight, before);
    if (change === '' && own === '' && !comesBack) return;
    screen.n = n;
    screen.me = me;
    if (change === null) {
      const stream = this.#ledger.stream(sight);
      const view = `{${this.#ledger.snapshot(sight)},"me":${me}}`;
      this.#send(screen, `{"type":"snapshot","stream":"${stream}","n":${String(n)},"view":${view}}`);
      return;
    }
    const head = `"after":${String(before)},"n":${String(n)},"at":${String(this.#scene.now())}`;
    const parts = [head, change, own].filter((part) => part !== '');
    this.#send(screen, `{"type":"change",${parts.join(',')}}`);
  }

  #send(screen: Screen, message: string): void {
    const { socket } = screen;
    if (socket.readyState !== socket.OPEN) return;
    screen.sending = true;
    screen.stuck = false;
    socket.send(message, () => {
      screen.sending = false;
      if (!screen.behind || !this.#screens.has(screen)) return;
      screen.behind = false;
      this.#paint([screen]);
    });
  }

  /** Looks whether each desk lives, takes in what it is sent, and its session goes on. Sitting at a seat keeps a session from ending idle. */
  #ping(): void {
    const taken = seating(this.#deps.house.seats());
    for (const screen of this.#screens) {
      const { session, actor } = screen.who;
      const who = this.#deps.people.whoBy(session, taken.has(actor.id));
      if (who === null) this.#end(screen, closeCodes.sessionOver, 'the session is over');
      else if (screen.stuck) this.#end(screen, closeCodes.tooSlow, 'this desk takes in too slowly');
      else if (!screen.alive) screen.socket.terminate();
      else {
        this.#recognise(screen, who);
        screen.alive = false;
        screen.stuck = screen.sending;
        screen.socket.ping();
      }
    }
    if (this.#screens.size === 0) return;
    this.#ledger.refresh();
    this.#gather();
  }

  /** Roles may have changed: who sees something else now begins anew. */
  #recognise(screen: Screen, who: SignedIn): void {
    const sight = sightOf(who.actor);
    if (sightWord(sight) !== sightWord(screen.sight)) screen.n = null;
    screen.meOld = true;
    screen.who = who;
    screen.sight = sight;
  }

  #sessionEnded(session: SessionKey): void {
    for (const screen of this.#screens)
      if (screen.who.session === session) this.#end(screen, closeCodes.sessionOver, 'the session is over');
  }

  #end(screen: Screen, code: number, why: string): void {
    this.#screens.delete(screen);
    const { bufferedAmount: bufferedBytes } = screen.socket;
    this.#deps.log.info({ who: screen.who.actor.id, code, why, bufferedBytes }, 'desk closed');
    screen.socket.close(code, why);
    setTimeout(() => screen.socket.terminate(), this.#pace.closeMs).unref();
  }
}
