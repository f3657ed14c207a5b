import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Right } from '../access/roles.ts';
import { type Bucket, type RateRule, takeOne } from './rate.ts';

export type Limits = {
  /** For each session and each token. A desk asks for a few things a minute; a person who clicks fast for a few a second. */
  readonly known: RateRule;
  /** For each address from which nobody signed in asks. A whole building may be behind one. */
  readonly unknown: RateRule;
};
export const usualLimits: Limits = {
  known: { burst: 200, perSecond: 20 },
  unknown: { burst: 600, perSecond: 50 },
};

/** Buckets are kept for so many; the one least used lately is forgotten first, and would be full again soon. */
const mostRemembered = 20_000;

/**
 * What is asked of calls and seats is never kept waiting: the emergency key, hanging up, taking and leaving calls. It is known by its
 * right, so that a route which commands a call cannot be limited by mistake; what such commands cost is bounded by the turn alone.
 */
const neverLimited: ReadonlySet<Right | 'public'> = new Set([
  'call.command',
  'call.supervise',
  'call.dial',
  'seat.command',
  'seat.move',
  'seat.signIn',
  'softphone.open',
]);

/** Only the API is limited: the screens' files and the watchers of the process are not. */
const isLimited = (request: FastifyRequest): boolean => {
  const { right } = request.routeOptions.config;
  return request.url.startsWith('/api/') && right !== undefined && !neverLimited.has(right);
};

/** Turns away who asks too much, with 429 and `Retry-After`. Must be hung after the door, which knows who asks. */
export function useLimits(app: FastifyInstance, now: () => number, limits: Limits = usualLimits): void {
  const buckets = new Map<string, Bucket>();
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || !isLimited(request)) {
      done();
      return;
    }
    const known = request.signedIn !== null;
    const key = request.signedIn?.session ?? request.ip;
    const rule = known ? limits.known : limits.unknown;
    const { bucket, waitMs } = takeOne(buckets.get(key), rule, now());
    buckets.delete(key);
    buckets.set(key, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > mostRemembered && oldest !== undefined) buckets.delete(oldest);
    if (waitMs > 0)
      reply.refuse({ code: 'H12_TOO_MANY_REQUESTS', why: 'too many requests; wait', retryMs: waitMs });
    else done();
  });
}
