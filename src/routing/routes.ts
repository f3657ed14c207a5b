import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import { NoBody } from '../lib/wire.ts';
import type { House } from '../ports/house.ts';
import type { PlanService } from './service.ts';
import { PlanInForce, planInForce } from './wire.ts';

export type PlanRouteDeps = {
  readonly plans: PlanService;
  readonly house: Pick<House, 'now' | 'placeAnew'>;
  readonly audit: Audit;
};

const tags = ['plan'];

/** The routing plan in force, and putting the plan file in force while calls are live. */
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
    done();
  };

const publishOptions = {
  config: { right: 'plan.publish', errors: ['H12_PLAN_UNUSABLE', 'H12_STOPPING'] } as const,
  schema: {
    tags,
    summary: 'Reads the plan file again and puts it in force',
    description:
      'Calls go on with the plan they began with; who waits is matched by the new rules at once. A file with a mistake changes nothing.',
    body: NoBody,
    response: { 200: PlanInForce },
  },
};

const publishing =
  ({ plans, house, audit }: PlanRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/plan/publish', publishOptions, (request, reply) => {
      const at = house.now();
      const checked = plans.publish(at);
      audit({
        at,
        actor: nameOnRecord(request.who().actor),
        action: 'plan.publish',
        target: checked.ok ? checked.plan.version : null,
        outcome: checked.ok ? 'done' : 'H12_PLAN_UNUSABLE',
        address: request.ip,
      });
      if (!checked.ok) return reply.refuse({ code: 'H12_PLAN_UNUSABLE', why: checked.problems.join('\n') });
      const refusal = house.placeAnew();
      return refusal === null ? planInForce(plans.plan, plans.publishedAt) : reply.refuse(refusal);
    });
    done();
  };
