import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { PrivateAsterisk } from './private-asterisk.ts';

export type RawEvent = Readonly<Record<string, unknown>> & { readonly type: string };
export type RawAnswer = { readonly status: number; readonly body: string };

/** Asterisk's own words, unfiltered: for recording fixtures and for asking what the adapter does not ask. */
export type RawAri = {
  readonly events: readonly RawEvent[];
  ask(method: string, uri: string, body?: object): Promise<RawAnswer>;
  /** Resolves with the first event of this type of which `is` holds, past or to come. */
  event(type: string, is?: (event: RawEvent) => boolean): Promise<RawEvent>;
  close(): void;
};

const limitMs = 10_000;

/** @param app Stasis applications, separated by commas; unlike the adapter's they get every event */
export async function connectRaw(asterisk: PrivateAsterisk, app = asterisk.ariApp): Promise<RawAri> {
  const { host } = new URL(asterisk.ariUrl);
  const socket = new WebSocket(
    `ws://${host}/ari/events?app=${app}&api_key=${asterisk.ariUser}:${asterisk.ariPassword}`,
  );
  const events: RawEvent[] = [];
  const answers = new Map<string, (answer: RawAnswer) => void>();
  const lookers = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString()) as RawEvent;
    if (event.type === 'RESTResponse') {
      const { request_id, status_code, message_body = '' } = event as never;
      answers.get(request_id)?.({ status: status_code, body: message_body });
      return;
    }
    events.push(event);
    for (const look of lookers) look();
  });
  await once(socket, 'open');
  let next = 1;
  return {
    events,
    close: () => socket.terminate(),
    ask: (method, uri, body) => {
      const id = String(next++);
      const content =
        body === undefined ? {} : { content_type: 'application/json', message_body: JSON.stringify(body) };
      socket.send(
        JSON.stringify({
          type: 'RESTRequest',
          transaction_id: id,
          request_id: id,
          method,
          uri,
          ...content,
        }),
      );
      return new Promise((resolve) => answers.set(id, resolve));
    },
    event: (type, is = () => true) =>
      new Promise((resolve, reject) => {
        AbortSignal.timeout(limitMs).addEventListener('abort', () => {
          lookers.delete(look);
          reject(new Error(`Asterisk did not tell ${type}`));
        });
        const look = (): void => {
          const found = events.find((event) => event.type === type && is(event));
          if (found === undefined) return;
          lookers.delete(look);
          resolve(found);
        };
        lookers.add(look);
        look();
      }),
  };
}
