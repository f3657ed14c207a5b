import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir } from './asterisk-root.mjs';
import { withLock } from './lock.mjs';
import { ensurePackages, needs } from './packages.mjs';
import { run } from './run.mjs';
import { SetUpError, say } from './say.mjs';

const repo = join(import.meta.dirname, '..', '..');
const oldest = [20, 19];

/** @throws {SetUpError} when this Node is older than package.json allows */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new SetUpError(`This is Node ${process.versions.node}; at least ${oldest.join('.')} is needed.`);
}

/** Installs the locked dependencies when they are missing or others, and sees to it that the compiled one works with this Node. */
export async function ensureDependencies() {
  if (upToDate() && sqliteLoads()) return;
  await withLock(join(repo, '.npm-ci.lock'), async () => {
    if (!upToDate()) {
      await ensurePackages(needs.compiler);
      say('installing dependencies (npm ci)');
      await npm('ci', '--no-audit', '--no-fund');
    }
    if (sqliteLoads()) return;
    // Some versions of npm do not run a package's install script unless it is allowed to; naming the package does.
    await ensurePackages(needs.compiler);
    say('compiling better-sqlite3 (a minute)');
    await npm('rebuild', 'better-sqlite3', '--foreground-scripts');
    if (!sqliteLoads())
      throw new SetUpError('better-sqlite3 was compiled but does not load.', 'npm rebuild better-sqlite3');
  });
}

/** @param {...string} args */
const npm = (...args) => run('npm', args, { cwd: repo, env: npmEnv(), label: `npm ${args[0]}` });

/** The headers that came with this Node need not be downloaded to compile against it. */
function npmEnv() {
  const prefix = dirname(dirname(process.execPath));
  const headers = join(prefix, 'include/node');
  if (!existsSync(join(headers, 'node.h'))) return process.env;
  const wrap = readFileSync(join(headers, 'node_object_wrap.h'), 'utf8');
  if (wrap.search(hook) < 0) return { npm_config_nodedir: prefix, ...process.env };
  return {
    ...process.env,
    npm_config_nodedir: withoutHook(headers, wrap),
    npm_config_build_from_source: 'true',
  };
}

/**
 * Since Node 24 an object wrapped by the old interface takes itself off a list when it is collected, and Node aborts when that happens
 * outside of JavaScript ("Assertion failed: (env) != nullptr"). better-sqlite3 12 wraps its statements so; 13 does not, but wants
 * Node 22. Compiled without these two calls it behaves as on Node 20 and 22.
 */
const hook = /^ *(?:Add|Remove)CleanupHook\(\);\n/gm;

/** A copy of the headers without the hook. @param {string} headers @param {string} wrap @returns {string} a folder for npm's `nodedir` */
function withoutHook(headers, wrap) {
  const prefix = join(cacheDir(), `node-${process.versions.node}-headers`);
  const copy = join(prefix, 'include/node');
  cpSync(headers, copy, { recursive: true, dereference: true });
  writeFileSync(join(copy, 'node_object_wrap.h'), wrap.replaceAll(hook, ''));
  return prefix;
}

/** Whether what npm says it installed is what the lock file asks for. */
function upToDate() {
  const hidden = join(repo, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(repo, 'package-lock.json'), 'utf8')).packages;
  const production = process.env.NODE_ENV === 'production';
  return Object.entries(locked).every(([path, { version, optional, dev, devOptional, link }]) => {
    if (path === '' || link === true) return true;
    const there = installed[path];
    if (there === undefined)
      return optional === true || (production && (dev === true || devOptional === true));
    return there.version === version;
  });
}

/** Whether better-sqlite3 loads in this Node, and survives that its statements are collected. */
function sqliteLoads() {
  const program = `
    let db = new (require('better-sqlite3'))(':memory:');
    for (let i = 0; i < 100; i++) db.prepare('select 1').get();
    db = null;
    gc();`;
  return (
    spawnSync(process.execPath, ['--expose-gc', '-e', program], { cwd: repo, stdio: 'ignore' }).status === 0
  );
}
