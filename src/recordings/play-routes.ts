import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { strict } from '../lib/wire.ts';
import type { Library } from './library.ts';
import type { RecordingId } from './model.ts';
import type { Plays } from './plays.ts';
import { askerOf } from './routes.ts';
import { partOf, type SoundDeps } from './sound.ts';
import { PlayBody, PlayLink, RecordingParams } from './wire.ts';

export type PlayRouteDeps = SoundDeps & { readonly library: Library; readonly plays: Plays };

const tags = ['recordings'];
const noSuchLink = { code: 'H12_NO_SUCH_LINK', why: 'this link is over, or not of this session' };
const soundErrors = [
  'H12_NO_SUCH_RECORDING',
  'H12_RECORDING_NOT_KEPT',
  'H12_BEING_REDACTED',
  'H12_RECORDING_LOCKED',
  'H12_RECORDING_DAMAGED',
  'H12_WRONG_PURPOSE',
  'H12_RECORDING_NOT_FOR_ROLE',
] as const;

const askOptions = {
  config: { right: 'recording.play', errors: soundErrors } as const,
  schema: {
    tags,
    summary: 'Ask to hear a recording, saying why',
    params: RecordingParams,
    body: PlayBody,
    response: { 201: PlayLink },
  },
};
const hearOptions = {
  exposeHeadRoute: false,
  config: {
    right: 'recording.play',
    errors: [...soundErrors, 'H12_NO_SUCH_LINK', 'H12_BAD_RANGE'],
  } as const,
  schema: {
    tags,
    summary: 'The sound: Opus in Ogg, the citizen left, what the citizen hears right',
    description: 'Answers ranges. Only the parts asked for are decrypted.',
    params: strict({ link: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
  },
};

/** Sound on a screen: the purpose is stated once, then ranges of the sound are to be had for a while, in this session alone. */
export const playRoutes =
  ({ library, plays, ...sound }: PlayRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/recordings/:id/plays', askOptions, (request, reply) => {
      const id = request.params.id as RecordingId;
      const stated = request.body;
      const found = library.look(askerOf(request), id, { how: 'play', stated });
      if ('refusal' in found) return reply.refuse(found.refusal);
      const { link, expiresAt } = plays.open(id, request.who().session, stated);
      void reply.code(201);
      return { link: `/api/v1/recordings/plays/${link}`, expiresAt };
    });
    app.get('/recordings/plays/:link', hearOptions, async (request, reply) => {
      const asker = askerOf(request);
      const play = plays.find(request.params.link, request.who().session);
      if (play === null || 'lost' in play) {
        const target = play?.play.recording ?? 'a link';
        library.record(asker, { action: 'recording.play', target, outcome: play?.lost ?? 'unknown' });
        return reply.refuse(noSuchLink);
      }
      const found = library.still(asker, play.recording, play.stated);
      if ('refusal' in found) return reply.refuse(found.refusal);
      const part = await partOf(found.recording, sound, request.headers.range);
      void reply.headers(part.headers);
      return 'refusal' in part ? reply.refuse(part.refusal) : reply.code(part.code).send(part.sound);
    });
    done();
  };
