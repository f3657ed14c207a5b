import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { say } from './say.mjs';

/**
 * Does `work` while no other process on this machine holds the same lock. The lock is held by a `flock` child that ends when this
 * process does, however that happens: a killed set-up never leaves a lock behind.
 * @template T
 * @param {string} file the lock's file, made when missing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; read -r _'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => holder.once('close', resolve));
  const waiting = setTimeout(() => say(`waiting for another set-up to finish (${file})`), 1_000);
  try {
    await new Promise((resolve, reject) => {
      holder.stdout.once('data', resolve);
      holder.once('error', reject);
      holder.once('close', () => reject(new Error(`flock could not lock ${file}`)));
    });
    clearTimeout(waiting);
    return await work();
  } finally {
    clearTimeout(waiting);
    holder.stdin.destroy();
    await ended;
  }
}
