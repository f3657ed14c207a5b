import { canonical, chainStart, type Link, type Sha256, type SignedHead } from './chain.ts';

/** What is wrong with the record, at which entry. */
export type AuditFinding = {
  readonly n: number;
  readonly what: 'changed' | 'missing' | 'moved' | 'notAsSigned' | 'badSignature';
  readonly text: string;
};

export type VerifyDeps = {
  readonly sha256: Sha256;
  /** Whether a head was signed with the house's key. */
  readonly isSigned: (head: SignedHead) => boolean;
};

type Before = Pick<Link, 'n' | 'hash'>;

/**
 * Goes through the whole record. An entry that was changed, is missing or stands in another's place is named; the entries after it are
 * held against what is stored, so that one fault is told once.
 * @param lastGiven the highest number the database remembers to have given
 */
export function* verifyChain(
  links: Iterable<Link>,
  { heads, lastGiven }: { readonly heads: readonly SignedHead[]; readonly lastGiven: number },
  deps: VerifyDeps,
): Generator<AuditFinding> {
  const waiting = [...heads].sort((a, b) => a.n - b.n);
  const places = new Map<string, number>([[chainStart, 0]]);
  let before: Before = { n: 0, hash: chainStart };
  for (const link of links) {
    yield* missing(before.n + 1, link.n - 1);
    yield* whole(link, before, { places, sha256: deps.sha256 });
    places.set(link.hash, link.n);
    before = link;
    yield* asSigned(waiting, link, deps);
  }
  const known = Math.max(lastGiven, ...waiting.map(({ n }) => n));
  yield* missing(before.n + 1, known);
}

function* missing(from: number, to: number): Generator<AuditFinding> {
  if (from === to) yield { n: from, what: 'missing', text: `entry ${from} is missing` };
  if (from < to) yield { n: from, what: 'missing', text: `entries ${from} to ${to} are missing` };
}

function* whole(
  link: Link,
  before: Before,
  { places, sha256 }: { readonly places: ReadonlyMap<string, number>; readonly sha256: Sha256 },
): Generator<AuditFinding> {
  const { n, prev, hash } = link;
  const sound = sha256(canonical(link, link)) === hash;
  if (!sound) {
    const home = (places.get(prev) ?? -1) + 1;
    const moved = home !== n && home > 0 && sha256(canonical(link, { n: home, prev })) === hash;
    yield moved
      ? { n, what: 'moved', text: `entry ${n} was written as entry ${home}: it was swapped` }
      : { n, what: 'changed', text: `entry ${n} was changed: its hash is not that of its content` };
  } else if (prev !== before.hash && before.n === n - 1) {
    yield before.n === 0
      ? { n, what: 'changed', text: `entry ${n} does not begin the chain` }
      : {
          n: before.n,
          what: 'changed',
          text: `entry ${before.n} is not the one that entry ${n} was written after: it was changed or swapped`,
        };
  }
}

function* asSigned(waiting: SignedHead[], link: Link, deps: VerifyDeps): Generator<AuditFinding> {
  while (waiting[0] !== undefined && waiting[0].n <= link.n) {
    const head = waiting.shift() as SignedHead;
    if (!deps.isSigned(head))
      yield { n: head.n, what: 'badSignature', text: `the head at entry ${head.n} has no good signature` };
    else if (head.n === link.n && head.hash !== link.hash)
      yield {
        n: head.n,
        what: 'notAsSigned',
        text: `entry ${head.n} is not the one that was signed: it or one before it was made anew`,
      };
  }
}
