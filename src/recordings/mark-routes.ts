import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { decide, nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { Call, CallId } from '../calls/model.ts';
import { placeOf } from '../calls/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { strict } from '../lib/wire.ts';
import { type Refused, refused } from './library.ts';
import { type RecordingId, recordingOf } from './model.ts';
import type { RecordingStore } from './store.ts';

export type MarkRouteDeps = {
  readonly liveCall: (id: CallId) => Call | undefined;
  readonly recordings: Pick<RecordingStore, 'read' | 'marks' | 'openMark' | 'closeMark'>;
  /** How much of a recording that runs was written by now, in ms; null: that cannot be seen. */
  readonly writtenMs: (id: RecordingId) => Promise<number | null>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

type AskedOf = FastifyRequest<{ Params: { id: string } }>;
type Asked = FastifyRequest<{ Params: { id: string }; Body: { on: boolean } }>;

const config = {
  right: 'recording.mark',
  errors: ['H12_NO_SUCH_CALL', 'H12_NOT_YOUR_CALL', 'H12_NO_SUCH_RECORDING'],
} as const;
const tags = ['recordings'];
const params = strict({ id: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) });
const Unkept = strict({ on: Type.Boolean({ description: 'true: what is said now is not kept' }) });

/** What the citizen says now is not kept: an identity number, a bank card. It is silenced when the recording is taken in. */
export const markRoutes =
  (deps: MarkRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/calls/:id/unkept',
      {
        config,
        schema: {
          tags,
          summary: 'Do not keep what is said from now on, or keep it again',
          description:
            'What lies between is silence in the recording, with half a second before and after. Not ended, it lasts to the end of the call.',
          params,
          body: Unkept,
          response: { 204: Type.Null() },
        },
      },
      (request, reply) => mark(deps, request, reply),
    );
    app.get(
      '/calls/:id/unkept',
      {
        config,
        schema: {
          tags,
          summary: 'Whether what is said in the call now is not kept',
          params,
          response: { 200: Unkept },
        },
      },
      (request, reply) => {
        const found = markable(deps, request);
        if ('refusal' in found) return reply.refuse(found.refusal);
        return { on: deps.recordings.marks(found.id).some(({ toAt }) => toAt === null) };
      },
    );
    done();
  };

/** The recording of a call that goes on at one's own seat; a shift leader's are all. */
function markable({ liveCall, recordings }: MarkRouteDeps, request: AskedOf): { id: RecordingId } | Refused {
  const call = liveCall(request.params.id as CallId);
  if (call === undefined || call.phase === 'ended')
    return refused('H12_NO_SUCH_CALL', 'there is no such call going on');
  if (!decide(request.who().actor, 'recording.mark', placeOf(call)).allow)
    return refused('H12_NOT_YOUR_CALL', 'this call is not at your seat');
  const id = recordingOf(call.id);
  return recordings.read(id) === null
    ? refused('H12_NO_SUCH_RECORDING', 'this call is not recorded yet')
    : { id };
}

async function mark(deps: MarkRouteDeps, request: Asked, reply: FastifyReply): Promise<null> {
  const { recordings, writtenMs, audit, now } = deps;
  const { actor } = request.who();
  const { on } = request.body;
  // The moment is that of the press, not of the look at the file.
  const at = now();
  const found = markable(deps, request);
  const target = `${recordingOf(request.params.id as CallId)} ${on ? 'on' : 'off'}`;
  const outcome = 'refusal' in found ? found.refusal.code : 'done';
  const address = request.ip;
  audit({ at, actor: nameOnRecord(actor), action: 'recording.mark', target, outcome, address });
  if ('refusal' in found) return reply.refuse(found.refusal);
  const place = await writtenMs(found.id);
  if (on) recordings.openMark(found.id, actor.id, { at, place });
  else recordings.closeMark(found.id, { at, place });
  void reply.code(204);
  return null;
}
