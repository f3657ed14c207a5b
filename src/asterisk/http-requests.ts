import { type AriAddress, authorization } from './ari-model.ts';
import type { Reply, Sender } from './requests.ts';
import type { AriRequest } from './to-ari.ts';

/**
 * Requests over HTTP, for an Asterisk before 22.5. Several connections are used at once, so that order is kept here: within a lane (a
 * call) each request waits for the answer to the one before it.
 */
export class HttpRequests implements Sender {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #lanes = new Map<string, Promise<Reply>>();
  readonly #lost = new AbortController();
  #inFlight = 0;

  constructor(address: AriAddress) {
    this.#base = `${new URL(address.url).origin}/ari/`;
    this.#headers = { authorization: authorization(address), 'content-type': 'application/json' };
  }

  send(request: AriRequest, limitMs: number, lane: string): Promise<Reply> {
    const limit = AbortSignal.any([this.#lost.signal, AbortSignal.timeout(limitMs)]);
    const before = this.#lanes.get(lane);
    this.#inFlight += 1;
    const reply = (
      before === undefined ? this.#ask(request, limit) : before.then(() => this.#ask(request, limit))
    ).finally(() => {
      this.#inFlight -= 1;
      if (this.#lanes.get(lane) === reply) this.#lanes.delete(lane);
    });
    this.#lanes.set(lane, reply);
    return reply;
  }

  lost(): void {
    this.#lost.abort();
  }

  inFlight(): number {
    return this.#inFlight;
  }

  async #ask({ method, uri, body }: AriRequest, signal: AbortSignal): Promise<Reply> {
    if (this.#lost.signal.aborted) return 'down';
    // Those before it took all its time. It is not told as `down`, since no reconnection will set its call right.
    if (signal.aborted) return 'timeout';
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const answer = await fetch(this.#base + uri, { method, signal, headers: this.#headers, ...content });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return isOver(this.#lost.signal) || codeOf(error) === 'ECONNREFUSED' ? 'down' : 'timeout';
    }
  }
}

/** Asked again after a wait, in which it may have changed. */
const isOver = ({ aborted }: AbortSignal): boolean => aborted;

/** The system's code in what `fetch` throws. */
function codeOf(error: unknown): unknown {
  const cause: unknown = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? cause.code : null;
}
