import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EpochMs } from '../lib/time.ts';
import { list } from '../lib/wire.ts';
import { RedactionBody, RedactionRow } from './custody-wire.ts';
import { type Library, notKept } from './library.ts';
import type { RecordingId, Redaction, Span } from './model.ts';
import type { Redactor } from './redaction.ts';
import type { RedactionStore } from './redaction-store.ts';
import { askerOf } from './routes.ts';
import { RecordingParams } from './wire.ts';

export type RedactionRouteDeps = {
  readonly library: Library;
  readonly redactor: Redactor;
  readonly redactions: RedactionStore;
  readonly now: () => EpochMs;
};

const tags = ['recordings'];
const redactErrors = ['H12_NO_SUCH_RECORDING', 'H12_RECORDING_NOT_KEPT', 'H12_BAD_SPAN'];
type Asked = FastifyRequest<{ Params: { id: string }; Body: Span & { reason: string } }>;

/** What a custodian has silenced afterwards: a number that was said and not marked. The original stays sealed. */
export const redactionRoutes =
  (deps: RedactionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recordings/:id/redactions',
      {
        config: {
          right: 'recording.keep',
          errors: redactErrors,
        },
        schema: {
          tags,
          summary:
            'Have a stretch of a recording silenced for good; nobody hears the recording until it is done',
          description:
            'The original is kept, sealed: `POST /recordings/{id}/requests` with `how: original` asks for it, and another person must agree.',
          params: RecordingParams,
          body: RedactionBody,
          response: { 201: RedactionRow },
        },
      },
      (request, reply) => redact(deps, request, reply),
    );
    app.register(redactionList(deps));
    done();
  };

const redactionList =
  ({ library, redactions }: RedactionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recordings/:id/redactions',
      {
        config: { right: 'recording.read', errors: ['H12_NO_SUCH_RECORDING'] },
        schema: {
          tags,
          summary: 'What was silenced in a recording afterwards, by whom and why',
          params: RecordingParams,
          response: { 200: list(RedactionRow) },
        },
      },
      (request, reply) => {
        const found = library.look(askerOf(request), request.params.id as RecordingId, { how: 'see' });
        if ('refusal' in found) return reply.refuse(found.refusal);
        return [...redactions.of(found.recording.id)];
      },
    );
    done();
  };

function redact(deps: RedactionRouteDeps, request: Asked, reply: FastifyReply): Redaction {
  const { library, redactor, redactions, now } = deps;
  const asker = askerOf(request);
  const id = request.params.id as RecordingId;
  const found = library.look(asker, id, { how: 'see' });
  if ('refusal' in found) return reply.refuse(found.refusal);
  const { fromMs, toMs, reason } = request.body;
  const { state, durationMs } = found.recording;
  const refusal =
    state !== 'kept'
      ? notKept
      : fromMs >= toMs || fromMs >= (durationMs ?? 0)
        ? { code: 'H12_BAD_SPAN', why: 'a stretch begins before it ends, and within the recording' }
        : null;
  library.record(asker, {
    action: 'recording.redact',
    target: `${id} ${String(fromMs)}-${String(toMs)}`,
    outcome: refusal?.code ?? 'done',
    why: reason,
  });
  if (refusal !== null) return reply.refuse(refusal);
  const redaction = redactions.add(id, { fromMs, toMs, reason, by: asker.actor.id, at: now() });
  void redactor.run();
  void reply.code(201);
  return redaction;
}
