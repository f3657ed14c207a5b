import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * The desk's page and its files: this folder and nothing else is ever served as files.
 * @param webDir where they were built
 * @returns whether they are there
 */
export function usePages(app: FastifyInstance, webDir: string): boolean {
  if (!existsSync(webDir)) return false;
  app.register(fastifyStatic, { root: webDir, serve: false, dotfiles: 'deny', index: false });
  app.get<{ Params: { '*': string } }>(
    '/*',
    { config: { right: 'public' }, schema: { hide: true } },
    (request, reply) => reply.sendFile(request.params['*'] === '' ? 'index.html' : request.params['*']),
  );
  return true;
}
