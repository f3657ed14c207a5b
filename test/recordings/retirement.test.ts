import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import { after, type EpochMs } from '../../src/lib/time.ts';
import { createCustodyStore } from '../../src/recordings/custody-store.ts';
import { VaultKeyError } from '../../src/recordings/keyring.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import {
  fateOf,
  type KeepFacts,
  keptUntil,
  ruleFor,
  usualRetention,
} from '../../src/recordings/retention.ts';
import { Retirement } from '../../src/recordings/retirement.ts';
import { kinds } from '../../src/tickets/life/model.ts';
import { callId, noon, ticketNo } from '../store/samples.ts';
import { freshPlace, intakeOf, openPlace, type Place, storedOf, tones } from './place.ts';

const dayMs = 86_400_000;
const years = (n: number): EpochMs => after(noon, n * 365 * dayMs + dayMs);
const facts: KeepFacts = { startedAt: noon, kind: null, level: 'ordinary', stage: null, held: false };
const rules = { usualDays: 1_095, days: { complaint: 1_825, confidential: 3_650, consultation: 365 } };

t.test('each kind and level is kept for its time, the longest of those that fit', async (t) => {
  const cases: readonly (readonly [Partial<KeepFacts>, number, string])[] = [
    [{}, 1_095, 'usual'],
    [{ kind: 'help' }, 1_095, 'usual'],
    [{ kind: 'complaint' }, 1_825, 'complaint'],
    [{ kind: 'consultation' }, 365, 'consultation'],
    [{ kind: 'consultation', level: 'confidential' }, 3_650, 'confidential'],
    [{ kind: 'complaint', level: 'confidential' }, 3_650, 'confidential'],
  ];
  for (const [more, days, name] of cases) {
    const of = { ...facts, ...more };
    t.same(ruleFor(of, rules), { days, name });
    t.equal(fateOf(of, rules, after(noon, days * dayMs - 1)), 'kept', name);
    t.equal(fateOf(of, rules, after(noon, days * dayMs)), 'due', name);
  }
});

t.test('a hold and a ticket at work stop it, whatever the time', async (t) => {
  const late = years(40);
  t.equal(fateOf({ ...facts, held: true }, rules, late), 'held');
  for (const stage of ['atOffice', 'withUnits', 'returned', 'followUp'] as const)
    t.equal(fateOf({ ...facts, stage }, rules, late), 'atWork', stage);
  for (const stage of ['open', 'outOfScope', 'resolved', 'archived', 'merged'] as const)
    t.equal(fateOf({ ...facts, stage }, rules, late), 'due', stage);
  fc.assert(
    fc.property(fc.constantFrom(...kinds, null), fc.integer({ min: 0, max: 9_000 }), (kind, days) => {
      const of = { ...facts, kind };
      const at = after(noon, days * dayMs);
      return (fateOf(of, rules, at) === 'kept') === at < keptUntil(of, rules);
    }),
  );
});

/** A place with so many recordings taken in, and what destroys them at an instant. */
async function kept(t: Test, many: number, at: EpochMs) {
  const place = freshPlace(t, many);
  for (let n = 1; n <= many; n += 1)
    writeFileSync(join(place.spool, `1763978815.${String(n)}.raw`), tones(300));
  const intake = intakeOf(place);
  await intake.resume();
  await intake.idle();
  return { place, ...retiring(place, at) };
}

function retiring(place: Place, at: EpochMs) {
  const audit = createAuditStore(place.db);
  const custody = createCustodyStore(place.db);
  const retirement = new Retirement({
    store: custody,
    recordingsDir: place.root,
    rules: usualRetention,
    audit: (entry) => audit.add(entry),
    now: () => at,
    log: pino({ level: 'silent' }),
  });
  return { audit, custody, retirement };
}

const keyCount = (place: Place): unknown => place.db.prepare('SELECT count(*) FROM vault_keys').pluck().get();

t.test('what is due goes, key first, with a certificate; what is held stays', async (t) => {
  const { place, audit, custody, retirement } = await kept(t, 3, years(3));
  const id = recordingOf(callId(1));
  const { sha256 } = place.store.read(id) ?? {};
  const { file } = storedOf(place.store, id);
  const hold = custody.hold({
    recording: recordingOf(callId(2)),
    ticketNo: null,
    reason: 'a court asks',
    by: 'custodian' as never,
    at: noon,
  });
  const ofTicket = {
    recording: null,
    ticketNo: ticketNo(3),
    reason: 'x',
    by: 'custodian' as never,
    at: noon,
  };
  custody.hold(ofTicket);
  t.same(
    [...retirement.due()].map(({ elder, fate }) => [elder.id, fate]),
    [
      [id, 'due'],
      [recordingOf(callId(2)), 'held'],
      [recordingOf(callId(3)), 'held'],
    ],
  );
  t.equal(keyCount(place), 3, 'looking changes nothing');
  const stored = storedOf(place.store, id);
  t.equal(await retirement.run(), 1);
  t.match(place.store.read(id), { state: 'destroyed', file: null, sha256 });
  t.notOk(existsSync(join(place.root, file)));
  await t.rejects(place.vault.open(stored), VaultKeyError);
  const certificate = audit.newest(1)[0];
  t.match(certificate, { actor: 'retention', action: 'recording.destroy', target: id, outcome: 'done' });
  t.match(JSON.parse(certificate?.why ?? '{}'), { sha256, rule: 'usual', startedAt: after(noon, 1_000) });
  t.equal(await retirement.run(), 0, 'once');
  custody.endHold(hold.id, 'custodian' as never, noon);
  t.equal(await retirement.run(), 1, 'a hold that ended');
  t.equal(keyCount(place), 1);
});

t.test('a key that was destroyed is not found in the database’s files any more', async (t) => {
  const { place, retirement } = await kept(t, 1, years(3));
  const { fileId } = storedOf(place.store, recordingOf(callId(1)));
  const { wrapped } = place.store.key(fileId) ?? { wrapped: Buffer.alloc(0) };
  place.db.pragma('wal_checkpoint(TRUNCATE)');
  const database = join(place.root, '..', 'hotline.db');
  t.ok(readFileSync(database).includes(wrapped));
  await retirement.run();
  place.db.pragma('wal_checkpoint(TRUNCATE)');
  t.notOk(readFileSync(database).includes(wrapped));
});

t.test('nights in which nothing ran are made up for', async (t) => {
  const { retirement } = await kept(t, 5, years(9));
  t.equal(await retirement.run(), 5);
});

t.test(
  'killed at any step, the next run ends what was begun, and nothing is destroyed halfway',
  async (t) => {
    const script = fileURLToPath(new URL('retire-and-die.ts', import.meta.url));
    for (const step of ['keys', 'noted', 'removed']) {
      const { place } = await kept(t, 2, years(3));
      const dir = join(place.root, '..');
      place.db.close();
      const died = spawnSync(process.execPath, ['--import=tsx', script, dir, step], { encoding: 'utf8' });
      t.equal(died.signal, 'SIGKILL', `${step}: ${died.stderr}`);
      const again = openPlace(dir);
      t.teardown(() => again.db.close());
      const { retirement, audit } = retiring(again, years(3));
      const before = [...again.store.kept()].length;
      t.equal(keyCount(again), before, `${step}: as many keys as recordings`);
      t.equal(await retirement.run(), before);
      t.equal(keyCount(again), 0);
      for (const n of [1, 2])
        t.match(again.store.read(recordingOf(callId(n))), { state: 'destroyed', file: null });
      t.equal(
        audit.newest(10).filter(({ action }) => action === 'recording.destroy').length,
        2,
        'a certificate each',
      );
    }
  },
);
