import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { decide } from '../access/decide.ts';
import type { AgentId } from '../acd/model.ts';
import type { CallId } from '../calls/model.ts';
import { strict } from '../lib/wire.ts';
import { recordingOf } from './model.ts';
import type { RecordingStore } from './store.ts';
import { RecordingRow, recordingRow } from './wire.ts';

export type RecordingRouteDeps = {
  readonly recordings: RecordingStore;
  /** Who has or had the call; null: nobody, or no such call. */
  readonly agentOf: (call: CallId) => AgentId | null;
};

const Params = strict({ id: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) });

/** What is known of a recording. Its sound is not served. */
export const recordingRoutes =
  ({ recordings, agentOf }: RecordingRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/calls/:id/recording',
      {
        config: { right: 'recording.read', errors: ['H12_NO_SUCH_RECORDING'] },
        schema: {
          tags: ['calls'],
          summary: "A call's recording: whether it is kept, how long it is",
          params: Params,
          response: { 200: RecordingRow },
        },
      },
      (request, reply) => {
        const call = request.params.id as CallId;
        const recording = recordings.read(recordingOf(call));
        const decision = decide(request.who().actor, 'recording.read', { agent: agentOf(call) });
        // Of others' recordings one may not even know whether they are there.
        if (recording === null || !decision.allow)
          return reply.refuse({ code: 'H12_NO_SUCH_RECORDING', why: 'there is no such recording' });
        return recordingRow(recording);
      },
    );
    done();
  };
