import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { decide } from '../access/decide.ts';
import type { SeatId } from '../acd/model.ts';
import { problemOf, type Refused, rawProblem } from '../http/problem.ts';
import { cookieIn, cookieName, type DoorDeps, isOwnOrigin, sessionOf } from '../http/sign-in.ts';
import type { SessionKey, SignedIn } from '../people/model.ts';
import type { PeopleService } from '../people/service.ts';
import { softphoneTicket } from '../phones/model.ts';
import type { House } from '../ports/house.ts';

export type SipProxyDeps = {
  readonly house: House;
  readonly people: PeopleService;
  readonly log: Logger;
  readonly door: DoorDeps;
  /** The switch's WebSocket for SIP, e.g. `ws://127.0.0.1:8088/ws`. */
  readonly target: string;
  /** The present password of a seat's softphone; null: it has none. */
  readonly secretOf: (seat: SeatId) => string | null;
};

const path = /^\/api\/v1\/seats\/([0-9]{2,8})\/softphone\/([A-Za-z0-9_-]{10})$/;
/** SIP messages with SDP are of 1 to 4 kB. */
const mostBytes = 32_768;
/** A page's phone says some messages a second in its busiest moment. */
const mostPerSecond = 100;
const openLimitMs = 5_000;

/** Why the server closed a softphone's socket (RFC 6455, 7.4.2: 4000 and above are the application's). */
export const sipCloseCodes = {
  goingAway: 1001,
  notSip: 1003,
  /** The switch closed its side, or cannot be reached; try again. */
  noSwitch: 1013,
  /** The session is over, or the seat is not the person's any more. */
  left: 4401,
  /** Another page has become the seat's softphone. */
  replaced: 4409,
  flood: 4429,
} as const;

/** One page's way to the switch. */
type Line = {
  readonly seat: SeatId;
  readonly who: SignedIn;
  readonly page: WebSocket;
  readonly upstream: WebSocket;
  /** What the page said before the switch listened. */
  early: string[];
  said: number;
};

/**
 * Softphones' SIP, passed on from the desk's own origin to the switch: one certificate, one port, and the session is asked for before
 * anything is passed on. The switch sees neither cookie nor any other header of the page. A line ends with its session and with the
 * sign-in at its seat, and the switch signs the phone off at once.
 */
export type SipProxy = {
  /** @returns false when the request is for somebody else */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
};

export const createSipProxy = (deps: SipProxyDeps): SipProxy => new SipLines(deps);

class SipLines implements SipProxy {
  readonly #deps: SipProxyDeps;
  readonly #lines = new Set<Line>();
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: mostBytes,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  readonly #stop: (() => void)[];

