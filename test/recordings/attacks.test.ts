import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { placeOf } from '../../src/recordings/chunks.ts';
import type { RecordingId } from '../../src/recordings/model.ts';
import { keptHouse, storeSound } from './kept-house.ts';
import { tones } from './place.ts';

/** Two recordings of one agent, of which the first is attacked; somebody who may hear both. */
async function attacked(t: Test) {
  const house = await keptHouse(t, 2);
  const [id, other] = house.ids as [RecordingId, RecordingId];
  const cookie = await house.signedIn('leader');
  const fileOf = (of: RecordingId): string => join(house.root, house.recordings.read(of)?.file ?? '');
  /** The attack must be named, and name nothing else; the other recording must sound as before. */
  const mustBeFound = async (t: Test, what: string, codes: readonly string[], text: RegExp) => {
    const found = await house.findings();
    t.equal(found.length, 1, `${what}: named once`, { found });
    t.match(found[0], text, what);
    t.ok(found[0]?.startsWith(`${id}: `), `${what}: by its name`);
    const said = await house.listening(cookie, id);
    t.ok(codes.includes(said), `${what}: not played`, { said });
    t.equal(await house.listening(cookie, other), 'played', `${what}: the other one is`);
  };
  return { ...house, id, other, cookie, fileOf, mustBeFound };
}
const damaged = ['H12_RECORDING_DAMAGED'];

t.test('a byte changed anywhere in a stored file is found, named, and not played', async (t) => {
  const { id, fileOf, mustBeFound, recordings, findings } = await attacked(t);
  const whole = readFileSync(fileOf(id));
  for (const at of [0, 16, placeOf(0), placeOf(1) - 1, placeOf(1), whole.length - 1]) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    writeFileSync(fileOf(id), bytes);
    // From the first to the last byte: in a range that reaches the place, the listener gets nothing of the changed part.
    if (at < placeOf(1)) await mustBeFound(t, `byte ${at}`, damaged, /changed|not the one/);
    else t.match(await findings(), [/^R1763978815\.1: .*was changed in part 1/], `byte ${at}`);
  }
  t.equal(recordings.read(id)?.alarm, 'damaged', 'and an alarm');
  writeFileSync(fileOf(id), whole);
  t.same(await findings(), [], 'put back, all is well');
});

t.test('a file that is cut, made longer, emptied or gone is found, named, and not played', async (t) => {
  const { id, fileOf, mustBeFound, findings } = await attacked(t);
  const whole = readFileSync(fileOf(id));
  for (const length of [0, 40, placeOf(1)]) {
    truncateSync(fileOf(id), length);
    await mustBeFound(t, `cut to ${length}`, damaged, /changed|not the one/);
    writeFileSync(fileOf(id), whole);
  }
  rmSync(fileOf(id));
  await mustBeFound(t, 'gone', damaged, /cannot be read/);
  writeFileSync(fileOf(id), Buffer.concat([whole, Buffer.alloc(32)]));
  t.match(await findings(), [/^R1763978815\.1: /], 'made longer');
});

t.test('a file in another’s place is found on both sides', async (t) => {
  const { id, other, fileOf, mustBeFound, findings, cookie, listening } = await attacked(t);
  const [first, second] = [readFileSync(fileOf(id)), readFileSync(fileOf(other))];
  writeFileSync(fileOf(id), second);
  await mustBeFound(t, 'a copy of the other', damaged, /not the one that was stored/);
  writeFileSync(fileOf(other), first);
  t.match(await findings(), [/^R1763978815\.1: .*not the one/, /^R1763978815\.2: .*not the one/], 'swapped');
  for (const of of [id, other]) t.equal(await listening(cookie, of), damaged[0]);
});

t.test(
  'rows that changed places with their files are found: the key is bound to the recording',
  async (t) => {
    const { id, other, db, findings, cookie, listening } = await attacked(t);
    const columns = ['file', 'bytes', 'sha256', 'file_id', 'plain_bytes', 'duration_ms'];
    const set = columns.map(
      (name) => `${name} = (SELECT o.${name} FROM before o WHERE o.id <> recordings.id)`,
    );
    db.exec(`CREATE TEMP TABLE before AS SELECT * FROM recordings; UPDATE recordings SET ${set.join(', ')}`);
    t.match(await findings(), [/^R1763978815\.1: .*does not open/, /^R1763978815\.2: .*does not open/]);
    for (const of of [id, other]) t.equal(await listening(cookie, of), 'H12_RECORDING_LOCKED');
    db.exec("UPDATE vault_keys SET recording = iif(recording LIKE '%.1', 'R1763978815.2', 'R1763978815.1')");
    const locked = /^R1763978815\.[12]: .*does not open/;
    const nobodys = /belongs to no recording$/;
    t.match(await findings(), [locked, locked, nobodys, nobodys], 'nor with the names of the keys');
  },
);

