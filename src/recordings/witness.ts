import type { AuditEntry } from '../audit/model.ts';
import type { Recording } from './model.ts';
import type { Sealed } from './vault.ts';

/**
 * What is put on the audit record of a file that came into the vault. The record shows every change of itself, so it is the witness of what the
 * database says of recordings: rows can be changed, removed, or put back as they once were, together with their files and keys.
 */
const storedWords = ({ fileId, sha256, bytes }: Pick<Sealed, 'fileId' | 'sha256' | 'bytes'>): string =>
  JSON.stringify({ fileId, sha256, bytes });

/** The entry that goes with it. */
export const storedEntry = (sealed: Sealed, at: AuditEntry['at'], actor: string): AuditEntry => ({
  at,
  actor,
  action: 'recording.store',
  target: sealed.recording,
  outcome: 'done',
  address: null,
  why: storedWords(sealed),
});

type Witnessed = Pick<AuditEntry, 'action' | 'why'>;

/**
 * What is wrong with a recording in the eyes of the audit record; null: nothing.
 * @param recording as the database has it; null: it has none
 * @param last what was put on the record of it last
 */
export function disagreement(recording: Recording | null, last: Witnessed): string | null {
  if (recording === null) return 'it was stored, and the database knows nothing of it';
  if (last.action === 'recording.destroy')
    return recording.state === 'destroyed' ? null : 'it was destroyed, and is there again';
  if (recording.state === 'destroyed') return 'it was destroyed, and no certificate says so';
  if (recording.state !== 'kept') return 'it was stored, and the database has forgotten it';
  const { fileId, sha256, bytes } = recording;
  const same =
    fileId !== null &&
    sha256 !== null &&
    bytes !== null &&
    storedWords({ fileId, sha256, bytes }) === last.why;
  return same ? null : 'it is not the one that was stored last: an older one, or another';
}
