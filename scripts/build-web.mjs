// Builds the screens: dist/web/{index.html, app.js, app.css, favicon.svg} and the browsable description of the API. Nothing inline, so that the content security policy can be
// `default-src 'self'`.
import { cp, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const source = resolve(root, 'src/web');

/** @param {string} outdir where the files go */
export async function buildWeb(outdir = resolve(root, 'dist/web')) {
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [
      { in: resolve(source, 'main.tsx'), out: 'app' },
      { in: resolve(source, 'styles/app.css'), out: 'app' },
    ],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  });
  await Promise.all(
    ['index.html', 'favicon.svg'].map((file) => cp(resolve(source, file), resolve(outdir, file))),
  );
  await buildApiPage(resolve(outdir, 'api-page'));
}

/** Swagger UI, from the files that Fastify's own package of it carries: served from here, so that the page works without any network. */
async function buildApiPage(outdir) {
  const swaggerUi = resolve(fileURLToPath(import.meta.resolve('@fastify/swagger-ui')), '../static');
  await cp(resolve(source, 'api-page'), outdir, { recursive: true });
  await Promise.all(
    ['swagger-ui-bundle.js', 'swagger-ui.css'].map((file) =>
      cp(resolve(swaggerUi, file), resolve(outdir, file)),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb();
