import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Problem } from './problem.ts';
import { cookieName } from './sign-in.ts';

/** Describes the API as OpenAPI 3.1, at `/api/v1/openapi.json`. Must be hung before any route. */
export function useOpenApi(app: FastifyInstance, cookieSecure: boolean): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'hotline12345',
        version: '1',
        description:
          'Calls, seats and tickets of a 12345 hotline. Every error is an RFC 9457 problem whose `code` is stable.',
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookieName(cookieSecure) } },
      },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: describe(schema, route.config?.right === 'public'),
    }),
  });
}

/** Adds what every route has: the problem it answers with, and the session it needs. */
function describe(schema: FastifySchema | undefined, isPublic: boolean): FastifySchema {
  const known = (schema ?? {}) as FastifySchema & { readonly response?: object };
  return {
    ...known,
    security: isPublic ? [] : [{ session: [] }],
    response: {
      ...known.response,
      default: {
        description: 'a problem',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  };
}

/** The description itself. */
export function openApiRoute(app: FastifyInstance): void {
  app.get('/api/v1/openapi.json', { config: { right: 'public' }, schema: { hide: true } }, () =>
    app.swagger(),
  );
}
