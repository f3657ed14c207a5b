import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { whoAsks } from '../access/decide.ts';
import { epochMs } from '../lib/time.ts';
import { limitOf } from '../lib/wire.ts';
import type { House, Refusal } from '../ports/house.ts';
import { badCursor, page, readCursor } from '../store/page.ts';
import { differenceOf } from './difference.ts';
import type { PlanDrafts, PlanRefusal, When } from './drafts.ts';
import { lineOf } from './findings.ts';
import { PlanFile } from './schema.ts';
import type { PlanService } from './service.ts';
import type { PlanStore } from './store.ts';
import type { PublicationId, PublicationLine, VersionNo } from './timeline.ts';
import {
  PublicationList,
  PublicationParams,
  PublicationRow,
  publicationRow,
  ReturnBody,
  VersionPage,
  VersionParams,
  VersionQuery,
  VersionWhole,
  versionRow,
  versionWhole,
} from './version-wire.ts';

export type VersionRouteDeps = {
  readonly plans: PlanService;
  readonly drafts: PlanDrafts;
  readonly store: PlanStore;
  readonly house: Pick<House, 'now' | 'placeAnew'>;
};

const tags = ['plan'];
const noVersion: Refusal = { code: 'H12_NO_SUCH_PLAN_VERSION', why: 'there is no such version' };

/** A refusal as it is sent: each finding with its place. */
export const asRefused = ({ code, why, findings }: PlanRefusal) => ({
  code,
  why,
  ...(findings === undefined
    ? {}
    : { errors: findings.map((one) => ({ path: one.at, message: lineOf(one) })) }),
});

/** From when to when, as a body says. */
export const whenOf = (body: {
  readonly reason: string;
  readonly from?: number | null;
  readonly until?: number | null;
}): When => ({
  reason: body.reason,
  from: body.from == null ? null : epochMs(body.from),
  until: body.until == null ? null : epochMs(body.until),
});

/** What was put in force holds for who waits, too. @returns the publication's row */
export function published(
  { store, house }: Pick<VersionRouteDeps, 'store' | 'house'>,
  id: PublicationId,
): PublicationRow | Refusal {
  const refusal = house.placeAnew();
  if (refusal !== null) return refusal;
  return rowOf({ store, house }, store.publication(id)) ?? noVersion;
}

const rowOf = (
  { store, house }: Pick<VersionRouteDeps, 'store' | 'house'>,
  line: PublicationLine | null,
): PublicationRow | null => {
  const at = house.now();
  return line === null ? null : publicationRow(line, store.standing(at), at);
};

/** Versions of the plan, when they are in force, and the way back to an earlier one. */
export const versionRoutes =
  (deps: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/plan/schema',
      {
        config: { right: 'plan.read' },
        schema: {
          tags,
          summary: 'The JSON Schema of a plan',
          response: { 200: Type.Unsafe<unknown>({ type: 'object', additionalProperties: true }) },
        },
      },
      () => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...PlanFile }),
    );
    app.register(versions(deps));
    app.register(publications(deps));
    app.register(returning(deps));
    done();
  };

const oneVersion = {
  config: { right: 'plan.read', errors: [noVersion.code] },
  schema: {
    tags,
    summary: 'A version whole, and in what it differs from the one before',
    params: VersionParams,
    response: { 200: VersionWhole },
  },
} as const;
const withdrawing = {
  config: {
    right: 'plan.publish',
    errors: ['H12_NO_SUCH_PUBLICATION', 'H12_PLAN_LASTING', 'H12_STOPPING'],
  },
  schema: {
    tags,
    summary: 'Takes back what has not come yet, or ends a temporary plan now',
    params: PublicationParams,
    response: { 200: PublicationRow },
  },
} as const;

const versions =
  ({ plans, store }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/plan/versions',
      {
        config: { right: 'plan.read', errors: ['H12_BAD_CURSOR'] },
        schema: {
          tags,
          summary: 'Versions, newest first',
          querystring: VersionQuery,
          response: { 200: VersionPage },
        },
      },
      (request, reply) => {
        const after = readCursor(request.query.cursor);
        if (after === null) return reply.refuse(badCursor);
        const limit = limitOf(request.query);
        const found = store.versions(after.at as VersionNo, limit + 1);
        const { items, nextCursor } = page(found, limit, ({ n }) => ({ at: n, id: '' }));
        return { items: items.map((line) => versionRow(line, plans.version)), nextCursor };
      },
    );
    app.get('/plan/versions/:version', oneVersion, (request, reply) => {
      const version = store.version(Number(request.params.version) as VersionNo);
      if (version === null) return reply.refuse(noVersion);
      const base = version.base === null ? null : store.version(version.base);
      const difference = differenceOf(base?.document ?? {}, version.document);
      return versionWhole(version, plans.version, difference);
    });
    done();
  };

const publications =
  (deps: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { drafts, store, house } = deps;
    app.get(
      '/plan/publications',
      {
        config: { right: 'plan.read' },
        schema: {
          tags,
          summary: 'From when to when versions are, were and will be in force; the 100 made last',
          response: { 200: PublicationList },
        },
      },
      () => {
        const at = house.now();
        const standing = store.standing(at);
        return store.publications(100).map((line) => publicationRow(line, standing, at));
      },
    );
    app.post('/plan/publications/:publication/withdraw', withdrawing, (request, reply) => {
      const id = Number(request.params.publication) as PublicationId;
      const refusal = drafts.withdraw(id, whoAsks(request));
      if (refusal !== null) return reply.refuse(refusal);
      const row = published(deps, id);
      return 'code' in row ? reply.refuse(row) : row;
    });
    done();
  };

const returning =
  (deps: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/plan/versions/:version/return',
      {
        config: {
          right: 'plan.publish',
          errors: [noVersion.code, 'H12_PLAN_UNUSABLE', 'H12_PLAN_BAD_TIME', 'H12_STOPPING'],
        },
        schema: {
          tags,
          summary: 'Returns to an earlier version: a new one with its content is in force',
          params: VersionParams,
          body: ReturnBody,
          response: { 200: PublicationRow },
        },
      },
      (request, reply) => {
        const n = Number(request.params.version) as VersionNo;
        const id = deps.drafts.returnTo(n, whenOf(request.body), whoAsks(request));
        if (typeof id !== 'number') return reply.refuse(asRefused(id));
        const row = published(deps, id);
        return 'code' in row ? reply.refuse(row) : row;
      },
    );
    done();
  };
