import type { Socket } from 'node:net';
import type { AriClient } from 'ari-client';
import type { WebSocket } from 'ws';

/** What came on the socket and could not be used. */
export type BadMessage = 'malformed' | 'unknownType' | 'oversized';

export type SocketDeps = {
  /** Told every event and every answer, in order. Must not throw. */
  readonly message: (message: unknown) => void;
  readonly bad: (kind: BadMessage) => void;
};

/** Far above the longest true message, the list of 10,000 channels. */
const longestMessageBytes = 16 * 1_048_576;
const openLimitMs = 5_000;
const beatMs = 1_000;
/** So many beats without a sign of life and the connection is taken for dead. */
const deadAfterBeats = 3;

/**
 * One connection of the event socket, from its opening to its end. ari-client makes the socket and reads its messages; its own
 * reconnection is switched off, since its pauses grow to 10 s and it gives up after ten tries.
 */
export class AriSocket {
  /** Resolves when the socket has closed, with the reason in a word. */
  readonly closed: Promise<string>;
  readonly #ws: WebSocket;
  readonly #opened: Promise<void>;
  #why = 'closed by Asterisk';
  #beat: NodeJS.Timeout | undefined;
  #gathering = false;

  /** @param apps Stasis applications whose events are wanted, the first being the one that answers to requests belong to */
  constructor(ari: AriClient, apps: readonly string[], deps: SocketDeps) {
    ari.removeAllListeners();
    ari.on('*', deps.message);
    ari._wsClosed = true;
    void ari.start(apps);
    if (ari._ws === undefined) throw new Error('ari-client has made no socket');
    this.#ws = ari._ws;
    guardMessages(this.#ws, deps);
    this.#opened = new Promise((resolve) => this.#ws.once('open', resolve));
    this.closed = new Promise((resolve) => {
      this.#ws.once('close', () => {
        clearInterval(this.#beat);
        resolve(this.#why);
      });
    });
    this.#ws.on('error', (error) => {
      this.#why = error.message;
    });
  }

  /** Resolves when the socket is open. @throws Error when it could not be opened within 5 s */
  async open(): Promise<void> {
    const timer = setTimeout(() => this.cut('not open in time'), openLimitMs);
    const failed = await Promise.race([this.#opened, this.closed]);
    clearTimeout(timer);
    if (failed !== undefined) throw new Error(failed);
    this.#watch();
  }

  /** @returns false when the socket is not open */
  write(text: string): boolean {
    if (this.#ws.readyState !== this.#ws.OPEN) return false;
    this.#gather();
    this.#ws.send(text);
    return true;
  }

  /** What one turn sends goes out in one write to the kernel, at the end of the turn: writes are what a command costs most. */
  #gather(): void {
    const socket = socketUnder(this.#ws);
    if (this.#gathering || socket === undefined) return;
    this.#gathering = true;
    socket.cork();
    process.nextTick(() => {
      this.#gathering = false;
      socket.uncork();
    });
  }

  /** Ends the connection without waiting for the other side. */
  cut(why: string): void {
    this.#why = why;
    this.#ws.terminate();
  }

  /**
   * A connection whose other end has vanished looks open until something is sent and not answered: Asterisk's machine has lost its power, a
   * firewall has forgotten the connection. Beats are counted, not time: a daemon that was busy itself does not blame Asterisk.
   */
  #watch(): void {
    let silent = 0;
    const alive = (): void => {
      silent = 0;
    };
    this.#ws.on('message', alive);
    this.#ws.on('pong', alive);
    this.#beat = setInterval(() => {
      silent += 1;
      if (silent > deadAfterBeats) this.cut('no sign of life');
      else this.#ws.ping();
    }, beatMs);
  }
}

/**
 * ari-client throws out of the socket's callback, which would end the process, on a text that is not JSON and on an event that its model
 * lacks (`eventModel.properties` in processMessage). Its listener is put behind a guard. Answers to requests do not go through it at all:
 * it knows nothing of them but their name, and looking that up costs more than everything else about an answer.
 */
function guardMessages(ws: WebSocket, { message, bad }: SocketDeps): void {
  for (const listener of ws.listeners('message')) {
    ws.off('message', listener as () => void);
    ws.on('message', (data, isBinary) => {
      if (sizeOf(data) > longestMessageBytes) {
        bad('oversized');
        return;
      }
      try {
        if (isAnswerText(data)) message(JSON.parse(data.toString()));
        else listener.call(ws, data, isBinary);
      } catch (error) {
        bad(error instanceof SyntaxError ? 'malformed' : 'unknownType');
      }
    });
  }
}

/** Asterisk writes the type first. A text that only looks like an answer is found out by whoever waits for answers. */
const answerMark = Buffer.from('"RESTResponse"');
const isAnswerText = (data: Buffer | ArrayBuffer | Buffer[]): data is Buffer =>
  Buffer.isBuffer(data) && data.subarray(0, 40).includes(answerMark);

/** The TCP or TLS socket of a WebSocket; `ws` has no public name for it. */
const socketUnder = (ws: WebSocket): Socket | undefined =>
  (ws as unknown as { readonly _socket?: Socket })._socket;

const sizeOf = (data: Buffer | ArrayBuffer | Buffer[]): number =>
  Array.isArray(data) ? data.reduce((sum, part) => sum + part.byteLength, 0) : data.byteLength;
