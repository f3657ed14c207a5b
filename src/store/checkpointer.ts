import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** How often the log is brought into the database, in ms. */
const everyMs = 1_000;

export type Checkpointer = {
  /** Resolves at the end of the next round. */
  round(): Promise<void>;
  close(): Promise<void>;
};

/** Plain JavaScript as text: the same program runs built and, in tests and in development, from TypeScript, which threads cannot load. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  const db = new Database(workerData.file, { timeout: 50, fileMustExist: true });
  const checkpoint = () => {
    try { db.pragma('wal_checkpoint(PASSIVE)'); } catch (fault) { if (fault.code !== 'SQLITE_BUSY') throw fault; }
    parentPort.postMessage('round');
  };
  setInterval(checkpoint, workerData.everyMs);
`;

/**
 * Brings the write-ahead log into the database from a thread of its own: that waits for the disk, which the loop must not. Writers go on
 * meanwhile. Should the thread die, the connection of the loop does it itself once the log is large (`openStore`).
 */
export function startCheckpointer(file: string, onFault: (fault: Error) => void): Checkpointer {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(thread, { eval: true, execArgv: [], workerData: { driver, file, everyMs } });
  worker.on('error', onFault);
  worker.unref();
  return {
    async round() {
      worker.ref();
      await once(worker, 'message');
      worker.unref();
    },
    async close() {
      await worker.terminate();
    },
  };
}
