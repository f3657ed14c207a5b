import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createAuditStore } from '../../src/audit/store.ts';
import { backUp, restoreFrom } from '../../src/backup.ts';
import { after, type EpochMs } from '../../src/lib/time.ts';
import { createCustodyStore } from '../../src/recordings/custody-store.ts';
import { verifyVault } from '../../src/recordings/keeping.ts';
import { consultationOf, type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { usualRetention } from '../../src/recordings/retention.ts';
import { Retirement } from '../../src/recordings/retirement.ts';
import { callId, noon, ticketNo } from '../store/samples.ts';
import { freshPlace, heardIn, intakeOf, openPlace, type Place, storedOf, toneIn, tones } from './place.ts';

const call = recordingOf(callId(1));
const consultation = consultationOf(callId(1), 1);
const dayMs = 86_400_000;

/** A call with a private talk in it, both taken in: the call sounds of 400 and 1,000 Hz, the private talk of 500 and 700 Hz. */
async function withConsultation(t: Test): Promise<Place> {
  const place = freshPlace(t);
  const of = { recording: consultation, call: callId(1) } as const;
  const began = { kind: 'consultation', ticketNo: ticketNo(1), at: after(noon, 1_200) } as const;
  place.store.apply({ type: 'RecordingBegan', ...of, ...began });
  place.store.apply({ type: 'RecordingEnded', ...of, at: after(noon, 1_900) });
  writeFileSync(join(place.spool, '1763978815.1.raw'), tones(900));
  const apart = tones(500, { leftHz: 500, rightHz: 700 });
  writeFileSync(join(place.spool, '1763978815.1.consultation.1.raw'), apart);
  const intake = intakeOf(place);
  await intake.resume();
  await intake.idle();
  return place;
}

async function findings({ store, vault, root, record, original }: Place): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { text } of verifyVault({ store, vault, root, record, original })) found.push(text);
  return found;
}

const retirementAt = (place: Place, at: EpochMs): Retirement =>
  new Retirement({
    store: createCustodyStore(place.db),
    recordingsDir: place.root,
    rules: usualRetention,
    audit: (entry) => createAuditStore(place.db).add(entry),
    now: () => at,
    log: pino({ level: 'silent' }),
  });

t.test(
  'a private talk is taken into the vault beside its call: a file, a key and an entry of its own',
  async (t) => {
    const place = await withConsultation(t);
    const [mine, its] = [storedOf(place.store, consultation), storedOf(place.store, call)];
    t.not(mine.file, its.file);
    t.not(mine.fileId, its.fileId);
    t.match(place.store.read(consultation), { state: 'kept', kind: 'consultation', ticketNo: ticketNo(1) });
    const sound = await heardIn(place, consultation);
    t.ok(toneIn(sound, 0, 500) > 0.1 && toneIn(sound, 1, 700) > 0.1, 'the private talk');
    t.ok(toneIn(sound, 0, 400) < 0.02 && toneIn(sound, 1, 1_000) < 0.02, 'and nothing of the call');
    t.notOk(existsSync(join(place.spool, '1763978815.1.consultation.1.raw')));
    t.same(await findings(place), []);
  },
);

t.test('that its file is gone, or that it is the call’s, is found', async (t) => {
  const place = await withConsultation(t);
  const [mine, its] = [storedOf(place.store, consultation), storedOf(place.store, call)];
  place.db.prepare('UPDATE recordings SET file = ? WHERE id = ?').run(its.file, consultation);
  t.match((await findings(place)).join('\n'), new RegExp(consultation.replaceAll('.', String.raw`\.`)));
  place.db.prepare('UPDATE recordings SET file = ? WHERE id = ?').run(mine.file, consultation);
  t.same(await findings(place), []);
  rmSync(join(place.root, mine.file));
  t.match((await findings(place)).join('\n'), new RegExp(consultation.replaceAll('.', String.raw`\.`)));
});

t.test('it goes when its time has come, and stays under a hold on it or on its ticket', async (t) => {
  const place = await withConsultation(t);
  const custody = createCustodyStore(place.db);
  const held = { reason: 'a court asks', by: 'custodian' as never, at: noon };
  const hold = custody.hold({ recording: consultation, ticketNo: null, ...held });
  const fates = (): Readonly<Record<RecordingId, string>> =>
    Object.fromEntries([...retirement.due()].map(({ elder, fate }) => [elder.id, fate]));
  const retirement = retirementAt(place, after(noon, 3 * 366 * dayMs));
  t.same(fates(), { [call]: 'due', [consultation]: 'held' });
  custody.endHold(hold.id, 'custodian' as never, noon);
  const onTicket = custody.hold({ recording: null, ticketNo: ticketNo(1), ...held });
  t.same(fates(), { [call]: 'held', [consultation]: 'held' });
  custody.endHold(onTicket.id, 'custodian' as never, noon);
  const { file } = storedOf(place.store, consultation);
  t.equal(await retirement.run(), 2);
  t.match(place.store.read(consultation), { state: 'destroyed', file: null });
  t.notOk(existsSync(join(place.root, file)));
  t.equal(place.db.prepare('SELECT count(*) FROM vault_keys').pluck().get(), 0, 'and its key');
});

t.test('a backup holds it, and what is restored can be heard', async (t) => {
  const place = await withConsultation(t);
  const dir = join(place.root, '..');
  const quiet = { say: () => undefined };
  const { path, good } = await backUp({ dataDir: dir, recordingsDir: place.root }, join(dir, 'backups'), {
    ...quiet,
    at: new Date(noon),
  });
  t.ok(good);
  const again = join(dir, 'again');
  await restoreFrom({ dataDir: again, recordingsDir: join(again, 'kept') }, path, quiet);
  // The keys are kept elsewhere, and brought by hand.
  copyFileSync(place.keyFile, join(again, 'keys.json'));
  const restored = openPlace(again);
  t.teardown(() => restored.db.close());
  t.ok(toneIn(await heardIn(restored, consultation), 0, 500) > 0.1);
  t.same(await findings(restored), []);
});
