import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Phone } from '../phones/model.ts';
import { renderSeats } from './conf.ts';

/** Writes the file Asterisk includes for the seats' phones: whole or not at all, its owner's alone (it holds passwords). */
export function writeSeatsFile(file: string, phones: readonly Phone[]): void {
  const aside = `${file}.part`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const text = renderSeats(
    phones.map(({ seat, secret, kind }) => ({ endpoint: seat, password: secret, kind })),
  );
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}
