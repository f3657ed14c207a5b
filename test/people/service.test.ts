import t, { type Test } from 'tap';
import type { AuditEntry } from '../../src/audit/model.ts';
import { after } from '../../src/lib/time.ts';
import type { SessionKey, SignedIn } from '../../src/people/model.ts';
import { type NewAccount, PeopleService, type SignInResult } from '../../src/people/service.ts';
import { createPeopleStore } from '../../src/people/store.ts';
import { freshStore, noon } from '../store/samples.ts';

const password = 'correct horse';
const agent1: NewAccount = { username: 'agent1', displayName: '陈静', roles: ['agent'], password };
const minute = 60_000;

async function withPeople(t: Test) {
  const { db } = freshStore(t);
  const clock = { now: noon, wait: (ms: number) => (clock.now = after(clock.now, ms)) };
  const audit: AuditEntry[] = [];
  const store = createPeopleStore(db);
  const people = new PeopleService({ store, audit: (entry) => audit.push(entry), now: () => clock.now });
  t.equal(await people.create(agent1), null);
  const signIn = (username: string, word: string, address = '10.0.0.1') =>
    people.signIn({ username, password: word, address });
  return { people, store, clock, audit, db, signIn };
}

function tokenOf(result: SignInResult): { token: string; who: SignedIn } {
  if (!result.ok) throw new Error(result.refusal.code);
  return result;
}
const codeOf = (result: SignInResult): string => (result.ok ? 'signed in' : result.refusal.code);

t.test('the right password begins a session, known by its token alone', async (t) => {
  const { people, signIn, db } = await withPeople(t);
  const { token, who } = tokenOf(await signIn('agent1', password));
  t.match(who, { actor: { id: 'agent1', roles: ['agent'] }, displayName: '陈静' });
  t.same(people.who(token), who);
  t.equal(Buffer.from(token, 'base64url').length, 32);
  t.equal(people.who(`${token}x`), null);
  t.notOk(JSON.stringify(db.prepare('SELECT * FROM sessions').all()).includes(token), 'kept hashed only');
});

