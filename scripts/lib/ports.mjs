import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port the hotline is about to take; `variable` is where it is configured.
 * @typedef {{ readonly variable: string, readonly host: string, readonly port: number, readonly kind: 'tcp' | 'udp' }} Wanted
 */

/** The ports that somebody else has. @param {readonly Wanted[]} wanted @returns {Promise<readonly Wanted[]>} */
export async function takenPorts(wanted) {
  const free = await Promise.all(wanted.map((one) => (one.kind === 'tcp' ? tcpFree(one) : udpFree(one))));
  return wanted.filter((_, i) => !free[i]);
}

/** @param {Wanted} wanted */
async function tcpFree({ host, port }) {
  const server = createServer();
  server.listen({ host, port });
  const free = await settles(server);
  server.close();
  return free;
}

/** @param {Wanted} wanted */
async function udpFree({ host, port }) {
  const socket = createSocket('udp4');
  socket.bind(port, host);
  const free = await settles(socket);
  socket.close();
  return free;
}

/** @param {import('node:events').EventEmitter} emitter */
const settles = (emitter) =>
  once(emitter, 'listening').then(
    () => true,
    () => false,
  );