  constructor(deps: SipProxyDeps) {
    this.#deps = deps;
    const eachSecond = setInterval(() => {
      for (const line of this.#lines) line.said = 0;
    }, 1_000);
    eachSecond.unref();
    this.#stop = [
      () => clearInterval(eachSecond),
      deps.people.onSessionEnd((session) => this.#sessionEnded(session)),
      deps.house.onChange(({ seats }) => {
        for (const line of this.#lines) if (seats.includes(line.seat)) this.#look(line);
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stop) stop();
    for (const line of this.#lines) this.#end(line, sipCloseCodes.goingAway, 'the server stops');
    this.#server.close();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const [address = ''] = request.url?.split('?', 1) ?? [];
    const [, seat = '', ticket = ''] = path.exec(address) ?? [];
    if (seat === '') return false;
    socket.on('error', () => socket.destroy());
    const who = this.#admit(request, seat as SeatId);
    if ('code' in who) {
      socket.end(rawProblem(problemOf(who, address)), () => socket.destroy());
      return true;
    }
    this.#server.handleUpgrade(request, socket, head, (page) => {
      const secret = this.#deps.secretOf(seat as SeatId);
      // Told in words that the page can read, which it cannot of a refused upgrade.
      if (secret === null || softphoneTicket(secret) !== ticket)
        page.close(sipCloseCodes.replaced, 'another page is the softphone');
      else this.#opened(page, seat as SeatId, who);
    });
    return true;
  }

  /** Who opens a line, or why it may not. */
  #admit(request: IncomingMessage, id: SeatId): SignedIn | Refused {
    const { door, house } = this.#deps;
    // Browsers send the cookie with a socket opened by any page; the origin tells which page it was.
    if (!isOwnOrigin(request.headers.origin, request.headers.host, door.origins))
      return { code: 'H12_BAD_ORIGIN', why: 'a softphone is opened by a page of this server' };
    const who = sessionOf(cookieIn(request.headers.cookie, cookieName(door.cookieSecure)), door);
    if (who === null) return { code: 'H12_NO_SESSION', why: 'sign in first' };
    if (!(request.headers['sec-websocket-protocol'] ?? '').split(/, */).includes('sip'))
      return { code: 'H12_BAD_REQUEST', why: 'this WebSocket speaks sip' };
    const seat = house.seat(id);
    if (seat === undefined) return { code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' };
    if (!decide(who.actor, 'softphone.open', seat).allow)
      return { code: 'H12_SEAT_NOT_YOURS', why: 'sign in at this seat first' };
    return seat.device === 'browser'
      ? who
      : { code: 'H12_SEAT_ON_DESK_PHONE', why: 'you chose to answer with the telephone' };
  }

  #opened(page: WebSocket, seat: SeatId, who: SignedIn): void {
    const upstream = new WebSocket(this.#deps.target, 'sip', {
      handshakeTimeout: openLimitMs,
      perMessageDeflate: false,
      maxPayload: mostBytes,
    });
    const line: Line = { seat, who, page, upstream, early: [], said: 0 };
    for (const other of this.#lines)
      if (other.seat === seat) this.#end(other, sipCloseCodes.replaced, 'another page is the softphone');
    this.#lines.add(line);
    page.on('message', (data, isBinary) => {
      if (isBinary || !Buffer.isBuffer(data)) this.#end(line, sipCloseCodes.notSip, 'SIP is text');
      else this.#fromPage(line, data.toString('utf8'));
    });
    upstream.on('open', () => {
      for (const text of line.early) upstream.send(text);
      line.early = [];
    });
    upstream.on('message', (data) => {
      if (Buffer.isBuffer(data) && page.readyState === page.OPEN) page.send(data.toString('utf8'));
    });
    // A message that is too long, or none at all: ws closes that side itself.
    for (const side of [page, upstream])
      side.on('error', (err) => this.#deps.log.debug({ seat, err: err.message }, 'softphone line failed'));
    page.on('close', () => this.#end(line, sipCloseCodes.goingAway, 'the page is gone'));
    upstream.on('close', () => this.#end(line, sipCloseCodes.noSwitch, 'no connection to the switch'));
  }

  #fromPage(line: Line, text: string): void {
    line.said += 1;
    if (line.said > mostPerSecond) this.#end(line, sipCloseCodes.flood, 'too many messages');
    else if (line.upstream.readyState === WebSocket.OPEN) line.upstream.send(text);
    else line.early.push(text);
  }

  /** Something happened at the seat: is it still the person's, and this page its phone? */
  #look(line: Line): void {
    const seat = this.#deps.house.seat(line.seat);
    if (seat?.agent !== line.who.actor.id || seat.device !== 'browser')
      this.#end(line, sipCloseCodes.left, 'the seat is not yours any more');
  }

  #sessionEnded(session: SessionKey): void {
    for (const line of this.#lines)
      if (line.who.session === session) this.#end(line, sipCloseCodes.left, 'the session is over');
  }

  /** Ends both sides; the switch's at once, so that it signs the phone off. */
  #end(line: Line, code: number, why: string): void {
    if (!this.#lines.delete(line)) return;
    this.#deps.log.info({ seat: line.seat, who: line.who.actor.id, code, why }, 'softphone line closed');
    line.upstream.terminate();
    line.page.close(code, why);
    setTimeout(() => line.page.terminate(), 1_000).unref();
  }
}
