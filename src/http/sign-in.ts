import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { hasRight } from '../access/decide.ts';
import type { Right } from '../access/roles.ts';
import type { SignedIn } from '../people/model.ts';
import { pathOf } from './problem.ts';

export type DoorDeps = {
  /** Who a session's token belongs to; null: nobody. */
  readonly who: (token: string) => SignedIn | null;
  readonly cookieSecure: boolean;
  /** Origins whose pages may use this server besides its own, e.g. `https://desk.example.gov.cn`. */
  readonly origins: readonly string[];
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask for this route; without it the server does not start. */
    right?: Right | 'public';
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
    /** Who asks. @throws on a public route that nobody signed in at asks for: a bug */
    who(): SignedIn;
  }
}

/** With https the name makes browsers refuse the cookie from anybody but this host (RFC 6265bis, 4.1.3.2). */
export const cookieName = (secure: boolean): string => (secure ? '__Host-h12_session' : 'h12_session');

/** 32 bytes in base64url; anything else is not looked up. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whose session the request bears. */
export function sessionOf(cookie: string | undefined, deps: DoorDeps): SignedIn | null {
  return cookie !== undefined && tokenPattern.test(cookie) ? deps.who(cookie) : null;
}

/** A cookie's value in a request's header, where Fastify has not read it. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Whether a page of this origin may use the server that is asked as `host`. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  others: readonly string[],
): boolean {
  if (origin === undefined) return false;
  if (others.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * A form on another site can send our cookie with a POST, but neither this header nor our origin.
 * @returns whether the request may change something
 */
const isWanted = (request: FastifyRequest, deps: DoorDeps): boolean =>
  isReading(request.method) ||
  request.headers['x-h12-request'] === '1' ||
  isOwnOrigin(request.headers.origin, request.host, deps.origins);

/** Every route names who may ask for it. @throws when one does not: the server does not start */
function checkRight(route: RouteOptions): void {
  if (route.config?.right === undefined)
    throw new Error(`route ${String(route.method)} ${route.url} does not say who may ask for it`);
}

/** The door of the API: session, right, forgery. Must be hung before any route. */
export function useDoor(app: FastifyInstance, deps: DoorDeps): void {
  const name = cookieName(deps.cookieSecure);
  app.addHook('onRoute', checkRight);
  app.decorateRequest('signedIn', null);
  app.decorateRequest('who', function who(this: FastifyRequest): SignedIn {
    if (this.signedIn === null) throw new Error(`nobody is signed in at ${pathOf(this)}`);
    return this.signedIn;
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) {
      done();
      return;
    }
    const { right } = request.routeOptions.config;
    request.signedIn = sessionOf(request.cookies[name], deps);
    if (!isWanted(request, deps))
      reply.refuse({ code: 'H12_CSRF', why: 'send the header X-H12-Request: 1 with what changes something' });
    else if (right === 'public') done();
    else if (request.signedIn === null) reply.refuse({ code: 'H12_NO_SESSION', why: 'sign in first' });
    else if (right === undefined || !hasRight(request.signedIn.actor, right))
      reply.refuse({ code: 'H12_FORBIDDEN', why: 'this is not for your role' });
    else done();
  });
}
