import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { hasRight } from '../access/decide.ts';
import type { Right } from '../access/roles.ts';
import type { SignedIn } from '../people/model.ts';
import { pathOf, type Refused } from './problem.ts';

export type DoorDeps = {
  /** Who a session's secret belongs to; null: nobody. */
  readonly who: (secret: string) => SignedIn | null;
  /** Who a machine's token speaks for; null: nobody. */
  readonly bearer: (secret: string) => SignedIn | null;
  readonly cookieSecure: boolean;
  /** Told of each request of somebody known that was not let in. */
  readonly refused?: (request: FastifyRequest, code: string) => void;
  /** Origins whose pages may use this server besides its own, e.g. `https://desk.example.gov.cn`. */
  readonly origins: readonly string[];
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask for this route; without it the server does not start. */
    right?: Right | 'public';
    /** Codes it refuses with, besides those that every route has. */
    errors?: readonly string[];
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

/** A machine's token as `Tokens` makes them; anything else is not looked up. */
const bearerPattern = /^Bearer (h12_[A-Za-z0-9_-]{43})$/i;

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
 * A page of another site can send our cookie with a form's POST, but neither this header nor our origin; and a browser that names another
 * origin is not believed whatever else it sends.
 * @returns whether the request may change something
 */
function isWanted({ method, headers, host }: FastifyRequest, deps: DoorDeps): boolean {
  if (isReading(method)) return true;
  const own = isOwnOrigin(headers.origin, host, deps.origins);
  if (headers.origin !== undefined && !own) return false;
  return own || headers['x-h12-request'] === '1';
}

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
    const cookie = request.cookies[name];
    // A token is looked at on guarded routes alone, and never beside a cookie: which of the two had asked would be a matter of luck.
    const bearer = right === 'public' ? undefined : request.headers.authorization;
    request.signedIn = bearer === undefined ? sessionOf(cookie, deps) : bearerOf(bearer, deps);
    const refused =
      bearer === undefined
        ? refusalOf(request, isWanted(request, deps))
        : cookie === undefined
          ? tokenRefusal(request)
          : twoCredentials;
    if (refused === null) done();
    else {
      if (request.signedIn !== null) deps.refused?.(request, refused.code);
      if (refused.code === badToken.code) reply.header('www-authenticate', 'Bearer realm="hotline12345"');
      reply.refuse(refused);
    }
  });
}

function bearerOf(header: string, deps: DoorDeps): SignedIn | null {
  const secret = bearerPattern.exec(header)?.[1];
  return secret === undefined ? null : deps.bearer(secret);
}

const twoCredentials: Refused = { code: 'H12_TWO_CREDENTIALS', why: 'send a token or a cookie, not both' };
const badToken: Refused = { code: 'H12_BAD_TOKEN', why: 'the token is unknown, over or revoked' };
const mustFirst = {
  passwordChange: { code: 'H12_PASSWORD_CHANGE_NEEDED', why: 'change the password first' },
  secondFactor: { code: 'H12_ENROLMENT_NEEDED', why: 'your role must have a second factor: enrol one first' },
} as const;

/** Why a person is not let in; null: come in. */
function refusalOf(request: FastifyRequest, wanted: boolean): Refused | null {
  const { right } = request.routeOptions.config;
  if (!wanted)
    return {
      code: 'H12_CSRF',
      why: 'what changes something comes from a page of this server, or has the header X-H12-Request: 1',
    };
  if (right === 'public') return null;
  if (request.signedIn === null) return { code: 'H12_NO_SESSION', why: 'sign in first' };
  return rightRefusal(request.signedIn, right);
}

/** A browser sends a token of its own accord to nobody: there is nothing to forge. */
const tokenRefusal = (request: FastifyRequest): Refused | null =>
  request.signedIn === null ? badToken : rightRefusal(request.signedIn, request.routeOptions.config.right);

function rightRefusal({ actor, limit }: SignedIn, right: Right | 'public' | undefined): Refused | null {
  if (right !== undefined && right !== 'public' && hasRight(actor, right)) return null;
  return limit === null ? { code: 'H12_FORBIDDEN', why: 'this is not for your role' } : mustFirst[limit];
}
