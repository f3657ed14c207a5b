import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Actor } from '../access/model.ts';
import type { CallId } from '../calls/model.ts';
import { type EpochMs, periodOf } from '../lib/time.ts';
import { limitOf, strict } from '../lib/wire.ts';
import { badCursor, readCursor } from '../store/page.ts';
import type { UnitId } from '../units/model.ts';
import { type How, type Purpose, purposes } from './access.ts';
import type { Asker, Found, Library } from './library.ts';
import type { LibraryStore } from './library-store.ts';
import { type RecordingId, recordingOf } from './model.ts';
import {
  BookmarkBody,
  BookmarkRow,
  RecordingDetail,
  RecordingPage,
  RecordingParams,
  RecordingQuery,
  RecordingRow,
  ReleaseBody,
  recordingDetail,
  recordingRow,
} from './wire.ts';

export type RecordingRouteDeps = {
  readonly library: Library;
  readonly shelf: LibraryStore;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

const tags = ['recordings'];
const seeing = { right: 'recording.read', errors: ['H12_NO_SUCH_RECORDING', 'H12_BAD_CURSOR'] } as const;

/** Who asks for a recording. */
export const askerOf = (request: FastifyRequest): Asker => ({
  actor: request.who().actor,
  address: request.ip,
});

/** What is known of recordings, and who may know it. Their sound: `play-routes.ts`. */
export const recordingRoutes =
  (deps: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { library } = deps;
    const ofCall = strict({ id: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) });
    app.get(
      '/calls/:id/recording',
      {
        config: seeing,
        schema: {
          tags,
          summary: "A call's recording: whether it is kept, how long it is",
          params: ofCall,
          response: { 200: RecordingRow },
        },
      },
      (request, reply) => {
        const id = recordingOf(request.params.id as CallId);
        const found = library.look(askerOf(request), id, { how: 'see' });
        return 'refusal' in found ? reply.refuse(found.refusal) : recordingRow(found.recording);
      },
    );
    app.register(listRoute(deps));
    app.register(oneRoute(deps));
    app.register(releaseRoute(deps));
    app.register(withdrawRoute(deps));
    app.register(markRoute(deps));
    app.register(unmarkRoute(deps));
    done();
  };

const listRoute =
  ({ library, timeZone }: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recordings',
      {
        config: seeing,
        schema: {
          tags,
          summary: 'Recordings somebody may know of, newest first',
          querystring: RecordingQuery,
          response: { 200: RecordingPage },
        },
      },
      (request, reply) => {
        const { cursor, ticket, call } = request.query;
        const after = readCursor(cursor);
        if (after === null) return reply.refuse(badCursor);
        const filter = { ticket, call, ...periodOf(request.query, timeZone) };
        const { items, nextCursor } = library.list(askerOf(request), filter, after, limitOf(request.query));
        return { items: items.map(recordingRow), nextCursor };
      },
    );
    done();
  };

const oneRoute =
  (deps: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recordings/:id',
      {
        config: seeing,
        schema: {
          tags,
          summary: 'A recording: length, loudness, waveform, bookmarks, and what one may do with it',
          description: 'Who may do what with which recording, and why: docs/recordings-access.md.',
          params: RecordingParams,
          response: { 200: RecordingDetail },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const found = deps.library.look(asker, request.params.id as RecordingId, { how: 'see' });
        return 'refusal' in found ? reply.refuse(found.refusal) : detailOf(asker.actor, found, deps);
      },
    );
    done();
  };

function detailOf(actor: Actor, { recording, facts }: Found, { library, shelf }: RecordingRouteDeps) {
  const may = (how: How): readonly Purpose[] =>
    purposes.filter((purpose) => library.decide(actor, facts, { how, purpose, approved: true }).allow);
  const { id, confidential, assigned } = facts;
  return recordingDetail(recording, {
    confidential,
    assigned,
    releases: shelf.releases(id),
    bookmarks: shelf.bookmarks(id),
    may: { play: may('play'), download: may('download'), export: may('export') },
  });
}

const releaseParams = strict({
  ...RecordingParams.properties,
  unit: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
});

const releaseRoute =
  (deps: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.put(
      '/recordings/:id/releases/:unit',
      {
        config: {
          right: 'recording.release',
          errors: ['H12_NO_SUCH_RECORDING', 'H12_UNIT_NOT_ASSIGNED', 'H12_RELEASED_ALREADY'],
        },
        schema: {
          tags,
          summary: 'Let a unit that has a part of the ticket hear its recording',
          params: releaseParams,
          body: ReleaseBody,
          response: { 200: RecordingDetail },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const { id, unit } = request.params;
        const found = deps.library.release(asker, id as RecordingId, unit as UnitId, request.body.why);
        return 'refusal' in found ? reply.refuse(found.refusal) : detailOf(asker.actor, found, deps);
      },
    );
    done();
  };

const withdrawRoute =
  (deps: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.delete(
      '/recordings/:id/releases/:unit',
      {
        config: { right: 'recording.release', errors: ['H12_NO_SUCH_RECORDING', 'H12_NOT_RELEASED'] },
        schema: {
          tags,
          summary: 'Take that back; it is heard no more from that moment',
          params: releaseParams,
          response: { 200: RecordingDetail },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const { id, unit } = request.params;
        const found = deps.library.withdraw(asker, id as RecordingId, unit as UnitId);
        return 'refusal' in found ? reply.refuse(found.refusal) : detailOf(asker.actor, found, deps);
      },
    );
    done();
  };

const markRoute =
  ({ library, shelf, now }: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recordings/:id/bookmarks',
      {
        config: { right: 'recording.play', errors: ['H12_NO_SUCH_RECORDING'] },
        schema: {
          tags,
          summary: 'Mark a place in a recording',
          params: RecordingParams,
          body: BookmarkBody,
          response: { 201: BookmarkRow },
        },
      },
      (request, reply) => {
        const found = library.look(askerOf(request), request.params.id as RecordingId, { how: 'see' });
        if ('refusal' in found) return reply.refuse(found.refusal);
        const by = request.who().actor.id;
        void reply.code(201);
        return shelf.addBookmark(found.facts.id, { ...request.body, by, madeAt: now() });
      },
    );
    done();
  };

const unmarkRoute =
  ({ library, shelf }: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.delete(
      '/recordings/:id/bookmarks/:bookmark',
      {
        config: { right: 'recording.play', errors: ['H12_NO_SUCH_RECORDING', 'H12_NO_SUCH_BOOKMARK'] },
        schema: {
          tags,
          summary: 'Remove a mark of one’s own',
          params: strict({
            ...RecordingParams.properties,
            bookmark: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }),
          }),
          response: { 204: Type.Null() },
        },
      },
      (request, reply) => {
        const { id, bookmark } = request.params;
        const found = library.look(askerOf(request), id as RecordingId, { how: 'see' });
        if ('refusal' in found) return reply.refuse(found.refusal);
        if (!shelf.removeBookmark(found.facts.id, Number(bookmark), request.who().actor.id))
          return reply.refuse({ code: 'H12_NO_SUCH_BOOKMARK', why: 'you have no such mark here' });
        void reply.code(204);
        return null;
      },
    );
    done();
  };