t.test('an older file, row or key that is put back is found', async (t) => {
  const house = await attacked(t);
  const { id, db, fileOf, mustBeFound, findings, root } = house;
  db.exec(`CREATE TEMP TABLE old_row AS SELECT * FROM recordings WHERE id = '${id}';
    CREATE TEMP TABLE old_key AS SELECT * FROM vault_keys WHERE recording = '${id}'`);
  copyFileSync(fileOf(id), join(root, 'old'));
  await storeSound(house, id, tones(26_000));
  t.same(await findings(), []);
  copyFileSync(join(root, 'old'), fileOf(id));
  await mustBeFound(t, 'the older file', damaged, /not the one that was stored/);
  db.exec(`UPDATE recordings SET (file, bytes, sha256, file_id, plain_bytes) =
    (SELECT file, bytes, sha256, file_id, plain_bytes FROM old_row) WHERE id = '${id}'`);
  await mustBeFound(t, 'and its row', ['H12_RECORDING_LOCKED'], /data key .* was destroyed/);
  db.exec('INSERT INTO vault_keys SELECT * FROM old_key');
  t.match(
    await findings(),
    [/^R1763978815\.1: it is not the one that was stored last/],
    'and its key: the audit record knows',
  );
  db.exec(
    `UPDATE recordings SET (file, bytes, sha256, file_id, plain_bytes) = (NULL, NULL, NULL, NULL, NULL) WHERE id = '${id}'`,
  );
  t.match(await findings(), [/^R1763978815\.1: it is not the one/, /belongs to no recording/]);
});

t.test('a recording that is taken away with its row, file and key is missed', async (t) => {
  const { id, db, fileOf, findings, cookie, listening } = await attacked(t);
  const file = fileOf(id);
  db.pragma('foreign_keys = OFF');
  const states = ['missing', 'destroyed', 'expected'] as const;
  for (const state of states) {
    db.exec(`UPDATE recordings SET state = '${state}' WHERE id = '${id}'`);
    const found = (await findings()).filter((text) => text.startsWith(id));
    t.equal(found.length, 1, state, { found });
    t.equal(await listening(cookie, id), 'H12_RECORDING_NOT_KEPT');
  }
  db.exec(`DELETE FROM vault_keys WHERE recording = '${id}'; DELETE FROM recordings WHERE id = '${id}'`);
  rmSync(file);
  t.same(await findings(), [`${id}: it was stored, and the database knows nothing of it`]);
  t.equal(await listening(cookie, id), 'H12_NO_SUCH_RECORDING');
});

t.test(
  'a recording that was destroyed by rule and is put back, and one that was never taken in, are found',
  async (t) => {
    const { id, other, db, archive, audit, clock, findings, fileOf } = await attacked(t);
    db.exec(
      `CREATE TEMP TABLE old_row AS SELECT * FROM recordings; CREATE TEMP TABLE old_key AS SELECT * FROM vault_keys`,
    );
    const [file, bytes] = [fileOf(id), readFileSync(fileOf(id))];
    archive.custody.destroy(id, clock.at, () =>
      audit.add({
        at: clock.at,
        actor: 'retention',
        action: 'recording.destroy',
        target: id,
        outcome: 'done',
        address: null,
      }),
    );
    t.match(
      (await findings()).filter((text) => text.startsWith('R')),
      [],
    );
    db.exec(`INSERT INTO vault_keys SELECT * FROM old_key WHERE recording = '${id}';
    UPDATE recordings SET state = 'kept' WHERE id = '${id}'`);
    writeFileSync(file, bytes);
    t.same(await findings(), [`${id}: it was destroyed, and is there again`]);
    db.exec(
      `UPDATE recordings SET state = 'destroyed', file = NULL WHERE id = '${id}'; DELETE FROM vault_keys WHERE recording = '${id}'`,
    );
    rmSync(file);
    db.exec(
      `DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE target = '${other}' AND action = 'recording.store'`,
    );
    t.same(await findings(), [`${other}: the audit record knows of no such recording`]);
  },
);
