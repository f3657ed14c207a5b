import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { NameOf } from '../acd/wire.ts';
import type { Audit } from '../audit/model.ts';
import type { Call, CallId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Archive } from './archive.ts';
import { custodyRoutes } from './custody-routes.ts';
import { markRoutes } from './mark-routes.ts';
import { playRoutes } from './play-routes.ts';
import { redactionRoutes } from './redaction-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { Requests } from './requests.ts';
import { recordingRoutes } from './routes.ts';

export type ArchiveRouteDeps = {
  readonly archive: Archive;
  readonly liveCall: (id: CallId) => Call | undefined;
  readonly audit: Audit;
  readonly nameOf: NameOf;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

/** All that people ask of recordings. */
export const archiveRoutes =
  ({ archive, ...rest }: ArchiveRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const deps = { ...archive, ...rest };
    app.register(recordingRoutes(deps));
    app.register(playRoutes({ ...deps, ...archive.sound }));
    app.register(custodyRoutes(deps));
    app.register(markRoutes(deps));
    app.register(redactionRoutes(deps));
    app.register(requestRoutes({ ...deps, requests: new Requests({ ...deps, store: deps.requestStore }) }));
    done();
  };
