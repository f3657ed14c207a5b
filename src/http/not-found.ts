import type { FastifyInstance } from 'fastify';
import { pathOf } from './problem.ts';

type Known = { readonly url: RegExp; readonly methods: Set<string> };

/** Answers what no route is for: 405 where the address has other methods, 404 elsewhere. Must be hung before any route. */
export function useNotFound(app: FastifyInstance): void {
  const known = new Map<string, Known>();
  app.addHook('onRoute', ({ url, method }) => {
    // The page's files: what is not there is not found, whatever the method.
    if (url === '/*') return;
    const methods = known.get(url)?.methods ?? new Set<string>();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, { url: patternOf(url), methods });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = [...known.values()]
      .filter(({ url }) => url.test(path))
      .flatMap(({ methods }) => [...methods]);
    if (allowed.length === 0 || allowed.includes(request.method))
      return reply.refuse({ code: 'H12_NOT_FOUND', why: 'there is nothing here' });
    const list = allowed.toSorted().join(', ');
    reply.header('allow', list);
    return reply.refuse({ code: 'H12_METHOD_NOT_ALLOWED', why: `this can be asked for with ${list}` });
  });
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`);
