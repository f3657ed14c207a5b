import fc from 'fast-check';
import t from 'tap';
import { callerKey, longestMs, numberToList, stateAt, whyNotUntil } from '../../src/callers/rules.ts';
import { Traffic } from '../../src/callers/traffic.ts';
import type { CallId, PhoneNumber } from '../../src/calls/model.ts';
import { after, type EpochMs, epochMs } from '../../src/lib/time.ts';
import { noon } from '../store/samples.ts';

const number = (text: string): PhoneNumber => text as PhoneNumber;

t.test('one telephone is one number, whichever way it is written', async (t) => {
  for (const written of ['13900001111', '+8613900001111', '008613900001111', '013900001111'])
    t.equal(callerKey(number(written)), '13900001111', written);
  t.equal(callerKey(number('+867532222222')), callerKey(number('07532222222')));
  t.equal(callerKey(number('0044207946000')), callerKey(number('+44207946000')));
  t.not(callerKey(number('13900001111')), callerKey(number('13900001112')));
});

t.test('emergency services are never blocked or restricted, but may be served first', async (t) => {
  for (const service of ['110', '119', '120', '122', '1-1-0', '12345']) {
    for (const kind of ['blocked', 'restricted'] as const)
      t.match(numberToList({ number: service, kind }), { code: 'H12_CALLER_PROTECTED' });
    t.type(numberToList({ number: service, kind: 'vip' }), 'string');
  }
  for (const nothing of ['', 'anonymous', '+', '12', '1;DROP', '１３９'])
    t.match(numberToList({ number: nothing, kind: 'vip' }), { code: 'H12_CALLER_NUMBER' }, nothing);
});

t.test('who is kept away is so until an instant within 90 days', async (t) => {
  for (const kind of ['blocked', 'restricted'] as const) {
    t.match(whyNotUntil({ kind, expiresAt: null }, noon), { code: 'H12_CALLER_EXPIRY' });
    t.match(whyNotUntil({ kind, expiresAt: noon }, noon), { code: 'H12_CALLER_EXPIRY' });
    t.match(whyNotUntil({ kind, expiresAt: after(noon, longestMs + 1) }, noon), {
      code: 'H12_CALLER_EXPIRY',
    });
    t.equal(whyNotUntil({ kind, expiresAt: after(noon, longestMs) }, noon), null);
  }
  t.equal(whyNotUntil({ kind: 'vip', expiresAt: null }, noon), null);
});

t.test('an entry expires at its instant, and a removed one never holds again', async (t) => {
  const instant = fc.integer({ min: 0, max: 10_000 }).map(epochMs);
  fc.assert(
    fc.property(fc.option(instant), fc.option(instant), instant, (expiresAt, removedAt, at) => {
      const holds = stateAt({ expiresAt, removedAt }, at) === 'inForce';
      return holds === (removedAt === null && (expiresAt === null || at < expiresAt));
    }),
  );
  t.pass();
});

const ring = fc.record({
  number: fc.constantFrom(number('13900001111'), number('13900002222')),
  gap: fc.integer({ min: 0, max: 4 * 3_600_000 }),
  took: fc.option(fc.integer({ min: 0, max: 60_000 })),
});

t.test('short calls are counted as the plainest count does, over any day', async (t) => {
  const span = fc.integer({ min: 60_000, max: 86_400_000 });
  fc.assert(
    fc.property(
      fc.array(ring, { maxLength: 60 }),
      span,
      fc.integer({ min: 1, max: 60_000 }),
      (rings, span, limit) => {
        const traffic = new Traffic();
        let at: EpochMs = noon;
        const all = rings.map((one, n) => {
          at = after(at, one.gap);
          return { ...one, at, call: `C${String(n)}` as CallId };
        });
        for (const one of all) {
          traffic.began(one.number, { call: one.call, at: one.at, tookMs: null });
          if (one.took !== null) traffic.ended(one.number, one.call, after(one.at, one.took));
        }
        const since = after(at, -span);
        for (const who of ['13900001111', '13900002222'].map(number)) {
          const own = all.filter((one) => one.number === who);
          const plain = own.filter((one) => one.at > since && one.took !== null && one.took < limit).length;
          // What is a day old is forgotten when the number rings again, and not before.
          const last = own.at(-1)?.at ?? at;
          const heard = traffic.short(who, since, limit);
          const kept = own.filter((one) => one.at > since && one.at > last - 86_400_000);
          if (heard !== plain && kept.length === own.filter((one) => one.at > since).length)
            throw new Error(`${String(heard)} is not ${String(plain)}`);
          if (traffic.earlier(who).some((earlier) => !own.some((one) => one.at === earlier)))
            throw new Error('invented');
        }
      },
    ),
  );
  t.pass();
});
