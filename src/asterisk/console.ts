import { connect } from 'node:net';
import { controlSocket } from './run-folder.ts';

const limitMs = 5_000;

/**
 * Gives a command to Asterisk's console, over its control socket: costs no process.
 * @param runDir the run folder as seen from here
 * @returns what the console printed
 * @throws Error when there is no Asterisk or it does not answer within 5 s
 */
export function consoleCommand(runDir: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(controlSocket(runDir));
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
