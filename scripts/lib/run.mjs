import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetUpError, say } from './say.mjs';

const tailLines = 30;
const progressEveryMs = 5_000;

/**
 * Runs a command to its end. Its output is kept back and shown only when it fails; meanwhile its last line is told now and then.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, label?: string }} [options] label: how progress lines call it
 * @throws {SetUpError} with the last lines of its output when it cannot be started or exits with another code than 0
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = [];
  const take = (chunk) => {
    lines.push(...String(chunk).split('\n').filter(Boolean));
    lines.splice(0, Math.max(0, lines.length - tailLines));
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ticker = setInterval(() => {
    if (options.label !== undefined) say(`  ${options.label}: ${(lines.at(-1) ?? 'under way').slice(0, 90)}`);
  }, progressEveryMs);
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpError(`Could not start ${command}: ${error.message}`)));
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  }).finally(() => clearInterval(ticker));
  if (code !== 0) {
    throw new SetUpError(`${command} ${args.join(' ')} ended with ${String(code)}:\n${lines.join('\n')}`);
  }
}

/** The first executable of this name on the PATH, or null. @param {string} name */
export function which(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders.filter(Boolean)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: look in the next folder.
    }
  }
  return null;
}

/** What a short command prints, trimmed; null when it cannot be run or fails. @param {string} command @param {readonly string[]} args */
export function outputOf(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** Whether this process may install packages and change its root. */
export const isRoot = () => process.getuid?.() === 0;
