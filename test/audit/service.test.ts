import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { signHead, verifyAudit } from '../../src/audit/service.ts';
import { openSigner, readPublicKey } from '../../src/audit/signer.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import { auditHeadsFile, auditKeyFile, auditVerify } from '../../src/keeper.ts';
import { after } from '../../src/lib/time.ts';
import { migrate, migrationsDir } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { freshStore, noon } from '../store/samples.ts';

const entry = {
  at: noon,
  actor: 'leader',
  action: 'seat.command',
  target: '8001 sign-out',
  outcome: 'done',
  address: '127.0.0.1',
} as const;

t.test('heads are signed once, with a key that is its owner’s alone', async (t) => {
  const { db } = freshStore(t);
  const store = createAuditStore(db);
  const file = join(t.testdirName, 'secrets', 'audit');
  const signer = openSigner(file);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.equal(signHead(store, signer, noon), null, 'there is nothing to sign');
  store.add(entry);
  store.add(entry);
  const head = signHead(store, signer, noon);
  t.match(head, { n: 2, signedAt: noon });
  t.equal(signHead(store, signer, after(noon, 1)), null);
  t.equal(openSigner(file).keyId, signer.keyId, 'the key stays');
  t.same(verifyAudit(store, readPublicKey(`${file}.pub`)).findings, []);
  const stranger = openSigner(join(t.testdirName, 'secrets', 'stranger'));
  t.match(verifyAudit(store, stranger.isSigned).findings, [{ what: 'badSignature' }]);
  writeFileSync(file, 'no key');
  t.throws(() => openSigner(file), { message: /is not an Ed25519 key/ });
});

t.test('what was on the record before there was a chain is its beginning', async (t) => {
  const file = join(t.testdir(), 'old.db');
  const db = openStore(file);
  t.teardown(() => db.close());
  migrate(db, migrationsDir, noon);
  // As an installation of the former version has it at its first start: rows in the old table, the chain empty.
  const add = db.prepare(
    'INSERT INTO audit_unchained (at, actor, action, target, outcome, address) VALUES (@at, @actor, @action, @target, @outcome, @address)',
  );
  add.run({ ...entry, actor: 'first' });
  add.run({ ...entry, actor: 'second', target: null });
  const store = createAuditStore(db);
  store.add({ ...entry, actor: 'third' });
  createAuditStore(db);
  t.same(
    [...store.links()].map(({ n, actor }) => [n, actor]),
    [
      [1, 'first'],
      [2, 'second'],
      [3, 'third'],
    ],
  );
  t.same(verifyAudit(store, () => false).findings, []);
});

t.test('two processes put entries into one chain', async (t) => {
  const { db, file } = freshStore(t);
  const other = openStore(file);
  t.teardown(() => other.close());
  const [here, there] = [createAuditStore(db), createAuditStore(other)];
  for (let n = 0; n < 5; n += 1) {
    here.add({ ...entry, actor: 'here' });
    there.add({ ...entry, actor: 'there' });
  }
  t.same(verifyAudit(here, () => false).findings, []);
  t.equal(here.last()?.n, 10);
});

t.test('audit:verify names what somebody changed in the file itself', async (t) => {
  const dataDir = t.testdir();
  const { db } = freshStore(t, join(dataDir, 'hotline.db'));
  const store = createAuditStore(db);
  for (let n = 1; n <= 6; n += 1) store.add({ ...entry, target: `8001 ${String(n)}` });
  const config = { dataDir };
  const head = signHead(store, openSigner(auditKeyFile(config)), noon);
  writeFileSync(auditHeadsFile(config), `${JSON.stringify(head)}\n`);
  const verified = () => {
    const lines: string[] = [];
    const good = auditVerify(config, {}, (line) => lines.push(line));
    return { good, lines };
  };
  t.same(verified(), { good: true, lines: ['the record is whole: 6 entries, 2 signed heads'] });
  db.exec('DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed');
  db.exec(`UPDATE audit SET actor = 'nobody' WHERE n = 3`);
  t.match(verified(), {
    good: false,
    lines: ['entry 3 was changed: its hash is not that of its content', /NOT whole/],
  });
  db.exec(`UPDATE audit SET actor = 'leader' WHERE n = 3`);
  t.ok(verified().good);
  db.exec('DELETE FROM audit WHERE n > 4');
  t.match(verified(), { good: false, lines: ['entries 5 to 6 are missing', /NOT whole/] });
  db.exec('DELETE FROM sqlite_sequence; DROP TRIGGER audit_heads_are_not_removed; DELETE FROM audit_heads');
  t.match(
    verified().lines,
    ['entries 5 to 6 are missing', /NOT whole/],
    'the head outside the database knows',
  );
});
