import { appendFileSync } from 'node:fs';
import type { Batch } from '../ports/journal.ts';

/**
 * Keeps a batch that the database will never take, a line of JSON in a file that only its owner reads, so that what was in it can be made
 * good by hand.
 * @throws Error when the file cannot be written
 */
export const setAside = (file: string, batch: Batch, fault: unknown): void =>
  appendFileSync(file, `${JSON.stringify({ fault: String(fault), batch })}\n`, { mode: 0o600 });
