import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { UnitStore } from './store.ts';
import { UnitList } from './wire.ts';

export type UnitRouteDeps = { readonly units: Pick<UnitStore, 'all'> };

/** The units: whom tickets are dispatched to. */
export const unitRoutes =
  ({ units }: UnitRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/units',
      {
        config: { right: 'units.read' },
        schema: { tags: ['units'], summary: 'All units, by id', response: { 200: UnitList } },
      },
      () => units.all(),
    );
    done();
  };
