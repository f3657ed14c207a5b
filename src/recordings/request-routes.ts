import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { NameOf } from '../acd/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { list, strict } from '../lib/wire.ts';
import { copyOf } from './copy.ts';
import { DecisionBody, RequestBody, RequestRow } from './custody-wire.ts';
import type { Asker, Library } from './library.ts';
import type { Recording, RecordingId } from './model.ts';
import type { CopyRequest, RequestStore } from './request-store.ts';
import type { Requests } from './requests.ts';
import { askerOf } from './routes.ts';
import { openSound, type SoundDeps } from './sound.ts';
import { RecordingParams } from './wire.ts';

export type RequestRouteDeps = {
  readonly requests: Requests;
  readonly requestStore: RequestStore;
  readonly library: Library;
  readonly sound: SoundDeps;
  readonly nameOf: NameOf;
  readonly now: () => EpochMs;
};

const requestRow = (request: CopyRequest, nameOf: NameOf): RequestRow => ({
  ...request,
  askedByName: nameOf(request.askedBy),
  decidedByName: request.decidedBy === null ? null : nameOf(request.decidedBy),
});

const tags = ['recordings'];
const params = strict({ no: Type.String({ pattern: '^E[0-9]{8}-[0-9]{6}$' }) });
const mostShown = 200;

/** Copies of recordings: asked for, decided, taken. */
export const requestRoutes =
  (deps: RequestRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(askRoute(deps));
    app.register(listRoute(deps));
    app.register(decisionRoute(deps));
    app.register(copyRoute(deps));
    done();
  };

const askRoute =
  ({ requests, nameOf }: RequestRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recordings/:id/requests',
      {
        config: {
          right: 'recording.request',
          errors: ['H12_NO_SUCH_RECORDING', 'H12_RECORDING_NOT_FOR_ROLE', 'H12_NO_ORIGINAL'],
        },
        schema: {
          tags,
          summary:
            'Ask for a copy: to be used inside, to be handed out, or of the original of a redacted one',
          params: RecordingParams,
          body: RequestBody,
          response: { 201: RequestRow },
        },
      },
      (request, reply) => {
        const { recipient = null, ...asked } = request.body;
        const made = requests.ask(askerOf(request), request.params.id as RecordingId, {
          ...asked,
          recipient,
        });
        if ('refusal' in made) return reply.refuse(made.refusal);
        void reply.code(201);
        return requestRow(made.request, nameOf);
      },
    );
    done();
  };

const listRoute =
  ({ requestStore, library, nameOf }: RequestRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recording-requests',
      {
        config: { right: 'recording.request' },
        schema: {
          tags,
          summary:
            'Requests of one’s own, those that wait for a decision, and those one has decided; newest first, up to 200',
          response: { 200: list(RequestRow) },
        },
      },
      (request) => {
        const { actor } = request.who();
        const mayKnow = ({ recording }: CopyRequest): boolean => {
          const facts = library.factsOf(recording);
          return facts !== null && library.decide(actor, facts, { how: 'see' }).allow;
        };
        return requestStore
          .listFor(actor.id, mostShown)
          .filter(mayKnow)
          .map((one) => requestRow(one, nameOf));
      },
    );
    done();
  };

const decisionRoute =
  ({ requests, nameOf }: RequestRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recording-requests/:no/decision',
      {
        config: {
          right: 'recording.approve',
          errors: ['H12_NO_SUCH_REQUEST', 'H12_SAME_PERSON', 'H12_DECIDED_ALREADY'],
        },
        schema: {
          tags,
          summary: 'Agree to what another person asked for, or refuse it',
          params,
          body: DecisionBody,
          response: { 200: RequestRow },
        },
      },
      (request, reply) => {
        const decided = requests.decide(askerOf(request), request.params.no, request.body);
        return 'refusal' in decided ? reply.refuse(decided.refusal) : requestRow(decided.request, nameOf);
      },
    );
    done();
  };

const copyOptions = {
  exposeHeadRoute: false,
  config: {
    right: 'recording.request',
    errors: [
      'H12_NO_SUCH_REQUEST',
      'H12_NO_SUCH_RECORDING',
      'H12_NOT_APPROVED',
      'H12_RECORDING_NOT_FOR_ROLE',
      'H12_RECORDING_NOT_KEPT',
      'H12_BEING_REDACTED',
      'H12_WRONG_PURPOSE',
      'H12_RECORDING_LOCKED',
      'H12_RECORDING_DAMAGED',
    ],
  } as const,
  schema: {
    tags,
    summary: 'Take the copy: Opus in Ogg, with who, when and the request’s number in it',
    description: 'Only for who asked, for three days after somebody else agreed.',
    params,
  },
};

const copyRoute =
  ({ requests, requestStore, sound, now }: RequestRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/recording-requests/:no/copy', copyOptions, async (request, reply) => {
      const asker = askerOf(request);
      const taken = requests.take(asker, request.params.no);
      if ('refusal' in taken) return reply.refuse(taken.refusal);
      const { request: asked, recording } = taken;
      const original = asked.how === 'original' ? requestStore.original(recording.id) : null;
      const source = original === null ? recording : { ...recording, ...original };
      const opened = await openSound(source, sound);
      if ('refusal' in opened) return reply.refuse(opened.refusal);
      void reply.headers({
        'content-type': 'audio/ogg',
        'content-disposition': `attachment; filename="${asked.no}.ogg"`,
      });
      return reply.send(copyOf(opened, { no: asked.no, tags: tagsOf(asked, source, asker, now()) }));
    });
    done();
  };

/** What a copy says of itself. @param source what it was made from: for an original, not the file that is heard */
const tagsOf = (asked: CopyRequest, source: Recording, { actor }: Asker, at: EpochMs) => ({
  REQUEST: asked.no,
  TAKEN_BY: nameOnRecord(actor),
  TAKEN_AT: new Date(at).toISOString(),
  APPROVED_BY: asked.decidedBy ?? '',
  RECORDING: source.id,
  SHA256_OF_STORED: source.sha256 ?? '',
  ...(asked.recipient === null ? {} : { RECIPIENT: asked.recipient }),
});
