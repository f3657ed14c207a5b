import { setTimeout as sleep } from 'node:timers/promises';
import type { AriClient } from 'ari-client';
import type { Logger } from 'pino';
import type { Device, SeatId } from '../acd/model.ts';
import { type Command, commandLimitMs, type Outcome } from '../calls/commands.ts';
import { type LegId, legId, type PlaybackId } from '../calls/model.ts';
import type { KnownPlace } from '../emergency/model.ts';
import { isObject } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Inventory, Switch, SwitchEvent } from '../ports/switch.ts';
import { type AriAddress, answersOnSocket, loadAriClient } from './ari-model.ts';
import { callEventTypes, fromAri, phoneEventTypes } from './from-ari.ts';
import { HttpRequests } from './http-requests.ts';
import { inDialplan, inventoryRequests, listIn, toInventory } from './inventory.ts';
import { type Answer, outcomeOf } from './outcome.ts';
import { isAnswer, type Sender, SocketRequests } from './requests.ts';
import { AriSocket, type BadMessage } from './socket.ts';
import { type AriRequest, dialledHalf, type ToAriOptions, toAri } from './to-ari.ts';

export type AriOptions = AriAddress & {
  /** The Stasis application of the calls; `<app>-phones` is the one that watches phones. */
  readonly app: string;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** Whether desk phones are asked to answer by themselves; default false. */
  readonly autoAnswer?: boolean;
  /** Which of a seat's phones is rung; default: the one on the desk. */
  readonly deviceOf?: (seat: SeatId) => Device;
  /** Where help is needed, by the ticket of the call, for desks that are told; default: never known. */
  readonly placeOf?: (ticketNo: string) => KnownPlace | null;
  /** The sound of a prompt in a language; default: that of the usual language. */
  readonly soundOf?: ToAriOptions['soundOf'];
};

export type AriState = {
  readonly up: boolean;
  /** How requests go: on the event socket, or over HTTP to an Asterisk before 22.5; null while there is no connection. */
  readonly requests: 'socket' | 'http' | null;
  /** Connections made so far. */
  readonly connections: number;
  readonly inFlight: number;
  /** Messages that could not be used, by kind; `strayAnswer`: nobody waited for it (any more); `fault`: a bug of the house. */
  readonly bad: Readonly<Record<Bad, number>>;
};

export type Ari = Switch & {
  /** Ends the connection for good; calls stay in Asterisk. */
  close(): Promise<void>;
  state(): AriState;
  /**
   * Has Asterisk read the phones' file anew; calls and registrations do not notice. It says that all is well whatever it read, so each
   * endpoint is asked for. @returns those that it knows now; null when it cannot be asked
   */
  reloadPhones(endpoints: readonly string[]): Promise<ReadonlySet<string> | null>;
  /** Asks something that is no command about a call. @throws Error when Asterisk is not there or does not answer */
  ask(request: AriRequest): Promise<Answer>;
  /** Cuts the connection; it is made again. For operators in need, and for tests. */
  cut(): void;
};

type Bad = BadMessage | 'strayAnswer' | 'fault';

const askLimitMs = 5_000;
const firstPauseMs = 25;
const longestPauseMs = 1_000;
/** A daemon that hands over to its successor has ended by then. */
const takenPauseMs = 10_000;
/** While Asterisk stays away, one line in so many tries, about one a minute. */
const sayEvery = 60;

/**
 * Connects to Asterisk, and again for ever: at the start, after a cut, after a restart. What Asterisk tells goes to `sink` in its order,
 * each connection beginning with `{ to: 'connection', up: true }`.
 */
export function startAri(options: AriOptions, sink: (event: SwitchEvent) => void): Ari {
  return new AriSwitch(options, sink);
}

