import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Logger } from 'pino';
import { Value } from 'typebox/value';
import { type WebSocket, WebSocketServer } from 'ws';
import { hasRight } from '../access/decide.ts';
import type { SeatId } from '../acd/model.ts';
import { problemOf, type Refused, rawProblem } from '../http/problem.ts';
import { cookieIn, cookieName, type DoorDeps, isOwnOrigin, sessionOf } from '../http/sign-in.ts';
import type { SessionKey, SignedIn } from '../people/model.ts';
import type { PeopleService } from '../people/service.ts';
import type { House, HouseChange } from '../ports/house.ts';
import { Painter, type Parts } from './painter.ts';
import { ClientMessage, closeCodes } from './protocol.ts';
import { seating } from './views.ts';

export type DeskDeps = {
  readonly house: House;
  readonly people: PeopleService;
  readonly log: Logger;
  readonly door: DoorDeps;
  readonly pace: Partial<DeskPace>;
};

/** All in ms. */
export type DeskPace = {
  /** Changes are put together for so long. */
  readonly gatherMs: number;
  /** Between two signs of life; who gave none is cut off. */
  readonly pingMs: number;
  /** After a close that the other side does not answer, the connection is cut. */
  readonly closeMs: number;
};
const usualPace: DeskPace = { gatherMs: 50, pingMs: 15_000, closeMs: 2_000 };

const path = '/api/v1/desk';
const mostBytesFromDesk = 4_096;
/** What a desk has not taken in by then is of no use to it any more. */
const mostBufferedBytes = 1_048_576;
const mostMalformed = 5;
const mostPerSession = 10;

/** One desk's socket. */
type Screen = {
  readonly socket: WebSocket;
  who: SignedIn;
  n: number;
  /** Each part as it was last sent. */
  sent: Partial<Parts>;
  /** Where the person sat when last looked. */
  seat: SeatId | null;
  malformed: number;
  alive: boolean;
};

