import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { ClientMessage, closeCodes, ResumeQuery, ServerMessage } from './protocol.ts';

/** OpenAPI has no word for sockets: the messages stand beside the upgrade, under names of our own. */
const messages = {
  'x-websocket': {
    page: 'docs/desk-protocol.md',
    fromServer: ServerMessage,
    fromClient: ClientMessage,
    closeCodes,
  },
};

/** The desks' address as HTTP sees it. The upgrade itself is the socket's. */
export const deskRoute: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/desk',
    {
      config: { right: 'desk.open', errors: ['H12_UPGRADE_REQUIRED'] },
      schema: {
        tags: ['desk'],
        summary: 'The WebSocket of a desk: a snapshot, then numbered changes',
        description:
          'Needs the session cookie and an Origin of this server; without an upgrade 426. `stream` and `after` of an earlier socket ask to go on from there.',
        querystring: ResumeQuery,
        ...messages,
      },
    },
    (_request, reply) => {
      reply.header('upgrade', 'websocket');
      reply.refuse({ code: 'H12_UPGRADE_REQUIRED', why: 'this is a WebSocket' });
    },
  );
  done();
};
