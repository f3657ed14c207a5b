import fc from 'fast-check';
import t from 'tap';
import { type Link, link, type SignedHead } from '../../src/audit/chain.ts';
import type { AuditEntry } from '../../src/audit/model.ts';
import { sha256 } from '../../src/audit/store.ts';
import { type AuditFinding, verifyChain } from '../../src/audit/verify.ts';
import { epochMs } from '../../src/lib/time.ts';

const entry = (n: number): AuditEntry => ({
  at: epochMs(1_000 + n),
  actor: `agent${n % 3}`,
  action: 'recording.read',
  target: `C1.${n}`,
  outcome: 'done',
  address: null,
  why: n % 2 === 0 ? 'complaint' : null,
});

const chain = (length: number): Link[] => {
  const links: Link[] = [];
  for (let n = 1; n <= length; n += 1) links.push(link(links.at(-1) ?? null, entry(n), sha256));
  return links;
};

const check = (links: readonly Link[], heads: readonly SignedHead[] = [], lastGiven = 0): AuditFinding[] => [
  ...verifyChain(links, { heads, lastGiven }, { sha256, isSigned: ({ signature }) => signature === 'good' }),
];
const headAt = (links: readonly Link[], n: number, signature = 'good'): SignedHead => ({
  n,
  hash: links[n - 1]?.hash ?? '',
  signedAt: epochMs(5_000),
  keyId: 'k',
  signature,
});
const replaced = (links: readonly Link[], n: number, by: Partial<Link>): Link[] =>
  links.map((one) => (one.n === n ? { ...one, ...by } : one));

t.test('a whole chain has no findings', async (t) => {
  const links = chain(20);
  t.same(check(links, [headAt(links, 7), headAt(links, 20)], 20), []);
  t.same(check([]), []);
});

t.test('each member of an entry is held: whatever is changed, that entry is named', async (t) => {
  const links = chain(9);
  const changes: readonly Partial<Link>[] = [
    { at: epochMs(1) },
    { actor: 'nobody' },
    { action: 'seat.command' },
    { target: null },
    { outcome: 'H12_FORBIDDEN' },
    { address: '127.0.0.1' },
    { why: 'another' },
  ];
  for (const change of changes) t.match(check(replaced(links, 4, change)), [{ n: 4, what: 'changed' }]);
  t.equal(check(replaced(links, 4, { actor: 'agent1recording' })).length, 1, 'nor moved between members');
});

t.test('an entry changed together with its own hash is named by the one after it', async (t) => {
  const links = chain(9);
  const [before] = links.slice(2, 3);
  const forged = link(before ?? null, { ...entry(4), actor: 'nobody' }, sha256);
  t.match(check(replaced(links, 4, forged)), [{ n: 4, what: 'changed' }]);
});

t.test('missing entries are named: in the middle, at the beginning, at the end', async (t) => {
  const links = chain(9);
  t.match(check(links.filter(({ n }) => n !== 5)), [{ n: 5, what: 'missing' }]);
  t.match(check(links.filter(({ n }) => n > 2)), [
    { n: 1, what: 'missing', text: 'entries 1 to 2 are missing' },
  ]);
  t.match(check(links.slice(0, 6), [], 9), [{ n: 7, what: 'missing', text: 'entries 7 to 9 are missing' }]);
  t.match(
    check(links.slice(0, 6), [headAt(links, 9)]),
    [{ n: 7, what: 'missing' }],
    'a signed head knows, too',
  );
});

t.test('two entries that changed places are named as such', async (t) => {
  const links = chain(9);
  const third = links[2] as Link;
  const sixth = links[5] as Link;
  const swapped = links.map((one) =>
    one.n === 3 ? { ...sixth, n: 3 } : one.n === 6 ? { ...third, n: 6 } : one,
  );
  const findings = check(swapped);
  t.ok(findings.some(({ n, what }) => n === 6 && what === 'moved'));
  t.ok(findings.some(({ n }) => n === 3));
});

t.test('a chain made anew from some entry on is not the one that was signed', async (t) => {
  const links = chain(9);
  const forged = links.slice(0, 4);
  for (let n = 5; n <= 9; n += 1)
    forged.push(link(forged.at(-1) ?? null, { ...entry(n), actor: 'x' }, sha256));
  t.same(check(forged), [], 'hashes alone cannot tell');
  t.match(check(forged, [headAt(links, 3), headAt(links, 8)]), [{ n: 8, what: 'notAsSigned' }]);
  t.match(check(links, [headAt(links, 8, 'forged')]), [{ n: 8, what: 'badSignature' }]);
});

t.test('whichever entries are changed, each is named and no other', async (t) => {
  const links = chain(12);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), (which) => {
      const changed = which.reduce<Link[]>((now, n) => replaced(now, n, { outcome: 'forged' }), links);
      const named = check(changed).map(({ n }) => n);
      return JSON.stringify(named) === JSON.stringify([...which].sort((a, b) => a - b));
    }),
  );
  t.pass();
});