class AriSwitch implements Ari {
  readonly #options: AriOptions;
  readonly #sink: (event: SwitchEvent) => void;
  readonly #bad: Record<Bad, number> = {
    malformed: 0,
    unknownType: 0,
    oversized: 0,
    strayAnswer: 0,
    fault: 0,
  };
  readonly #running: Promise<void>;
  #ari: AriClient | null = null;
  #socket: AriSocket | null = null;
  #sender: Sender | null = null;
  #mode: AriState['requests'] = null;
  #up = false;
  /** Citizens whom this connection was told to dial. */
  readonly #dialled = new Set<LegId>();
  /** Events that came before the connection was prepared. */
  #early: unknown[] = [];
  #connections = 0;
  #tries = 0;
  #taken = false;
  readonly #stop = new AbortController();

  constructor(options: AriOptions, sink: (event: SwitchEvent) => void) {
    this.#options = options;
    this.#sink = sink;
    this.#running = this.#run();
  }

  execute(command: Command): Promise<Outcome> {
    const { app, autoAnswer = false, deviceOf = () => 'desk', soundOf } = this.#options;
    const placeOf = (ticketNo: string): KnownPlace | null => this.#placeOf(ticketNo);
    const request = toAri(command, {
      app,
      autoAnswer,
      deviceOf,
      placeOf,
      ...(soundOf === undefined ? {} : { soundOf }),
    });
    if (request === null) return Promise.resolve({ result: 'refused', detail: 'nothing to be dialled' });
    return command.type === 'Dial' ? this.#dial(command, request) : this.#send(command, request);
  }

  /** A place that cannot be read is one that is not known: the desk is rung all the same. */
  #placeOf(ticketNo: string): KnownPlace | null {
    try {
      return this.#options.placeOf?.(ticketNo) ?? null;
    } catch (err) {
      this.#options.log.error({ err, ticketNo }, 'place not read');
      return null;
    }
  }

  #send(command: Command, request: AriRequest): Promise<Outcome> {
    if (!this.#up || this.#sender === null) return Promise.resolve({ result: 'down' });
    return this.#sender
      .send(request, commandLimitMs[command.type], command.call)
      .then((reply) => (typeof reply === 'string' ? { result: reply } : outcomeOf(command.type, reply)));
  }

  /**
   * Dials, unless the channel was dialled before. Told twice, Asterisk 22.10 starts a second dialplan on the same channel, which may end
   * Asterisk itself (seen), so it is asked first.
   */
  async #dial(command: Extract<Command, { type: 'Dial' }>, request: AriRequest): Promise<Outcome> {
    if (this.#dialled.has(command.leg)) return dialledBefore;
    this.#dialled.add(command.leg);
    const outcome = await this.#dialOnce(command, request);
    if (outcome.result === 'gone' || outcome.result === 'refused') this.#dialled.delete(command.leg);
    return outcome;
  }

  async #dialOnce(command: Extract<Command, { type: 'Dial' }>, request: AriRequest): Promise<Outcome> {
    const reply = await this.#sender?.send(dialledHalf(command.leg), commandLimitMs.Dial, command.call);
    if (reply === undefined || reply === 'down') return { result: 'down' };
    if (reply !== 'timeout' && inDialplan(reply)) return dialledBefore;
    return this.#send(command, request);
  }

  async inventory(playbacks: readonly PlaybackId[]): Promise<Inventory> {
    if (!this.#up) throw new Error('not connected to Asterisk');
    const asked = inventoryRequests(playbacks);
    const [channels, bridges, endpoints, ...played] = await Promise.all([
      this.ask(asked.channels),
      this.ask(asked.bridges),
      this.ask(asked.endpoints),
      ...asked.playbacks.map(async ({ id, request }) => ({ id, answer: await this.ask(request) })),
    ]);
    const answers = {
      channels: listIn('channels', channels),
      bridges: listIn('bridges', bridges),
      endpoints: listIn('endpoints', endpoints),
      playing: played.filter(({ answer }) => answer.status === 200).map(({ id }) => id),
    };
    return toInventory(answers, this.#options.app);
  }

  async reloadPhones(endpoints: readonly string[]): Promise<ReadonlySet<string> | null> {
    if (!this.#up) return null;
    try {
      await this.#mustAsk(readPhones);
      const asked = endpoints.map(async (endpoint) => {
        const uri = `asterisk/config/dynamic/res_pjsip/endpoint/${encodeURIComponent(endpoint)}`;
        const { status } = await this.ask({ method: 'GET', uri });
        return status === 200 ? [endpoint] : [];
      });
      return new Set((await Promise.all(asked)).flat());
    } catch (err) {
      this.#options.log.warn({ err }, 'phones not read');
      return null;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.cut();
    await this.#running;
  }

  state(): AriState {
    return {
      up: this.#up,
      requests: this.#mode,
      connections: this.#connections,
      inFlight: this.#sender?.inFlight() ?? 0,
      bad: { ...this.#bad },
    };
  }

  cut(): void {
    this.#socket?.cut('cut on purpose');
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const why = await this.#connection().catch((error: unknown) => this.#withoutSecrets(error));
      await this.#pause(why);
    }
  }

  /** Waits before the next try: a cut is mended at once, an Asterisk that is away is looked for each second. */
  #pause(why: string): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) return Promise.resolve();
    if (this.#tries % sayEvery === 0) this.#options.log.warn({ why }, 'not connected to asterisk');
    const ms = this.#taken ? takenPauseMs : Math.min(firstPauseMs * 2 ** this.#tries, longestPauseMs);
    this.#tries += 1;
    this.#taken = false;
    return sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  /** One connection from beginning to end. @returns why it ended @throws Error when it could not be made */
  async #connection(): Promise<string> {
    try {
      this.#ari ??= await loadAriClient(this.#options, this.#stop.signal);
      this.#stop.signal.throwIfAborted();
      this.#socket = new AriSocket(this.#ari, this.#apps(), {
        message: (message) => this.#take(message),
        bad: (kind) => this.#count(kind),
      });
      await this.#socket.open();
      await this.#prepare(this.#ari, this.#socket);
    } catch (error) {
      // It may be another Asterisk by the next time: its model is read again.
      this.#ari = null;
      this.#end('not prepared');
      throw error;
    }
    const why = await this.#socket.closed;
    this.#end(why);
    return why;
  }

  #apps(): readonly string[] {
    const { app } = this.#options;
    return [app, `${app}-phones`];
  }

  /**
   * Phones are watched by an application of their own: subscribed to all PJSIP endpoints, the calls' application would be told most events
   * of its channels twice (seen on Asterisk 22.10). A subscription does not outlive Asterisk's restart, so it is made each time.
   */
  async #prepare(ari: AriClient, socket: AriSocket): Promise<void> {
    const onSocket = answersOnSocket(ari);
    this.#mode = onSocket ? 'socket' : 'http';
    this.#sender = onSocket
      ? new SocketRequests((text) => socket.write(text))
      : new HttpRequests(this.#options);
    const phones = `applications/${encodeURIComponent(`${this.#options.app}-phones`)}`;
    await Promise.all([
      this.#mustAsk(filter(`applications/${encodeURIComponent(this.#options.app)}`, callEventTypes)),
      this.#mustAsk(filter(phones, phoneEventTypes)),
      this.#mustAsk({ method: 'POST', uri: `${phones}/subscription?eventSource=endpoint:PJSIP` }),
      // The daemon may have written other phones while it was not connected; calls and registrations do not notice a reload.
      this.#mustAsk(readPhones),
    ]);
    this.#connections += 1;
    this.#tries = 0;
    this.#up = true;
    this.#options.log.info({ requests: this.#mode, connections: this.#connections }, 'connected to asterisk');
    this.#tell({ to: 'connection', at: this.#options.now(), up: true });
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#hear(event);
  }

  #end(why: string): void {
    this.#socket?.cut(why);
    this.#sender?.lost();
    this.#socket = null;
    this.#sender = null;
    this.#mode = null;
    this.#early = [];
    this.#dialled.clear();
    if (!this.#up) return;
    this.#up = false;
    if (!this.#stop.signal.aborted) this.#options.log.error({ why }, 'connection to asterisk lost');
    this.#tell({ to: 'connection', at: this.#options.now(), up: false });
  }

  /** Takes a message off the socket: an answer, or an event, which waits until the connection is prepared. */
  #take(message: unknown): void {
    if (isAnswer(message)) {
      if (!(this.#sender instanceof SocketRequests && this.#sender.answer(message)))
        this.#count('strayAnswer');
    } else if (this.#up) this.#hear(message);
    else this.#early.push(message);
  }

  #hear(event: unknown): void {
    if (isObject(event) && event['type'] === 'ApplicationReplaced') {
      this.#giveWay();
      return;
    }
    const heard = fromAri(event, this.#options.now());
    if ('ignored' in heard) return;
    if (heard.to === 'call' && heard.event.type === 'CallerHungUp')
      this.#dialled.delete(legId(heard.call, 'caller'));
    this.#tell(heard);
  }

  /**
   * Another daemon has taken the application: Asterisk tells everything to it alone, while this socket stays open and silent. It may be
   * this one's successor, so it is let be for a while; if both are meant to run, both logs shout.
   */
  #giveWay(): void {
    this.#options.log.error({ app: this.#options.app }, 'another daemon took the application');
    this.#taken = true;
    this.#socket?.cut('taken by another daemon');
  }

  #tell(event: SwitchEvent): void {
    try {
      this.#sink(event);
    } catch (err) {
      this.#bad.fault += 1;
      this.#options.log.fatal({ err, to: event.to }, 'event not taken');
    }
  }

  #count(kind: Bad): void {
    this.#bad[kind] += 1;
    // Each kind once: whoever sends many does not fill the log as well.
    if (this.#bad[kind] === 1) this.#options.log.warn({ kind }, 'message from asterisk not used');
  }

  async ask(request: AriRequest): Promise<Answer> {
    const reply = (await this.#sender?.send(request, askLimitMs, request.uri)) ?? 'down';
    if (typeof reply === 'string') throw new Error(`Asterisk did not answer: ${reply}`);
    return reply;
  }

  async #mustAsk(request: AriRequest): Promise<void> {
    const { status } = await this.ask(request);
    if (status >= 300) throw new Error(`Asterisk refuses to be prepared: status ${String(status)}`);
  }

  /** What went wrong, in words: the address of the event socket holds the password. */
  #withoutSecrets(error: unknown): string {
    const cause: unknown = error instanceof Error ? error.cause : null;
    const words = [error, cause].flatMap((e) => (e instanceof Error ? [e.message] : [])).join(': ');
    const { password } = this.#options;
    return words
      .replaceAll(password, '…')
      .replaceAll(encodeURIComponent(password), '…')
      .replace(/api_key=[^&\s]*/g, 'api_key=…');
  }
}

const dialledBefore: Outcome = { result: 'conflict', detail: 'dialled before' };

const readPhones: AriRequest = { method: 'PUT', uri: 'asterisk/modules/res_pjsip.so' };

const filter = (application: string, types: readonly string[]): AriRequest => ({
  method: 'PUT',
  uri: `${application}/eventFilter`,
  body: { allowed: types.map((type) => ({ type })) },
});
