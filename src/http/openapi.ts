import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import type { Right } from '../access/roles.ts';
import { tokenRights } from '../tokens/model.ts';
import { statusOfCode } from './codes.ts';
import { Problem, problemOf } from './problem.ts';
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
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName(cookieSecure) },
          token: { type: 'http', scheme: 'bearer', description: 'for machines; made under /tokens' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ url, schema: describe(schema, route) }),
  });
}

type Route = Pick<RouteOptions, 'method' | 'config'>;

/** Adds what every route has: who may ask for it, the problems it answers with, and by what it knows who asks. */
function describe(schema: FastifySchema | undefined, route: Route): FastifySchema {
  const known = (schema ?? {}) as FastifySchema & {
    readonly description?: string;
    readonly response?: object;
  };
  const right = route.config?.right ?? 'public';
  const codes = codesOf(known, route);
  return {
    ...known,
    description: [
      ...(known.description === undefined ? [] : [known.description]),
      right === 'public' ? 'Public.' : `Right: \`${right}\`.`,
      `Refused with ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    ].join('\n\n'),
    'x-h12-right': right,
    'x-h12-codes': codes,
    security: securityOf(right),
    response: { ...known.response, ...problemsOf(codes) },
  } as FastifySchema;
}

const securityOf = (right: Right | 'public') => {
  if (right === 'public') return [];
  return tokenRights.includes(right) ? [{ session: [] }, { token: [] }] : [{ session: [] }];
};

/** What every route may be refused with, by what it takes; and what it names itself. */
function codesOf(schema: FastifySchema, { method, config }: Route): readonly string[] {
  const reading = [method].flat().includes('GET');
  const guarded = config?.right !== 'public';
  return [
    ...(guarded ? ['H12_NO_SESSION', 'H12_BAD_TOKEN', 'H12_TWO_CREDENTIALS', 'H12_FORBIDDEN'] : []),
    ...(guarded ? ['H12_PASSWORD_CHANGE_NEEDED', 'H12_ENROLMENT_NEEDED'] : []),
    ...(reading ? [] : ['H12_CSRF']),
    ...(schema.params === undefined ? [] : ['H12_URI_TOO_LONG', 'H12_BAD_REQUEST']),
    ...((schema.body ?? schema.querystring ?? schema.params) ? ['H12_INVALID'] : []),
    ...(reading ? [] : ['H12_MALFORMED', 'H12_BODY_TOO_LARGE', 'H12_MEDIA_TYPE']),
    'H12_TOO_MANY_REQUESTS',
    'H12_FAULT',
    'H12_STORE_BUSY',
    ...(config?.errors ?? []),
  ];
}

/** The problems by status, each with its codes. */
function problemsOf(codes: readonly string[]): object {
  const statuses = [...new Set(codes.map(statusOfCode))];
  const byStatus = statuses.map(
    (status) => [status, codes.filter((code) => statusOfCode(code) === status)] as const,
  );
  return Object.fromEntries(
    byStatus.map(([status, of]) => [
      status,
      {
        description: of.join(', '),
        content: {
          'application/problem+json': { schema: { ...Problem, examples: [exampleOf(of[0] ?? '')] } },
        },
      },
    ]),
  );
}

const exampleOf = (code: string) => problemOf({ code, why: 'what a person can do about it' }, '/api/v1/…');

/** The description itself. */
export function openApiRoute(app: FastifyInstance): void {
  app.get('/api/v1/openapi.json', { config: { right: 'public' }, schema: { hide: true } }, () =>
    app.swagger(),
  );
}
