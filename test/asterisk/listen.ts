import { pino } from 'pino';
import type { Test } from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { type Ari, type AriOptions, startAri } from '../../src/asterisk/client.ts';
import type { Command, Outcome } from '../../src/calls/commands.ts';
import type { CallEvent } from '../../src/calls/events.ts';
import {
  bridgeId,
  type CallId,
  type LegId,
  legId,
  type PhoneNumber,
  type PromptName,
  playbackId,
  usualLanguage,
} from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { SwitchEvent } from '../../src/ports/switch.ts';
import type { PrivateAsterisk } from './private-asterisk.ts';

const limitMs = 15_000;
type Is = (event: SwitchEvent) => boolean;

/** The adapter on a real Asterisk, with all it told. */
export type Listening = {
  readonly ari: Ari;
  readonly heard: readonly SwitchEvent[];
  /** Lines of the log so far. */
  readonly log: readonly string[];
  /** Resolves with the first event, past or to come, of which `is` holds, from the given place on. */
  until(is: Is, from?: number): Promise<SwitchEvent>;
  /** Resolves when a line of the log holds this text. */
  logged(text: string): Promise<void>;
  /** Resolves with the call of the next caller that has not been taken yet. */
  door(): Promise<CallId>;
  callEvent<T extends CallEvent['type']>(call: CallId, type: T): Promise<Extract<CallEvent, { type: T }>>;
};

export type Address = Pick<AriOptions, 'url' | 'user' | 'password' | 'app'>;

export const addressOf = (asterisk: PrivateAsterisk): Address => ({
  url: asterisk.ariUrl,
  user: asterisk.ariUser,
  password: asterisk.ariPassword,
  app: asterisk.ariApp,
});

/** Starts the adapter; it is closed after the test. */
export function listen(t: Test, address: Address): Listening {
  const heard: SwitchEvent[] = [];
  const log: string[] = [];
  const lookers = new Set<() => void>();
  const wake = <T>(list: T[], item: T): void => {
    list.push(item);
    for (const look of [...lookers]) look();
  };
  const ari = startAri(
    {
      ...address,
      log: pino({ level: 'trace' }, { write: (line: string) => wake(log, line) }),
      now: () => epochMs(Date.now()),
    },
    (event) => wake(heard, event),
  );
  t.teardown(() => ari.close());
  const first = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        lookers.delete(look);
        resolve(found);
      };
      AbortSignal.timeout(limitMs).addEventListener('abort', () => {
        lookers.delete(look);
        reject(new Error(`waited in vain; heard ${JSON.stringify(heard)}; log ${log.join('')}`));
      });
      lookers.add(look);
      look();
    });
  const until = (is: Is, from = 0): Promise<SwitchEvent> => first(() => heard.slice(from).find(is));
  const taken = new Set<CallId>();
  return {
    ari,
    heard,
    log,
    until,
    logged: async (text) => {
      await first(() => log.find((line) => line.includes(text)));
    },
    door: async () => {
      const event = await until((e) => e.to === 'door' && !taken.has(e.call));
      if (event.to !== 'door') throw new Error('no door');
      taken.add(event.call);
      return event.call;
    },
    callEvent: async (call, type) => {
      const event = await until((e) => e.to === 'call' && e.call === call && e.event.type === type);
      if (event.to !== 'call') throw new Error('no call');
      return event.event as never;
    },
  };
}

export const isUp: Is = (event) => event.to === 'connection' && event.up;
export const isDown: Is = (event) => event.to === 'connection' && !event.up;

/** Resolves when Asterisk holds no channel and no bridge any more; it is asked again and again. @throws Error after 15 s */
export async function emptied(asterisk: PrivateAsterisk): Promise<void> {
  await channelsGone(asterisk);
  await again('bridges', async () => (await asterisk.alive()).bridges);
}

/** Resolves when Asterisk holds no channel any more. @throws Error after 15 s */
export const channelsGone = (asterisk: PrivateAsterisk): Promise<void> =>
  again('channels', async () => (await asterisk.alive()).channels);

async function again(what: string, count: () => Promise<number>): Promise<void> {
  const until = performance.now() + limitMs;
  for (let left = await count(); left > 0; left = await count())
    if (performance.now() > until) throw new Error(`${String(left)} ${what} are left`);
}

/** The commands of one call, each given with the fewest words. */
export type Orders = {
  readonly caller: LegId;
  readonly seat: (n: number) => LegId;
  play(n: number, ...prompts: readonly string[]): Promise<Outcome>;
  ring(n: number, seat: string, more?: Partial<Extract<Command, { type: 'RingSeat' }>>): Promise<Outcome>;
  join(...legs: readonly LegId[]): Promise<Outcome>;
  leave(leg: LegId): Promise<Outcome>;
  hangUp(leg: LegId): Promise<Outcome>;
  give(type: 'CreateBridge' | 'DestroyBridge' | 'StartMusic' | 'StopMusic' | 'StopPlay'): Promise<Outcome>;
};

export function orders(ari: Pick<Ari, 'execute'>, call: CallId): Orders {
  const caller = legId(call, 'caller');
  const seat = (n: number): LegId => legId(call, 'seat', n);
  const bridge = bridgeId(call);
  const plain = {
    CreateBridge: { type: 'CreateBridge', call, bridge },
    DestroyBridge: { type: 'DestroyBridge', call, bridge },
    StartMusic: { type: 'StartMusic', call, leg: caller, musicClass: 'default' },
    StopMusic: { type: 'StopMusic', call, leg: caller },
    StopPlay: { type: 'StopPlay', call, playback: playbackId(call, 1) },
  } as const;
  return {
    caller,
    seat,
    play: (n, ...prompts) =>
      ari.execute({
        type: 'Play',
        call,
        leg: caller,
        playback: playbackId(call, n),
        prompts: prompts as PromptName[],
        language: usualLanguage,
      }),
    ring: (n, id, more = {}) =>
      ari.execute({
        type: 'RingSeat',
        call,
        leg: seat(n),
        seat: id as SeatId,
        from: '13800138000' as PhoneNumber,
        ticketNo: '20260101-000001',
        ringLimitMs: 20_000,
        ...more,
      }),
    join: (...legs) => ari.execute({ type: 'Join', call, bridge, legs }),
    leave: (leg) => ari.execute({ type: 'Leave', call, bridge, leg }),
    hangUp: (leg) => ari.execute({ type: 'HangUp', call, leg, reason: 'normal' }),
    give: (type) => ari.execute(plain[type]),
  };
}
