import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import { NoBody } from '../lib/wire.ts';
import type { Refusal } from '../ports/house.ts';
import type { RouteId } from './model.ts';
import type { RouteService } from './service.ts';
import type { TrialAsker, TrialService } from './trials.ts';
import { RouteParams, RouteRows, routeRow } from './wire.ts';

export type EmergencyRouteDeps = { readonly emergency: RouteService; readonly trials: TrialService };

const tags = ['state'];
const response = { 204: Type.Null() };

/** The ways to the emergency desks, how sure it is that they work, and their trial. */
export const emergencyRoutes =
  (deps: EmergencyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { emergency, trials } = deps;
    app.get(
      '/emergency-routes',
      {
        config: { right: 'state.read' },
        schema: {
          tags,
          summary: 'Every way to an emergency desk, and whether it can be relied on',
          response: { 200: RouteRows },
        },
      },
      () => emergency.standings().map((one) => routeRow(one, trials.stateOf(one.route.id))),
    );
    app.register(trialRoutes(deps));
    done();
  };

const trialRoutes =
  ({ trials }: EmergencyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/emergency-routes/test',
      {
        config: { right: 'emergency.test', errors: ['H12_ROUTE_NOT_TESTABLE', 'H12_NOT_READY'] },
        schema: {
          tags,
          summary: 'Try every way that has a test number, one after the other',
          body: NoBody,
          response,
        },
      },
      (request, reply) => {
        return answer(reply, trials.askAll(askerOf(request)));
      },
    );
    app.post(
      '/emergency-routes/:id/test',
      {
        config: {
          right: 'emergency.test',
          errors: ['H12_NO_SUCH_ROUTE', 'H12_ROUTE_NOT_TESTABLE', 'H12_ROUTE_TESTING', 'H12_NOT_READY'],
        },
        schema: {
          tags,
          summary: 'Try a way: its trunk’s test number is rung, never its desk',
          params: RouteParams,
          body: NoBody,
          response,
        },
      },
      (request, reply) => {
        return answer(reply, trials.ask(request.params.id as RouteId, askerOf(request)));
      },
    );
    done();
  };

function answer(reply: FastifyReply, refusal: Refusal | null): null {
  if (refusal !== null) return reply.refuse(refusal);
  void reply.code(204);
  return null;
}

const askerOf = (request: FastifyRequest): TrialAsker => ({
  name: nameOnRecord(request.who().actor),
  address: request.ip,
});
