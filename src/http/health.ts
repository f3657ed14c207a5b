import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { strict } from '../lib/wire.ts';
import type { LiveFigures } from '../ports/house.ts';

/** For whoever watches the process: whether it lives, and whether it can take calls. Public, so it tells nothing else. */
export const healthRoutes =
  (figures: () => LiveFigures): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/health',
      {
        config: { right: 'public' },
        schema: {
          tags: ['state'],
          summary: 'The process lives',
          response: { 200: strict({ status: Type.Literal('ok') }) },
        },
      },
      () => ({ status: 'ok' as const }),
    );
    app.get(
      '/ready',
      {
        config: { right: 'public' },
        schema: {
          tags: ['state'],
          summary: 'Calls are taken and written down; 503 when not',
          response: { 200: strict({ status: Type.Literal('ready') }) },
        },
      },
      (_request, reply) => {
        const { switchUp, journalOk } = figures();
        if (!switchUp) return reply.refuse({ code: 'H12_NOT_READY', why: 'Asterisk is not connected' });
        if (!journalOk)
          return reply.refuse({ code: 'H12_NOT_READY', why: 'calls are taken, but cannot be written down' });
        return { status: 'ready' as const };
      },
    );
    done();
  };
