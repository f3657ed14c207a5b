import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { statusOfCode } from './codes.ts';

/** What is told when something was not done. */
export type Refused = {
  readonly code: string;
  readonly why: string;
  /** When it may be tried again, in ms from now. */
  readonly retryMs?: number;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
};

/** The one shape of every error: RFC 9457, with the stable `code`. */
export const Problem = Type.Object({
  type: Type.Literal('about:blank'),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String({ pattern: '^H12_' }),
  instance: Type.String(),
  errors: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
      description: 'what is wrong with each part of the request',
    }),
  ),
});

export const problemType = 'application/problem+json; charset=utf-8';

/** The problem as it is sent. @param instance the path that was asked for, without its query */
export function problemOf({ code, why, errors }: Refused, instance: string) {
  const status = statusOfCode(code);
  return {
    type: 'about:blank' as const,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: why,
    code,
    instance,
    ...(errors === undefined ? {} : { errors }),
  };
}

/** A problem as bytes, where there is no reply to send it with. */
export function rawProblem(problem: ReturnType<typeof problemOf>): string {
  const body = JSON.stringify(problem);
  return `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a problem; its status is found by the code. Returns nothing: `never`, so that a handler may return it beside its body. */
    refuse(refused: Refused): never;
  }
}

/** The path that was asked for, without its query. */
export const pathOf = (request: { readonly url: string }): string => request.url.split('?', 1)[0] ?? '';

function refuse(this: FastifyReply, refused: Refused): never {
  const problem = problemOf(refused, pathOf(this.request));
  if (refused.retryMs !== undefined) this.header('retry-after', String(Math.ceil(refused.retryMs / 1000)));
  // As text, so that no response schema of the route touches it.
  void this.code(problem.status).type(problemType).send(JSON.stringify(problem));
  return undefined as never;
}

/** Gives every reply `refuse`, and turns every fault into a problem. */
export function useProblems(app: FastifyInstance): void {
  app.decorateReply('refuse', refuse);
  app.setErrorHandler((fault: FastifyError, request, reply) => {
    const refused = refusedOf(fault);
    if (statusOfCode(refused.code) === 500)
      request.log.error({ err: fault, route: request.routeOptions.url }, 'request failed');
    reply.refuse(refused);
  });
}

/** Faults of Fastify that are the sender's, by code. */
const bySender: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'H12_MALFORMED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'H12_MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'H12_MALFORMED',
  FST_ERR_CTP_BODY_TOO_LARGE: 'H12_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'H12_MEDIA_TYPE',
  FST_ERR_BAD_URL: 'H12_BAD_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'H12_URI_TOO_LONG',
};
const words: Readonly<Record<string, string>> = {
  H12_MALFORMED: 'the body is not JSON',
  H12_BODY_TOO_LARGE: 'the body is too large',
  H12_MEDIA_TYPE: 'the body must be application/json',
  H12_BAD_REQUEST: 'the address cannot be read',
  H12_URI_TOO_LONG: 'a part of the address is too long',
};

/** What a fault is to the sender. Not every fault that comes here is Fastify's own: the members of its type may be missing. */
function refusedOf(fault: Error & Partial<FastifyError>): Refused {
  if (fault.validation !== undefined) {
    const errors = fault.validation.map(({ instancePath, message }) => ({
      path: `${fault.validationContext ?? ''}${instancePath}`,
      message: message ?? 'is wrong',
    }));
    return { code: 'H12_INVALID', why: 'the request is not as described', errors };
  }
  const code = bySender[fault.code ?? ''];
  if (code !== undefined) return { code, why: words[code] ?? '' };
  if (fault.code?.startsWith('SQLITE_BUSY') === true)
    return { code: 'H12_STORE_BUSY', why: 'the database is busy; try again', retryMs: 1_000 };
  const status = fault.statusCode ?? 500;
  // A file outside the folder of the screens, or hidden in it, is as good as not there.
  if (status === 404 || status === 403) return { code: 'H12_NOT_FOUND', why: 'there is nothing here' };
  if (status >= 400 && status < 500) return { code: 'H12_BAD_REQUEST', why: 'the request cannot be read' };
  return { code: 'H12_FAULT', why: 'the hotline could not do this; it has been logged' };
}
