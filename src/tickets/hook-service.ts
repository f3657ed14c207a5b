import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { OneRun } from '../lib/one-run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Delivery, Hook, HookStore } from './hook-store.ts';
import { nextTryAt, type Told } from './telling.ts';

export type HookDeps = {
  readonly store: HookStore;
  readonly now: () => EpochMs;
  /** Sends a request; Node's own in the running house. */
  readonly send: typeof fetch;
  readonly failed: (err: unknown) => void;
};

/** An answer that does not come by then is none, in ms. */
const limitMs = 10_000;
const atOnce = 20;

/**
 * Tells other systems. What is to be told is written down in the transaction of what it is about, so neither is there without the other;
 * each is told at least once, in the order of its number where nothing fails, and under the same id however often it is tried.
 */
export class HookService {
  readonly #deps: HookDeps;
  readonly #running = new OneRun(() => this.#all());
  #stopped = false;

  constructor(deps: HookDeps) {
    this.#deps = deps;
  }

  /** Writes down for everybody who follows it. Called within the transaction of what it is about. */
  tell(told: Told | null): void {
    if (told === null) return;
    const { store, now } = this.#deps;
    for (const { id: hook, unit } of store.all()) {
      if (unit !== null && !told.units.includes(unit)) continue;
      const id = randomUUID();
      const n = store.nextN(hook);
      store.add({ id, hook, n, body: JSON.stringify({ id, n, ...told }), createdAt: now() });
    }
  }

  make(asked: Pick<Hook, 'url' | 'unit' | 'createdBy'>): Hook {
    const secret = randomBytes(32).toString('base64url');
    const hook = {
      ...asked,
      id: randomBytes(8).toString('hex'),
      secret,
      createdAt: this.#deps.now(),
      paused: false,
    };
    this.#deps.store.put(hook);
    return hook;
  }

  /** Tries what is due, and goes on while there is more; asked for again meanwhile it is one run. */
  run(): Promise<void> {
    return this.#running.run();
  }

  /** Begins a run that nobody waits for. */
  kick(): void {
    if (!this.#stopped) this.run().catch(this.#deps.failed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running.underWay?.catch(this.#deps.failed);
  }

  async #all(): Promise<void> {
    for (;;) {
      const due = this.#stopped ? [] : this.#deps.store.due(this.#deps.now(), atOnce);
      if (due.length === 0) return;
      // One after the other for each system, all systems at once: a slow one holds up nobody else.
      const hooks = new Map<string, Delivery[]>();
      for (const one of due) hooks.set(one.hook, [...(hooks.get(one.hook) ?? []), one]);
      await Promise.all([...hooks].map(([id, those]) => this.#those(id, those)));
    }
  }

  async #those(id: string, those: readonly Delivery[]): Promise<void> {
    for (const one of those) {
      const hook = this.#deps.store.read(id);
      if (hook === null || this.#stopped) return;
      await this.#try(hook, one);
    }
  }

  async #try(hook: Hook, one: Delivery): Promise<void> {
    const { store, now } = this.#deps;
    const result = await this.#send(hook, one);
    const tries = one.tries + 1;
    const at = now();
    const done = /^2/.test(result);
    store.note(one.id, {
      tries,
      nextAt: done ? null : nextTryAt(tries, at),
      deliveredAt: done ? at : null,
      lastResult: result,
    });
  }

  /** @returns the answer's status, or why there is none */
  async #send({ url, secret }: Hook, { id, body }: Delivery): Promise<string> {
    const at = String(Math.floor(this.#deps.now() / 1_000));
    const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
    try {
      const answer = await this.#deps.send(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'x-h12-delivery': id,
          'x-h12-signature': `t=${at},v1=${signature}`,
        },
        signal: AbortSignal.timeout(limitMs),
      });
      await answer.body?.cancel();
      return String(answer.status);
    } catch (fault) {
      return fault instanceof Error ? fault.name : 'failed';
    }
  }
}
