import { join } from 'node:path';
import type { Test } from 'tap';
import { encode } from '../../src/recordings/encoder.ts';
import { vaultFile } from '../../src/recordings/files.ts';
import { verifyVault } from '../../src/recordings/keeping.ts';
import { type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { storedEntry } from '../../src/recordings/witness.ts';
import { password, type Running, running } from '../http/running.ts';
import { pieces, tones } from './place.ts';

const because = { purpose: 'handling', note: 'to fill in the ticket' };

/** Puts sound into the vault as the intake does, with its entry on the audit record. */
export async function storeSound(
  { archive, recordings, audit, clock }: Running,
  id: RecordingId,
  raw: Buffer,
) {
  const encoding = encode(pieces(raw));
  const file = vaultFile(id, recordings.read(id)?.startedAt ?? clock.at, 'Asia/Shanghai');
  const sealed = await archive.vault.seal(id, file, encoding.pages);
  recordings.keep(sealed, encoding.measures(), () => audit.add(storedEntry(sealed, clock.at, 'intake')));
  return sealed;
}

/** A house with so many calls of agent1 that are over, their recordings in the vault, and people who look after recordings. */
export async function keptHouse(t: Test, many: number, soundMs = 25_000) {
  const house = await running(t);
  const ids: RecordingId[] = [];
  house.ready('agent1');
  for (let n = 1; n <= many; n += 1) {
    const call = house.arrive(n);
    house.tell(call, house.answered(call));
    house.tell(call, { type: 'CallerHungUp', at: house.clock.at, cause: 16 });
    house.ready('agent1');
    const id = recordingOf(call);
    // No two sound alike: a file in another's place has other content and, often, another length.
    await storeSound(house, id, tones(soundMs + n * 100, { leftHz: 300 + n * 50 }));
    ids.push(id);
  }
  for (const [username, role] of [
    ['custodian', 'recordingCustodian'],
    ['keeper', 'recordingCustodian'],
    ['office', 'managementOffice'],
    ['watcher', 'inspector'],
  ] as const)
    await house.people.create({ username, displayName: username, roles: [role], password, cleared: true });
  const root = join(t.testdirName, 'kept');
  return { ...house, ids, root, ...looking(house, root) };
}

function looking(house: Running, root: string) {
  const { recordings: store, archive, audit } = house;
  const findings = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    const { vault, redactions } = archive;
    const record = audit.recordings;
    for await (const { text } of verifyVault({ store, vault, root, record, original: redactions.original }))
      found.push(text);
    return found;
  };
  const ask = (cookie: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    house.ask(cookie, { method, url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) });
  const play = (cookie: string, id: string, payload: object = because) =>
    ask(cookie, 'POST', `/recordings/${id}/plays`, payload);
  const get = (cookie: string, path: string, range?: string) =>
    house.ask(cookie, { method: 'GET', url: path, headers: range === undefined ? {} : { range } });
  /** What comes of listening to a recording from its beginning to its end: the code of the refusal, or `played`. */
  const listening = async (cookie: string, id: string): Promise<string> => {
    const asked = await play(cookie, id);
    if (asked.statusCode !== 201) return asked.json<{ code: string }>().code;
    const heard = await get(cookie, asked.json<{ link: string }>().link, 'bytes=0-');
    return heard.statusCode === 206 ? 'played' : heard.json<{ code: string }>().code;
  };
  return { findings, say: ask, play, get, listening };
}
