import { isObject } from '../lib/shape.ts';
import type { Answer } from './outcome.ts';
import type { AriRequest } from './to-ari.ts';

/** What became of a request: Asterisk's answer, or none within the limit, or the connection was not there, or not for long enough. */
export type Reply = Answer | 'timeout' | 'down';

/** A way to Asterisk for requests. Requests given with the same `lane` reach it in their order. Never rejects. */
export type Sender = {
  send(request: AriRequest, limitMs: number, lane: string): Promise<Reply>;
  /** The connection is lost. What was sent and not answered may or may not have happened: it is told as `down`, and the next inventory shows. */
  lost(): void;
  inFlight(): number;
};

type Waiting = { readonly settle: (reply: Reply) => void; readonly timer: NodeJS.Timeout };

/**
 * Requests as messages on the event socket (`RESTRequest`, Asterisk 22.5 and later). All are sent at once; Asterisk serves those of one
 * socket in their order.
 */
export class SocketRequests implements Sender {
  readonly #write: (text: string) => boolean;
  readonly #waiting = new Map<string, Waiting>();
  #next = 1;

  /** @param write puts a message on the socket; false when it is not open */
  constructor(write: (text: string) => boolean) {
    this.#write = write;
  }

  send({ method, uri, body }: AriRequest, limitMs: number): Promise<Reply> {
    const id = String(this.#next++);
    const content =
      body === undefined ? {} : { content_type: 'application/json', message_body: JSON.stringify(body) };
    const message = { type: 'RESTRequest', transaction_id: id, request_id: id, method, uri, ...content };
    if (!this.#write(JSON.stringify(message))) return Promise.resolve('down');
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#settle(id, 'timeout'), limitMs);
      this.#waiting.set(id, { settle, timer });
    });
  }

  /** Takes an answer that came on the socket. @returns false when nobody waits for it: it came too late, or was never asked for */
  answer(event: Readonly<Record<string, unknown>>): boolean {
    const { request_id: id, status_code: status, message_body: body } = event;
    if (typeof id !== 'string' || typeof status !== 'number') return false;
    return this.#settle(id, { status, body: typeof body === 'string' ? body : '' });
  }

  lost(): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, 'down');
  }

  inFlight(): number {
    return this.#waiting.size;
  }

  #settle(id: string, reply: Reply): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return false;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.settle(reply);
    return true;
  }
}

/** Whether a message is the answer to a request, and not an event. */
export const isAnswer = (message: unknown): message is Readonly<Record<string, unknown>> =>
  isObject(message) && message['type'] === 'RESTResponse';
