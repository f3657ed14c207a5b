import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { encode } from './encoder.ts';
import { rawFile, recordingOfRaw, removeFile, sizeOf, soundOf, vaultFile } from './files.ts';
import { type Look, nextStep, type Step } from './intake.ts';
import type { Alarm, Recording, RecordingId } from './model.ts';
import { wavHeaderBytes } from './raw.ts';
import { spansOf } from './rules.ts';
import type { RecordingStore } from './store.ts';
import type { Vault } from './vault.ts';
import { storedEntry } from './witness.ts';

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
  readonly vault: Vault;
  readonly audit: Audit;
  readonly spoolDir: string;
  readonly recordingsDir: string;
  readonly timeZone: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** Told of each recording that somebody must look at. */
  readonly onAlarm: (id: RecordingId, alarm: Alarm) => void;
};

export type Intake = {
  /** A recording has ended: it is to be taken in. */
  onEnded(id: RecordingId): void;
  /** Takes up what an earlier process left. Rejects when the spool cannot be read. */
  resume(): Promise<void>;
  /** How many recordings of ended calls are not taken in yet. */
  waiting(): number;
  /** Resolves when nothing is left to take in. */
  idle(): Promise<void>;
  /** Lets the copies under way finish; what waits is taken up by the next start. */
  close(): Promise<void>;
};

/** Takes recordings in: from the spool, where Asterisk wrote them, to the recordings folder, each with its record. */
export function createIntake(deps: IntakeDeps): Intake {
  return new Intaker(deps);
}

/** A file with sound, and how much stands before the sound. */
type Source = { readonly file: string; readonly skip: number };

class Intaker implements Intake {
  readonly #deps: IntakeDeps;
  /** Recordings that wait for a look, in order of their coming. */
  readonly #ready: RecordingId[] = [];
  /** What was seen of each recording so far; a recording is in here from its coming to its end. */
  readonly #looks = new Map<RecordingId, Look | null>();
  readonly #timers = new Map<RecordingId, NodeJS.Timeout>();
  readonly #working = new Set<Promise<void>>();
  #waiters: (() => void)[] = [];
  #closed = false;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  onEnded(id: RecordingId): void {
    if (this.#closed || this.#looks.has(id)) return;
    this.#looks.set(id, null);
    this.#later(id, firstLookMs);
  }

  waiting(): number {
    return this.#looks.size;
  }

  async resume(): Promise<void> {
    for (const id of this.#deps.store.toTakeIn()) this.onEnded(id);
    await this.#sweep();
  }

  /** Removes raw files whose recording is in the vault: the process ended between the note and the removal. All others stay. */
  async #sweep(): Promise<void> {
    const { spoolDir, store, log } = this.#deps;
    const found = (await readdir(spoolDir)).map(recordingOfRaw).filter((id) => id !== null);
    for (const id of found) if (store.read(id)?.state === 'kept') this.onEnded(id);
    const unknown = found.filter((id) => store.read(id) === null).length;
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

  #queue(id: RecordingId): void {
    this.#ready.push(id);
    this.#pump();
  }

  #pump(): void {
    while (!this.#closed && this.#working.size < atOnce) {
      const id = this.#ready.shift();
      if (id === undefined) return;
      const work: Promise<void> = this.#attend(id).finally(() => {
        this.#working.delete(work);
        this.#pump();
      });
      this.#working.add(work);
    }
  }

  async #attend(id: RecordingId): Promise<void> {
    try {
      const recording = this.#deps.store.read(id);
      // Not there yet while the turn that began it cannot be written.
      if (recording === null) this.#later(id, retryMs);
      else await this.#look(recording);
    } catch (err) {
      this.#deps.log.error({ err, recording: id }, 'recording not taken in yet');
      this.#later(id, retryMs);
    }
  }

  async #look(recording: Recording): Promise<void> {
    const { id, state } = recording;
    const source = this.#sourceOf(recording);
    const bytes = await sizeOf(source.file);
    const sourceBytes = bytes === null ? null : Math.max(0, bytes - source.skip);
    const inVault = recording.fileId !== null;
    const step = nextStep(this.#looks.get(id) ?? null, { at: this.#deps.now(), state, inVault, sourceBytes });
    await this.#take(recording, step, source);
  }

  /** What is to be taken in: the raw file, or the WAV file that a version without a vault kept. */
  #sourceOf({ id, state, file, fileId }: Recording): Source {
    const { spoolDir, recordingsDir } = this.#deps;
    return state === 'kept' && fileId === null && file !== null
      ? { file: join(recordingsDir, file), skip: wavHeaderBytes }
      : { file: rawFile(spoolDir, id), skip: 0 };
  }

  async #take(recording: Recording, step: Step, source: Source): Promise<void> {
    const { id } = recording;
    switch (step.do) {
      case 'wait':
        this.#looks.set(id, step.look);
        this.#later(id, lookAgainMs);
        return;
      case 'seal':
        await this.#seal(recording, source);
        await removeFile(source.file);
        break;
      case 'removeSource':
        await removeFile(source.file);
        break;
      case 'giveUp':
        this.#deps.store.giveUp(id, step.alarm);
        this.#alarm(id, step.alarm);
        break;
      case 'done':
    }
    this.#done(id);
  }

  async #seal({ id, startedAt }: Recording, source: Source): Promise<void> {
    const { store, vault, timeZone, audit, now } = this.#deps;
    const spans = spansOf(startedAt, store.marks(id));
    const encoding = encode(soundOf(source.file, source.skip), { spans });
    const sealed = await vault.seal(id, vaultFile(id, startedAt, timeZone), encoding.pages);
    const measures = encoding.measures();
    const at = now();
    store.keep(sealed, measures, () => audit(storedEntry(sealed, at, 'intake')));
    const alarm = store.read(id)?.alarm ?? null;
    if (alarm !== null) this.#alarm(id, alarm);
  }

  #alarm(id: RecordingId, alarm: Alarm): void {
    this.#deps.log.error({ recording: id, alarm }, 'recording must be looked at');
    this.#deps.onAlarm(id, alarm);
  }

  #later(id: RecordingId, ms: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#queue(id);
    }, ms);
    this.#timers.set(id, timer);
  }

  #done(id: RecordingId): void {
    this.#looks.delete(id);
    if (this.#looks.size > 0) return;
    for (const resolve of this.#waiters) resolve();
    this.#waiters = [];
  }
}
