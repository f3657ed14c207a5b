import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { RouteService } from './service.ts';
import { RouteRows, routeRow } from './wire.ts';

export type EmergencyRouteDeps = { readonly emergency: RouteService };

const tags = ['state'];

/** The ways to the emergency desks, and how sure it is that they work. */
export const emergencyRoutes =
  ({ emergency }: EmergencyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
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
      () => emergency.standings().map(routeRow),
    );
    done();
  };
