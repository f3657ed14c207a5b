import { join } from 'node:path';
import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { between, longestGapMs, readRawStereo, toneSpan } from './audio.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { type PrivateAsterisk, promptHz } from './private-asterisk.ts';
import { type CallerOptions, callerHz, type Sipp, seatHz, startCallers } from './sipp.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;
const noGreeting = { wrapUpMs: 0, greeting: [] };

/** A citizen whom Asterisk has answered. @param from the last digits of the number */
async function citizen(
  { asterisk }: Hotline,
  from: string,
  more: Partial<CallerOptions> = {},
): Promise<Sipp> {
  const caller = await startCallers({ asterisk: asterisk.sip, from: `1380000${from}`, ...more });
  await caller.seen('answered');
  return caller;
}

/** Records what a caller hears whom the dialplan does not record. @returns the file, whole when the caller is gone */
async function eavesdrop(asterisk: PrivateAsterisk, from: string): Promise<string> {
  const channel = await eventually('the channel of the caller', async () => {
    const channels = await asterisk.cli('core show channels concise');
    return channels
      .split('\n')
      .find((line) => line.includes(`!1380000${from}!`))
      ?.split('!', 1)[0];
  });
  await asterisk.cli(`mixmonitor start ${channel} ears.raw,D`);
  return join(asterisk.runDir, 'spool', 'monitor', 'ears.raw');
}

t.test(
  'two hundred calls a second while all lines are busy: each is told so or refused, the talk is unharmed, a key leads to the police',
  async (t) => {
    const hotline = await startHotline(t, {
      plan: noGreeting,
      asterisk: { promptMs: 1_000, settings: { maxCalls: 3 } },
    });
    const { asterisk } = hotline;
    await hotline.readySeat('8001', answers);
    const inside = [await citizen(hotline, '0001', { talkMs: 9_000 })];
    for (const from of ['0002', '0003'])
      inside.push(await citizen(hotline, from, { talkMs: 8_500, mute: true }));
    await hotline.callIn('talking');
    const keyed = await citizen(hotline, '0110', { talkMs: 6_500, digits: [{ digit: '1', atMs: 1_700 }] });
    const ears = await eavesdrop(asterisk, '0110');

    const floodAt = Date.now();
    const many = { calls: 400, rate: 200, talkMs: 150, mute: true, from: '13800009999' };
    const flood = await (await startCallers({ asterisk: asterisk.sip, ...many })).done;
    const floodedAt = Date.now();
    const count = (word: string) => flood.marks.filter((mark) => mark.word === word).length;
    t.match({ ok: flood.ok, failed: flood.failed }, { ok: 400, failed: 0 });
    t.equal(count('answered') + count('refused503'), 400, 'answered, or refused clearly');
    t.ok(count('answered') >= 100, 'and most are answered', { answered: count('answered') });
    t.equal(hotline.daemon().house.figures().calls, 3, 'none of them comes to the daemon');

    for (const caller of [...inside, keyed]) t.equal((await caller.done).failed, 0);
    const records = await hotline.ended(3);
    t.equal(records.length, 3);
    const [talked] = records;
    if (talked === undefined) throw new Error('no record');
    t.match(talked.call.ending, { by: 'caller', outcome: 'answered' });
    const during = [floodAt - talked.call.arrivedAt, floodedAt - talked.call.arrivedAt] as const;
    const gaps = {
      caller: longestGapMs(between(talked.sound.left, ...during), callerHz),
      seat: longestGapMs(between(talked.sound.right, ...during), seatHz),
    };
    t.ok(gaps.caller <= 100 && gaps.seat <= 100, 'both hear each other all the while', { ...gaps, during });

    await asterisk.quiet();
    const heard = readRawStereo(ears).right;
    const [busy, connecting, police] = ['lines-busy', 'emergency-connecting', 'demo-110'].map((prompt) =>
      toneSpan(heard, promptHz(prompt)),
    );
    t.ok(busy && connecting && police, 'busy lines, then the police', { busy, connecting, police });
    const began = [busy, connecting, police].map((span) => span?.fromMs ?? 0);
    t.same(
      began,
      began.toSorted((a, b) => a - b),
      'in this order',
    );
  },
);

t.test('who only hears that the lines are busy holds no line', async (t) => {
  const hotline = await startHotline(t, {
    plan: noGreeting,
    asterisk: { promptMs: 1_500, settings: { maxCalls: 1 } },
  });
  await hotline.readySeat('8001', { type: 'ring' });
  const first = await citizen(hotline, '0001', { talkMs: 600 });
  await hotline.callIn('offering');
  const busy = await citizen(hotline, '0002', { mute: true });
  await first.done;
  await hotline.ended();
  const next = await citizen(hotline, '0003', { talkMs: 600 });
  t.equal((await hotline.callIn('offering')).from, '13800000003');
  t.notOk(
    busy.marks().some(({ word }) => word === 'hungUp'),
    'the other still hears it',
  );
  await next.done;
  await hotline.ended(2);
  await busy.done;
  t.match(hotline.daemon().house.seat('8001' as SeatId)?.doing, { state: 'ready' });
});

t.test(
  'a hundred calls a second and nobody signed in: each has its own record, ticket and recording',
  async (t) => {
    const hotline = await startHotline(t, { asterisk: { promptMs: 200, settings: { maxCalls: 200 } } });
    const many = { calls: 120, rate: 100, mute: true, from: '13800009999' };
    const { ok, failed } = await (await startCallers({ asterisk: hotline.asterisk.sip, ...many })).done;
    t.same({ ok, failed }, { ok: 120, failed: 0 });
    const records = await hotline.ended(120);
    t.equal(records.length, 120);
    t.equal(new Set(records.map(({ call }) => call.ticketNo)).size, 120);
    t.ok(
      records.every(
        ({ call, ticket, recording }) =>
          call.ending.outcome === 'noSeat' &&
          ticket?.call === call.id &&
          ticket.state === 'abandoned' &&
          recording?.state === 'kept',
      ),
    );
    t.ok(
      records.every(({ sound }) => toneSpan(sound.right, promptHz('no-seat')) !== null),
      'each is told that nobody is there',
    );
  },
);
