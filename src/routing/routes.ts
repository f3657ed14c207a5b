import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { whoAsks } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import { NoBody } from '../lib/wire.ts';
import { draftRoutes } from './draft-routes.ts';
import { type TryRouteDeps, tryRoutes } from './try-routes.ts';
import { type VersionRouteDeps, versionRoutes } from './version-routes.ts';
import { PlanInForce, planInForce } from './wire.ts';

export type PlanRouteDeps = VersionRouteDeps & { readonly audit: Audit } & TryRouteDeps;

const tags = ['plan'];

/** The routing plan: what is in force, its versions, what is being written, and putting the plan file in force while calls are live. */
export const planRoutes =
  (deps: PlanRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { plans } = deps;
    app.get(
      '/plan',
      {
        config: { right: 'plan.read' },
        schema: {
          tags,
          summary: 'The plan in force: its queues with their rules, and the skills it asks for',
          response: { 200: PlanInForce },
        },
      },
      () => planInForce(plans.plan, plans.publishedAt),
    );
    app.register(publishing(deps));
    app.register(versionRoutes(deps));
    app.register(draftRoutes(deps));
    app.register(tryRoutes(deps));
    done();
  };

const publishOptions = {
  config: {
    right: 'plan.publish',
    errors: ['H12_PLAN_UNUSABLE', 'H12_PLAN_NOT_APPROVED', 'H12_STOPPING'],
  } as const,
  schema: {
    tags,
    summary: 'Takes the plan file in as a new version and puts it in force',
    description:
      'Calls go on with the plan they began with; who waits is matched by the new rules at once. A file with a mistake changes nothing.',
    body: NoBody,
    response: { 200: PlanInForce },
  },
};

const publishing =
  ({ plans, drafts, house, audit }: PlanRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/plan/publish', publishOptions, (request, reply) => {
      const { actor, agent, address } = whoAsks(request);
      const refused = drafts.publishFile({ author: agent, actor, address });
      if (refused !== null) {
        audit({
          at: house.now(),
          actor,
          action: 'plan.publish',
          target: null,
          outcome: refused.code,
          address,
        });
        return reply.refuse(refused);
      }
      const refusal = house.placeAnew();
      return refusal === null ? planInForce(plans.plan, plans.publishedAt) : reply.refuse(refusal);
    });
    done();
  };