/** The desks' sockets: who may have one, what each shows, when it is told. */
export type Desk = {
  attach(server: Server): void;
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
  readonly #screens = new Set<Screen>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: mostBytesFromDesk,
  });
  readonly #stop: (() => void)[];
  /** Whose own seat changed: told at once. */
  readonly #urgent = new Set<Screen>();
  #gathering: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#pace = { ...usualPace, ...deps.pace };
    const pings = setInterval(() => this.#ping(), this.#pace.pingMs);
    pings.unref();
    this.#stop = [
      deps.house.onChange((change) => this.#changed(change)),
      deps.people.onSessionEnd((session) => this.#sessionEnded(session)),
      () => clearInterval(pings),
    ];
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  readonly routes: FastifyPluginCallbackTypebox = (app, _options, done) => {
    app.get(
      '/desk',
      {
        config: { right: 'desk.open' },
        schema: {
          tags: ['desk'],
          summary: 'The WebSocket of a desk: a snapshot, then changes',
          description: 'Needs the session cookie and an Origin of this server; without an upgrade 426.',
        },
      },
      (_request, reply) => {
        reply.header('upgrade', 'websocket');
        reply.refuse({ code: 'H12_UPGRADE_REQUIRED', why: 'this is a WebSocket' });
      },
    );
    done();
  };

  close(): void {
    for (const stop of this.#stop) stop();
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    for (const screen of this.#screens) this.#end(screen, closeCodes.goingAway, 'the server stops');
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const who = this.#admit(request);
    if ('code' in who) {
      socket.end(rawProblem(problemOf(who, path)), () => socket.destroy());
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, who));
  }

  /** Who opens a socket, or why it may not. */
  #admit(request: IncomingMessage): SignedIn | Refused {
    const { door } = this.#deps;
    if (request.url?.split('?', 1)[0] !== path)
      return { code: 'H12_NOT_FOUND', why: 'there is nothing here' };
    // Browsers send the cookie with a socket opened by any page; the origin tells which page it was.
    if (!isOwnOrigin(request.headers.origin, request.headers.host, door.origins))
      return { code: 'H12_BAD_ORIGIN', why: 'a desk is opened by a page of this server' };
    const who = sessionOf(cookieIn(request.headers.cookie, cookieName(door.cookieSecure)), door);
    if (who === null) return { code: 'H12_NO_SESSION', why: 'sign in first' };
    return hasRight(who.actor, 'desk.open')
      ? who
      : { code: 'H12_FORBIDDEN', why: 'this is not for your role' };
  }

  #opened(socket: WebSocket, who: SignedIn): void {
    const screen: Screen = { socket, who, n: 0, sent: {}, seat: null, malformed: 0, alive: true };
    const others = [...this.#screens].filter((one) => one.who.session === who.session);
    const [oldest] = others;
    if (others.length >= mostPerSession && oldest !== undefined)
      this.#end(oldest, closeCodes.goingAway, 'too many windows of one session');
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
    this.#paint([screen]);
  }

  #heard(screen: Screen, text: string): void {
    screen.alive = true;
    if (readMessage(text) !== null) {
      screen.sent = {};
      this.#gather();
      return;
    }
    screen.malformed += 1;
    if (screen.malformed >= mostMalformed) {
      this.#end(screen, closeCodes.malformed, 'too many messages that cannot be read');
      return;
    }
    const problem = { type: 'problem', code: 'H12_MALFORMED', detail: 'this message cannot be read' };
    this.#send(screen, JSON.stringify(problem));
  }

  /** A turn has run. Nothing is sent within it: the switch's commands go first. */
  #changed({ seats }: HouseChange): void {
    if (this.#screens.size === 0) return;
    const touched = new Set(seats);
    const agents = new Set(seats.map((id) => this.#deps.house.seat(id)?.agent));
    for (const screen of this.#screens)
      if (agents.has(screen.who.actor.id) || (screen.seat !== null && touched.has(screen.seat)))
        this.#urgent.add(screen);
    if (this.#urgent.size > 0) this.#immediate ??= setImmediate(() => this.#paintUrgent());
    this.#gather();
  }

  #paintUrgent(): void {
    this.#immediate = null;
    const screens = [...this.#urgent].filter((screen) => this.#screens.has(screen));
    this.#urgent.clear();
    this.#paint(screens, true);
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#paint(this.#screens);
    }, this.#pace.gatherMs);
  }

  /** Sends each screen what changed on it. @param meOnly the own seat and call alone: the rest follows with everybody's */
  #paint(screens: Iterable<Screen>, meOnly = false): void {
    const { house, people } = this.#deps;
    const painter = new Painter({
      now: () => house.now(),
      seats: () => house.seats(),
      calls: () => house.calls(),
      call: (id) => house.call(id),
      figures: () => house.figures(),
      nameOf: (agent) => people.nameOf(agent),
    });
    const taken = seating(house.seats());
    for (const screen of screens) {
      const { actor } = screen.who;
      const seat = taken.get(actor.id);
      screen.seat = seat?.id ?? null;
      const first = screen.sent.me === undefined;
      const parts = painter.paint(actor, seat, meOnly && !first);
      const message = painter.message(screen.n + 1, screen.sent, parts);
      if (message === null) continue;
      screen.n += 1;
      screen.sent = { ...screen.sent, ...parts };
      this.#send(screen, message);
    }
  }

  #send(screen: Screen, message: string): void {
    const { socket } = screen;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostBufferedBytes)
      this.#end(screen, closeCodes.tooSlow, 'this desk takes in too slowly');
    else socket.send(message);
  }

  /** Looks whether each desk lives and its session goes on. A desk at whose seat somebody sits keeps its session from ending idle. */
  #ping(): void {
    const taken = seating(this.#deps.house.seats());
    for (const screen of this.#screens) {
      const { session, actor } = screen.who;
      const who = this.#deps.people.whoBy(session, taken.has(actor.id));
      if (who === null) this.#end(screen, closeCodes.sessionOver, 'the session is over');
      else if (!screen.alive) screen.socket.terminate();
      else {
        screen.who = who;
        screen.alive = false;
        screen.socket.ping();
      }
    }
    this.#gather();
  }

  #sessionEnded(session: SessionKey): void {
    for (const screen of this.#screens)
      if (screen.who.session === session) this.#end(screen, closeCodes.sessionOver, 'the session is over');
  }

  #end(screen: Screen, code: number, why: string): void {
    this.#screens.delete(screen);
    this.#deps.log.info({ who: screen.who.actor.id, code, why }, 'desk closed');
    screen.socket.close(code, why);
    setTimeout(() => screen.socket.terminate(), this.#pace.closeMs).unref();
  }
}

function readMessage(text: string): ClientMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(ClientMessage, value) ? value : null;
  } catch {
    return null;
  }
}
