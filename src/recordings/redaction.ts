import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Audit } from '../audit/model.ts';
import { OneRun } from '../lib/one-run.ts';
import type { EpochMs } from '../lib/time.ts';
import { decode, encode } from './encoder.ts';
import { removeFile } from './files.ts';
import type { RecordingId } from './model.ts';
import type { RedactionStore } from './redaction-store.ts';
import type { RecordingStore } from './store.ts';
import type { Vault } from './vault.ts';
import { storedEntry } from './witness.ts';

export type RedactorDeps = {
  readonly store: RedactionStore;
  readonly recordings: Pick<RecordingStore, 'read'>;
  readonly vault: Vault;
  readonly recordingsDir: string;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly log: Logger;
};

/** How long after a fault (a full disk, a key that is not there) what waits is tried again, in ms. */
const retryMs = 60_000;

/**
 * Silences what custodians asked for. The redacted file is always made from the original with all that was asked so far, in pipes; the
 * original stays beside it, sealed. From the asking until it is done nobody hears the recording (access.ts). Killed anywhere, the next start does it again.
 */
export class Redactor {
  readonly #deps: RedactorDeps;
  readonly #running = new OneRun(() => this.#run());
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(deps: RedactorDeps) {
    this.#deps = deps;
  }

  /** Does what waits, one recording at a time; what fails is logged and tried again. Called while it runs, it is the same run, which also does what came meanwhile. */
  run(): Promise<void> {
    return this.#running.run();
  }

  /** Lets the recording under way be finished; what is left is the next start's. */
  async close(): Promise<void> {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    await this.#running.underWay;
  }

  async #run(): Promise<void> {
    try {
      await this.#all();
    } catch (err) {
      this.#deps.log.error({ err }, 'redactions not looked at');
      this.#later();
    }
  }

  async #all(): Promise<void> {
    const { store, log } = this.#deps;
    const failed = new Set<RecordingId>();
    const next = (): RecordingId | undefined => store.waiting().find((id) => !failed.has(id));
    for (let id = next(); id !== undefined && !this.#stopped; id = next()) {
      try {
        await this.#redact(id);
      } catch (err) {
        failed.add(id);
        log.error({ err, recording: id }, 'recording not redacted yet');
      }
      // Calls come first.
      await nextTurn();
    }
    if (failed.size > 0) this.#later();
  }

  #later(): void {
    if (this.#stopped) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      void this.run();
    }, retryMs).unref();
  }

  async #redact(id: RecordingId): Promise<void> {
    const { store, recordings, vault, recordingsDir, audit, now } = this.#deps;
    const recording = recordings.read(id);
    const redactions = store.of(id);
    const source = store.original(id) ?? recording;
    if (recording?.state !== 'kept' || source?.file == null || source.fileId === null) {
      store.drop(id, now());
      return;
    }
    const opened = await vault.open({ recording: id, file: source.file, fileId: source.fileId });
    try {
      const encoding = encode(decode(opened.read(0, opened.plainBytes)), { spans: redactions });
      const sealed = await vault.seal(id, redactedFile(source.file), encoding.pages);
      const at = now();
      const note = (): void => audit(storedEntry(sealed, at, 'redaction'));
      // Destroyed by rule meanwhile: then there is nothing left to redact, and nothing to keep.
      if (!store.replace(sealed, encoding.measures(), at, { redactions, note }))
        await removeFile(join(recordingsDir, sealed.file));
    } finally {
      await opened.close();
    }
  }
}

/** Beside the original, always by the same name: a try that was cut off is written over by the next. */
export const redactedFile = (original: string): string => original.replace(/\.h12v$/, '.redacted.h12v');
