import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, type ReadStream } from 'node:fs';
import { access, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentId } from '../acd/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import type { UnitId } from '../units/model.ts';

export type TicketFile = {
  readonly id: string;
  readonly no: TicketNo;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  /** It shows who the citizen is. */
  readonly identity: boolean;
  readonly addedAt: EpochMs;
  readonly addedBy: AgentId;
  /** Of whoever added it; null: of no unit. */
  readonly unit: UnitId | null;
};

export type FileStore = {
  of(no: TicketNo): readonly TicketFile[];
  read(no: TicketNo, id: string): TicketFile | null;
  /** Writes the bytes down for good. @returns their hash, by which they are kept: the same bytes are kept once */
  keep(bytes: Buffer): Promise<string>;
  add(file: Omit<TicketFile, 'id'>): TicketFile;
  open(file: TicketFile): ReadStream;
};

type Row = Omit<TicketFile, 'identity'> & { readonly identity: 0 | 1 };
const columns = `id, no, name, type, bytes, sha256, identity, added_at AS addedAt, added_by AS addedBy, unit`;
const fileOf = (row: Row): TicketFile => ({ ...row, identity: row.identity === 1 });

/** Attachments. @param folder where the bytes stand; made with mode 0700 with the first */
export function createFileStore(db: Db, folder: string): FileStore {
  const of = db.prepare<[TicketNo], Row>(
    `SELECT ${columns} FROM ticket_files WHERE no = ? ORDER BY added_at, id`,
  );
  const read = db.prepare<[TicketNo, string], Row>(
    `SELECT ${columns} FROM ticket_files WHERE no = ? AND id = ?`,
  );
  const add = db.prepare(
    `INSERT INTO ticket_files (id, no, name, type, bytes, sha256, identity, added_at, added_by, unit)
     VALUES (@id, @no, @name, @type, @bytes, @sha256, @identity, @addedAt, @addedBy, @unit)`,
  );
  return {
    of: (no) => of.all(no).map(fileOf),
    read(no, id) {
      const row = read.get(no, id);
      return row === undefined ? null : fileOf(row);
    },
    keep: (bytes) => keep(folder, bytes),
    add(file) {
      const made = { id: randomBytes(8).toString('hex'), ...file };
      add.run({ ...made, identity: made.identity ? 1 : 0 });
      return made;
    },
    open: ({ sha256 }) => createReadStream(join(folder, sha256)),
  };
}

/** Under another name first, and on the disk before it has its own: cut off at any moment there is no half file under a hash. */
async function keep(folder: string, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, sha256);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return sha256;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  const file = await open(partial, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  return sha256;
}
