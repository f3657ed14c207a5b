import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const limitMs = 5_000;

/**
 * Gives a command to Asterisk's console, over its control socket: costs no process.
 * @param runDir the run folder as seen from here
 * @returns what the console printed
 * @throws Error when there is no Asterisk or it does not answer within 5 s
 */
export function consoleCommand(runDir: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // Through the folder's descriptor, since a socket's own path may have 107 bytes at most.
    const folder = openSync(join(runDir, 'run'), 'r');
    const socket = connect(`/proc/self/fd/${String(folder)}/asterisk.ctl`);
    const chunks: Buffer[] = [];
    const limit = setTimeout(() => {
      socket.destroy(new Error(`the console did not answer "${command}" within ${String(limitMs)} ms`));
    }, limitMs);
    socket.once('connect', () => {
      // As `asterisk -rx` does: the console closes the connection when the command is done.
      socket.write(`cli quit after ${command}\0`);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(limit);
      closeSync(folder);
      resolve(tidy(Buffer.concat(chunks).toString('utf8')));
    });
  });
}

/** Takes away the greeting line, zero bytes and colours. */
function tidy(text: string): string {
  const esc = String.fromCharCode(27);
  const plain = text.replaceAll('\0', '').replaceAll(new RegExp(`${esc}\\[[0-9;]*m`, 'g'), '');
  return plain.slice(plain.indexOf('\n') + 1).trim();
}
