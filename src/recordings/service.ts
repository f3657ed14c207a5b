import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { CallId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { copyIn, describe, keptFile, rawFile, removeRaw, sizeOf } from './files.ts';
import { type Look, nextStep, type Step } from './intake.ts';
import type { Recording } from './model.ts';
import type { RecordingStore } from './store.ts';

/** How long between two looks at a file that is not finished, in ms; as long as a finished one must have been at rest. */
const lookAgainMs = 500;
/** How long after the hang-up the first look is, in ms: before it there is nothing to see. */
const firstLookMs = 200;
/** How long after a fault (a full disk, say) a recording is tried again, in ms. */
const retryMs = 5_000;
/** So many at once: taking in is never in a hurry, calls are. */
const atOnce = 2;

export type IntakeDeps = {
  readonly store: RecordingStore;
  readonly spoolDir: string;
  readonly recordingsDir: string;
  readonly timeZone: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
};

export type Intake = {
  /** A call has ended: its recording is to be taken in. */
  onEnded(call: CallId): void;
  /** Takes up what an earlier process left. Rejects when the spool cannot be read. */
  resume(): Promise<void>;
  /** Resolves when nothing is left to take in. */
  idle(): Promise<void>;
  /** Lets the copies under way finish; what waits is taken up by the next start. */
  close(): Promise<void>;
};

/** Takes recordings in: from the spool, where Asterisk wrote them, to the recordings folder, each with its record. */
export function createIntake(deps: IntakeDeps): Intake {
  return new Intaker(deps);
}

class Intaker implements Intake {
  readonly #deps: IntakeDeps;
  /** Recordings that wait for a look, in order of their coming. */
  readonly #ready: CallId[] = [];
  /** What was seen of each recording so far; a recording is in here from its coming to its end. */
  readonly #looks = new Map<CallId, Look | null>();
  readonly #timers = new Map<CallId, NodeJS.Timeout>();
  readonly #working = new Set<Promise<void>>();
  #waiters: (() => void)[] = [];
  #closed = false;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  onEnded(call: CallId): void {
    if (this.#closed || this.#looks.has(call)) return;
    this.#looks.set(call, null);
    this.#later(call, firstLookMs);
  }

  async resume(): Promise<void> {
    for (const call of this.#deps.store.toTakeIn()) this.onEnded(call);
    await this.#sweep();
  }

  /** Removes raw files whose recording is kept: the process ended between the note and the removal. All others stay. */
  async #sweep(): Promise<void> {
    const { spoolDir, store, log } = this.#deps;
    const names = await readdir(spoolDir);
    const calls = names
      .filter((name) => name.endsWith('.raw'))
      .map((name) => `C${name.slice(0, -4)}` as CallId);
    for (const call of calls)
      if (store.read(call)?.state === 'kept') await removeRaw(rawFile(spoolDir, call));
    const unknown = calls.filter((call) => store.read(call) === null).length;
    if (unknown > 0) log.warn({ unknown }, 'recordings of calls the daemon never had');
  }

  async idle(): Promise<void> {
    if (this.#looks.size === 0) return;
    await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#ready.length = 0;
    await Promise.all(this.#working);
  }

  #queue(call: CallId): void {
    this.#ready.push(call);
    this.#pump();
  }

  #pump(): void {
    while (!this.#closed && this.#working.size < atOnce) {
      const call = this.#ready.shift();
      if (call === undefined) return;
      const work: Promise<void> = this.#attend(call).finally(() => {
        this.#working.delete(work);
        this.#pump();
      });
      this.#working.add(work);
    }
  }

  async #attend(call: CallId): Promise<void> {
    try {
      const recording = this.#deps.store.read(call);
      // Not there yet while the turn that began it cannot be written; or there is nothing left to do.
      if (recording === null) this.#later(call, retryMs);
      else if (recording.state === 'kept' || recording.state === 'missing') this.#done(call);
      else await this.#look(recording);
    } catch (err) {
      this.#deps.log.error({ err, callId: call }, 'recording not taken in yet');
      this.#later(call, retryMs);
    }
  }

  async #look(recording: Recording): Promise<void> {
    const { call, startedAt } = recording;
    const { spoolDir, recordingsDir, timeZone } = this.#deps;
    const raw = rawFile(spoolDir, call);
    const file = keptFile(call, startedAt, timeZone);
    const rawBytes = await sizeOf(raw);
    const finished = rawBytes === null && (await sizeOf(join(recordingsDir, file))) !== null;
    const step = nextStep(this.#looks.get(call) ?? null, { at: this.#deps.now(), rawBytes, finished });
    await this.#take(call, step, { raw, file });
  }

  async #take(call: CallId, step: Step, { raw, file }: { raw: string; file: string }): Promise<void> {
    const { store, recordingsDir, log } = this.#deps;
    switch (step.do) {
      case 'wait':
        this.#looks.set(call, step.look);
        this.#later(call, lookAgainMs);
        return;
      case 'takeIn':
        store.keep(call, await copyIn(raw, recordingsDir, file));
        await removeRaw(raw);
        break;
      case 'note':
        store.keep(call, await describe(recordingsDir, file));
        break;
      case 'giveUp':
        store.markMissing(call);
        log.error({ callId: call }, 'recording missing');
    }
    this.#done(call);
  }

  #later(call: CallId, ms: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(call);
      this.#queue(call);
    }, ms);
    this.#timers.set(call, timer);
  }

  #done(call: CallId): void {
    this.#looks.delete(call);
    if (this.#looks.size > 0) return;
    for (const resolve of this.#waiters) resolve();
    this.#waiters = [];
  }
}
