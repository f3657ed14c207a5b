import { once } from 'node:events';
import type { Test } from 'tap';
import { Value } from 'typebox/value';
import { WebSocket } from 'ws';
import { type Change, type DeskView, ServerMessage } from '../../src/desk/protocol.ts';
import type { Running } from '../http/running.ts';

export type Message = Omit<Change, 'type'> & {
  readonly type: 'snapshot' | 'change' | 'problem';
  readonly stream: string;
  readonly view: DeskView;
  readonly code: string;
};

/** The server's address once it listens. */
export async function listening({ app }: Running): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 });
}

type Headers = Readonly<Record<string, string>>;

/** As a desk that was cut off asks to go on. */
export const resuming = ({ stream, n }: { readonly stream: string; readonly n: number }): string =>
  `?stream=${stream}&after=${n}`;

/** Opens a desk's socket as a browser would. Every message is checked against the protocol. */
export async function openScreen(t: Test, address: string, cookie: string, query = '') {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/desk${query}`, {
    headers: { cookie, origin: address },
  });
  t.teardown(() => socket.terminate());
  const heard: Message[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    const message: unknown = JSON.parse((data as Buffer).toString());
    if (!Value.Check(ServerMessage, message)) t.fail(`not in the protocol: ${JSON.stringify(message)}`);
    heard.push(message as Message);
    wake();
  });
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  await once(socket, 'open');
  return {
    socket,
    heard,
    /** The code with which it was closed. */
    closed: closed.then(([code]) => code),
    /** The next message. */
    async next(): Promise<Message> {
      while (heard.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const [message] = heard.splice(0, 1);
      if (message === undefined) throw new Error('nothing heard');
      return message;
    },
  };
}

/** The status with which an upgrade is refused, and its body. */
export async function refusedScreen(url: string, headers: Headers) {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    import('node:http').IncomingMessage,
  ];
  const chunks = (await response.toArray()) as Buffer[];
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    body: JSON.parse(Buffer.concat(chunks).toString()) as { code: string },
  };
}
