import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Query } from './query.ts';

/** Reads on a thread of its own: a search through a million tickets must not make a call wait. */
export type Reader = {
  all<T>(query: Query): Promise<readonly T[]>;
  /** Starts the thread and opens the database there, so that nobody who asks first waits for it. */
  warm(): Promise<void>;
  close(): Promise<void>;
};

/** A question that takes longer is given up, and the thread with it, in ms; figures of a year are asked for with more. */
const usualLimitMs = 20_000;

/** Plain JavaScript as text, as in checkpointer.ts. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  const db = new Database(workerData.file, { timeout: 1000, fileMustExist: true, readonly: true });
  db.pragma('trusted_schema = OFF');
  db.pragma('cache_size = -65536');
  const statements = new Map();
  parentPort.on('message', ({ id, sql, values }) => {
    try {
      let statement = statements.get(sql);
      if (statement === undefined) {
        if (statements.size > 200) statements.clear();
        statement = db.prepare(sql);
        statements.set(sql, statement);
      }
      parentPort.postMessage({ id, rows: statement.all(values) });
    } catch (fault) {
      parentPort.postMessage({ id, fault: String(fault) });
    }
  });
`;

type Said = { readonly id: number; readonly rows?: readonly unknown[]; readonly fault?: string };
type Asked = {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (fault: Error) => void;
};

/** What opens a database and reads its schema. */
const opening: Query = { sql: 'SELECT count(*) FROM sqlite_schema', values: {} };

/** Opens the database for reading; the thread starts when it is warmed or first asked, and again after it was lost. */
export function createReader(file: string, limitMs = usualLimitMs): Reader {
  const asked = new Map<number, Asked>();
  let worker: Worker | null = null;
  let last = 0;
  const lose = (fault: Error): void => {
    void worker?.terminate();
    worker = null;
    for (const { reject } of asked.values()) reject(fault);
    asked.clear();
  };
  const all = <T>({ sql, values }: Query): Promise<readonly T[]> =>
    new Promise<readonly T[]>((resolve, reject) => {
      worker ??= startThread(file, asked, lose);
      worker.ref();
      last += 1;
      const id = last;
      const timer = setTimeout(() => {
        if (asked.has(id)) lose(new Error('the question took too long'));
      }, limitMs);
      timer.unref();
      const over =
        <V>(then: (value: V) => void) =>
        (value: V): void => {
          clearTimeout(timer);
          then(value);
        };
      asked.set(id, { resolve: over((rows) => resolve(rows as readonly T[])), reject: over(reject) });
      worker.postMessage({ id, sql, values });
    });
  return {
    all,
    warm: async () => {
      await all(opening);
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}

function startThread(file: string, asked: Map<number, Asked>, lose: (fault: Error) => void): Worker {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(thread, { eval: true, execArgv: [], workerData: { driver, file } });
  worker.on('message', ({ id, rows, fault }: Said) => {
    const one = asked.get(id);
    asked.delete(id);
    if (asked.size === 0) worker.unref();
    if (rows === undefined) one?.reject(new Error(fault));
    else one?.resolve(rows);
  });
  worker.on('error', lose);
  return worker;
}
