import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { decide, nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { Call, CallId } from '../calls/model.ts';
import { placeOf } from '../calls/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { strict } from '../lib/wire.ts';
import { type RecordingId, recordingOf } from './model.ts';
import type { RecordingStore } from './store.ts';

export type MarkRouteDeps = {
  readonly liveCall: (id: CallId) => Call | undefined;
  readonly recordings: Pick<RecordingStore, 'read' | 'openMark' | 'closeMark'>;
  /** How much of a recording that runs was written by now, in ms; null: that cannot be seen. */
  readonly writtenMs: (id: RecordingId) => Promise<number | null>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

type Asked = FastifyRequest<{ Params: { id: string }; Body: { on: boolean } }>;

/** What the citizen says now is not kept: an identity number, a bank card. It is silenced when the recording is taken in. */
export const markRoutes =
  (deps: MarkRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/calls/:id/unkept',
      {
        config: {
          right: 'recording.mark',
          errors: ['H12_NO_SUCH_CALL', 'H12_NOT_YOUR_CALL', 'H12_NO_SUCH_RECORDING'],
        },
        schema: {
          tags: ['recordings'],
          summary: 'Do not keep what is said from now on, or keep it again',
          description:
            'What lies between is silence in the recording, with half a second before and after. Not ended, it lasts to the end of the call.',
          params: strict({ id: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) }),
          body: strict({ on: Type.Boolean({ description: 'true: from now on it is not kept' }) }),
          response: { 204: Type.Null() },
        },
      },
      (request, reply) => mark(deps, request, reply),
    );
    done();
  };

async function mark(deps: MarkRouteDeps, request: Asked, reply: FastifyReply): Promise<null> {
  const { liveCall, recordings, writtenMs, audit, now } = deps;
  const call = liveCall(request.params.id as CallId);
  if (call === undefined || call.phase === 'ended')
    return reply.refuse({ code: 'H12_NO_SUCH_CALL', why: 'there is no such call going on' });
  const { actor } = request.who();
  if (!decide(actor, 'recording.mark', placeOf(call)).allow)
    return reply.refuse({ code: 'H12_NOT_YOUR_CALL', why: 'this call is not at your seat' });
  const id = recordingOf(call.id);
  if (recordings.read(id) === null)
    return reply.refuse({ code: 'H12_NO_SUCH_RECORDING', why: 'this call is not recorded yet' });
  const { on } = request.body;
  // The moment is that of the press, not of the look at the file.
  const at = now();
  const place = await writtenMs(id);
  if (on) recordings.openMark(id, actor.id, { at, place });
  else recordings.closeMark(id, { at, place });
  audit({
    at,
    actor: nameOnRecord(actor),
    action: 'recording.mark',
    target: `${id} ${on ? 'on' : 'off'}`,
    outcome: 'done',
    address: request.ip,
  });
  void reply.code(204);
  return null;
}
