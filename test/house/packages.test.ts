import t from 'tap';
import { type Manifest, packageFindings } from './rules/packages.ts';
import { fileAt, repositoryFiles } from './rules/tree.ts';

const files = repositoryFiles();
const manifest: Manifest = {
  dependencies: { pino: '1', '@fastify/cookie': '1' },
  devDependencies: { tap: '1', '@types/ws': '1', preact: '1', tsx: '1' },
};
const good = [
  {
    path: 'src/main.ts',
    text: "import pino from 'pino';\nimport '@fastify/cookie/x';\nimport 'node:fs';\nimport 'fs';",
  },
  { path: 'src/desk/socket.ts', text: "import type { WebSocket } from 'ws';\nimport './views.ts';" },
  { path: 'src/web/app.tsx', text: "import { render } from 'preact';" },
  { path: 'test/a.test.ts', text: "import t from 'tap';" },
];

t.test('package.json declares what is used and nothing else', (t) => {
  const own = JSON.parse(fileAt(files, 'package.json').text) as Manifest;
  t.strictSame(packageFindings(own, files), []);
  t.end();
});

t.test('a package that is declared and used as it is declared is not found', (t) => {
  t.strictSame(packageFindings(manifest, good), []);
  t.end();
});

t.test('a package that nobody uses is found', (t) => {
  const more = { ...manifest, dependencies: { ...manifest.dependencies, lodash: '1' } };
  t.strictSame(packageFindings(more, good), ['package.json: nobody uses lodash']);
  t.end();
});

t.test('a package that is not declared is found, also when only its types are', (t) => {
  const value = { path: 'test/b.test.ts', text: "import { x } from '@scope/thing/deep';" };
  t.strictSame(packageFindings(manifest, [...good, value]), [
    'test/b.test.ts: @scope/thing is not declared in package.json',
  ]);
  const ws = { path: 'src/desk/views.ts', text: "import { WebSocketServer } from 'ws';" };
  t.strictSame(packageFindings(manifest, [...good, ws]), [
    'src/desk/views.ts: ws is not declared in package.json',
  ]);
  t.end();
});

t.test('a development package in code that runs in production is found', (t) => {
  const late = { path: 'src/http/server.ts', text: "import { h } from 'preact';" };
  t.match(packageFindings(manifest, [...good, late]), [/^src\/http\/server\.ts: needs preact at run time/]);
  const types = { path: 'src/http/server.ts', text: "import type { h } from 'preact';" };
  t.strictSame(packageFindings(manifest, [...good, types]), []);
  t.end();
});
