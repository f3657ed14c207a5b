import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { UnitService } from './service.ts';
import type { UnitStore } from './store.ts';
import { FoundUnits, foundUnit, UnitList, UnitQuery } from './wire.ts';

export type UnitRouteDeps = { readonly units: Pick<UnitStore, 'all'>; readonly contacts: UnitService };

const tags = ['units'];
/** More than fit on a screen. */
const mostFound = 50;

/** The units: whom tickets are dispatched to, and who is asked into calls. */
export const unitRoutes =
  ({ units, contacts }: UnitRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/units',
      {
        config: { right: 'units.read' },
        schema: { tags, summary: 'All units, by id', response: { 200: UnitList } },
      },
      () => units.all(),
    );
    app.get(
      '/units/search',
      {
        config: { right: 'units.read' },
        schema: {
          tags,
          summary:
            'Units by name, topic, pinyin or its first letters, the likeliest first, with their remote seats',
          querystring: UnitQuery,
          response: { 200: FoundUnits },
        },
      },
      (request) =>
        contacts
          .find(request.query.q ?? '')
          .slice(0, mostFound)
          .map((contact) => foundUnit(contact, contacts.now, contacts.timeZone)),
    );
    done();
  };
