import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Stands between the adapter and an Asterisk, to do to their connection what networks and other versions do. */
export type AriProxy = {
  readonly url: string;
  /** From now on nothing passes on the sockets that are open, though they stay open. New ones are not touched. */
  freeze(): void;
  /** Ends all sockets at once, without a word. */
  cut(): void;
  /** Refuses (or takes again) new connections. */
  refuse(on: boolean): void;
  /** Puts a message on the event socket, as if Asterisk had. */
  inject(text: string): void;
  close(): Promise<void>;
};

export type AriProxyOptions = {
  readonly target: string;
  /** Makes the model one of before 22.5, where the event socket answers no requests. */
  readonly older?: boolean;
};

type Pair = { readonly near: Duplex; readonly far: Socket };

export async function startAriProxy({ target, older = false }: AriProxyOptions): Promise<AriProxy> {
  const { hostname: host, port } = new URL(target);
  const pairs = new Set<Pair>();
  const state = { refusing: false };
  const server = createServer((incoming, outgoing) => {
    if (state.refusing) incoming.socket.destroy();
    else pass(incoming, outgoing, { host, port, older });
  });
  server.on('upgrade', (incoming: IncomingMessage, near: Duplex) => {
    if (state.refusing) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), host);
    const pair = { near, far };
    pairs.add(pair);
    const lines = incoming.rawHeaders.flatMap((word, i, all) =>
      i % 2 === 0 ? [`${word}: ${all[i + 1] ?? ''}`] : [],
    );
    far.write(`GET ${incoming.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    near.pipe(far).pipe(near);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const side of [near, far]) side.on('close', end).on('error', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    freeze: () => {
      for (const { near, far } of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    cut: () => {
      for (const { near } of pairs) near.destroy();
    },
    refuse: (on) => {
      state.refusing = on;
    },
    inject: (text) => {
      for (const { near } of pairs) near.write(frame(text));
    },
    close: async () => {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Target = { readonly host: string; readonly port: string; readonly older: boolean };

function pass(incoming: IncomingMessage, outgoing: ServerResponse, { host, port, older }: Target): void {
  const { method, url = '', headers } = incoming;
  const asked = request({ host, port, method, path: url, headers }, (answer) => {
    if (older && url.endsWith('/api-docs/events.json')) void passOlder(answer, outgoing);
    else answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers));
  });
  asked.on('error', () => outgoing.destroy());
  incoming.pipe(asked);
}

async function passOlder(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const parts = (await answer.toArray()) as Buffer[];
  const model = JSON.parse(Buffer.concat(parts).toString()) as { models: Record<string, unknown> };
  delete model.models['RESTResponse'];
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(model));
}

/** A WebSocket text frame as servers send it (RFC 6455, section 5.2). */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
