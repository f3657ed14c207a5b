import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { contentPolicy } from './headers.ts';

const withPictures = `${contentPolicy}; img-src 'self' data:`;

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
    (request, reply) => {
      const path = request.params['*'];
      // Swagger UI's little pictures stand in its style sheet.
      if (path.startsWith('api-page/')) reply.header('content-security-policy', withPictures);
      return reply.sendFile(path === '' || path === 'api-page/' ? `${path}index.html` : path);
    },
  );
  return true;
}