t.test('passwords are kept as argon2id hashes', async (t) => {
  const { store } = await withPeople(t);
  t.match(store.account('agent1')?.passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

t.test('a wrong password and an unknown name get the same answer, and go on the record', async (t) => {
  const { signIn, audit } = await withPeople(t);
  const wrong = await signIn('agent1', 'wrong');
  const unknown = await signIn('my secret password', 'wrong');
  t.same(wrong, unknown);
  t.equal(codeOf(wrong), 'H12_WRONG_CREDENTIALS');
  t.same(
    audit.map(({ actor, outcome }) => [actor, outcome]),
    [
      ['agent1', 'H12_WRONG_CREDENTIALS'],
      ['(unknown)', 'H12_WRONG_CREDENTIALS'],
    ],
  );
  t.notOk(JSON.stringify(audit).includes('secret password'));
});

t.test('an unknown name takes the work of a known one', async (t) => {
  const { signIn } = await withPeople(t);
  await signIn('nobody', 'wrong');
  const timed = async (name: string): Promise<number> => {
    const started = performance.now();
    await signIn(name, 'wrong');
    return performance.now() - started;
  };
  t.ok((await timed('nobody')) > (await timed('agent1')) / 10, 'no short cut');
});

t.test('a disabled account cannot sign in, and its sessions are over', async (t) => {
  const { people, signIn, db } = await withPeople(t);
  const { token } = tokenOf(await signIn('agent1', password));
  db.exec('UPDATE accounts SET disabled = 1');
  t.equal(people.who(token), null);
  t.equal(codeOf(await signIn('agent1', password)), 'H12_WRONG_CREDENTIALS');
});

t.test('somebody who guesses is locked out, longer each time; the agent elsewhere is not', async (t) => {
  const { signIn, clock } = await withPeople(t);
  for (let n = 0; n < 5; n += 1) t.equal(codeOf(await signIn('agent1', 'wrong')), 'H12_WRONG_CREDENTIALS');
  t.match(await signIn('agent1', password), {
    ok: false,
    refusal: { code: 'H12_TOO_MANY_SIGN_INS', retryMs: minute },
  });
  t.equal(codeOf(await signIn('agent1', password, '10.0.0.2')), 'signed in');
  clock.wait(minute);
  t.equal(codeOf(await signIn('agent1', 'wrong')), 'H12_WRONG_CREDENTIALS');
  t.match(await signIn('agent1', password), { refusal: { retryMs: 2 * minute } });
  clock.wait(2 * minute);
  t.equal(codeOf(await signIn('agent1', password)), 'signed in');
});

t.test('many tries at once count as many', async (t) => {
  const { signIn } = await withPeople(t);
  const codes = (await Promise.all(Array.from({ length: 20 }, () => signIn('agent1', 'wrong')))).map(codeOf);
  t.equal(codes.filter((code) => code === 'H12_WRONG_CREDENTIALS').length, 5);
  t.equal(codes.filter((code) => code === 'H12_TOO_MANY_SIGN_INS').length, 15);
});

t.test('an address that tries many names is locked', async (t) => {
  const { signIn, clock } = await withPeople(t);
  for (let n = 0; n < 50; n += 1) await signIn(`name${n}`, 'wrong');
  t.equal(codeOf(await signIn('agent1', password)), 'H12_TOO_MANY_SIGN_INS');
  t.equal(codeOf(await signIn('agent1', password, '10.0.0.2')), 'signed in');
  clock.wait(minute);
  t.equal(codeOf(await signIn('agent1', password)), 'signed in');
});

t.test('a session ends unused, and at the latest after a shift', async (t) => {
  const { people, signIn, clock } = await withPeople(t);
  const first = tokenOf(await signIn('agent1', password)).token;
  clock.wait(60 * minute - 1);
  t.ok(people.who(first), 'used in time');
  clock.wait(59 * minute);
  t.ok(people.who(first), 'the use counted');
  clock.wait(61 * minute);
  t.equal(people.who(first), null, 'idle');
  const second = tokenOf(await signIn('agent1', password)).token;
  for (let n = 0; n < 23; n += 1) {
    clock.wait(30 * minute);
    t.ok(people.who(second));
  }
  clock.wait(30 * minute);
  t.equal(people.who(second), null, 'after twelve hours');
});

t.test('that a session was used is noted when what it was used for has been done', async (t) => {
  const { store, clock, signIn } = await withPeople(t);
  const { token, who } = tokenOf(await signIn('agent1', password));
  const later: (() => void)[] = [];
  const people = new PeopleService({
    store,
    audit: () => undefined,
    now: () => clock.now,
    afterwards: (work) => later.push(work),
  });
  clock.wait(2 * minute);
  t.ok(people.who(token));
  t.equal(store.session(who.session)?.lastSeenAt, noon, 'a database that stalls holds up nobody');
  const usedAt = clock.now;
  clock.wait(100);
  for (const work of later) work();
  t.equal(store.session(who.session)?.lastSeenAt, usedAt);
});

t.test('a look that is no use does not keep a session from ending', async (t) => {
  const { people, signIn, clock } = await withPeople(t);
  const { who } = tokenOf(await signIn('agent1', password));
  clock.wait(40 * minute);
  t.ok(people.whoBy(who.session, false));
  clock.wait(20 * minute);
  t.equal(people.whoBy(who.session, false), null);
});

t.test('signing in goes on the record, whether it succeeds or not', async (t) => {
  const { signIn, audit } = await withPeople(t);
  await signIn('agent1', 'not the password');
  await signIn('agent1', password);
  t.match(
    audit.map(({ actor, action, outcome }) => ({ actor, action, outcome })),
    [
      { actor: 'agent1', action: 'session.signIn', outcome: 'H12_WRONG_CREDENTIALS' },
      { actor: 'agent1', action: 'session.signIn', outcome: 'done' },
    ],
  );
});

t.test('signing out ends the session, is told, and goes on the record', async (t) => {
  const { people, signIn, audit } = await withPeople(t);
  const ended: SessionKey[] = [];
  people.onSessionEnd((session) => ended.push(session));
  const { token, who } = tokenOf(await signIn('agent1', password));
  people.signOut(who, '10.0.0.1');
  t.equal(people.who(token), null);
  t.same(ended, [who.session]);
  t.match(audit.at(-1), { actor: 'agent1', action: 'session.signOut', outcome: 'done' });
});

t.test('the purge removes what is over and nothing else', async (t) => {
  const { people, signIn, clock } = await withPeople(t);
  await signIn('agent1', password);
  clock.wait(61 * minute);
  const { token } = tokenOf(await signIn('agent1', password));
  t.equal(people.purge(), 1);
  t.ok(people.who(token));
});

t.test('accounts that could not work are refused', async (t) => {
  const { people } = await withPeople(t);
  for (const change of [
    { username: '' },
    { username: 'Ag' },
    { username: 'a b' },
    { username: '-a' },
    { displayName: ' ' },
    { password: 'short' },
    { password: 'x'.repeat(129) },
    { roles: ['king' as 'agent'] },
  ])
    t.equal(
      (await people.create({ ...agent1, username: 'new', ...change }))?.code,
      'H12_BAD_ACCOUNT',
      JSON.stringify(change),
    );
  t.equal((await people.create(agent1))?.code, 'H12_ACCOUNT_EXISTS');
  t.equal(people.nameOf(agent1.username as never), '陈静');
});
