import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startAriProxy } from './ari-proxy.ts';
import { toneSpan } from './audio.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { callerHz, startCallers } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

const spool = ({ config }: Hotline, end: string): readonly string[] =>
  readdirSync(config.spoolDir)
    .filter((name) => name.endsWith(end))
    .map((name) => join(config.spoolDir, name));

/** What is in the spool was written for the last time more than a minute ago. */
function aMinutePasses(hotline: Hotline): void {
  // Not a whole number of ms, as most times of files are.
  const then = Math.floor(Date.now() / 1_000) - 61 + 0.000_4;
  for (const file of spool(hotline, '')) utimesSync(file, then, then);
}

t.test(
  'a citizen comes and leaves while the connection is dead and nobody has noticed: on record, heard, and called back',
  async (t) => {
    const hotline = await startHotline(t);
    const proxy = await startAriProxy({ target: hotline.asterisk.ariUrl });
    t.teardown(() => proxy.close());
    const { config } = hotline;
    const child = await spawnDaemon(t, {
      ...hotline,
      config: { ...config, ari: { ...config.ari, url: proxy.url } },
    });
    // The other daemon has left Asterisk's application to this one.
    await child.inPhases();
    proxy.freeze();
    const from = '13800000001';
    const caller = await startCallers({ asterisk: hotline.asterisk.sip, from, talkMs: 1_200 });
    t.equal((await caller.done).failed, 0, 'Asterisk has answered');
    await child.kill();
    await hotline.startDaemon();
    t.equal(spool(hotline, '.told').length, 1);
    const { stores } = hotline.daemon();
    aMinutePasses(hotline);
    await eventually('the call is on record', () => spool(hotline, '.told').length === 0 || null, {
      withinMs: 30_000,
    });
    const [record, ...others] = await hotline.ended();
    t.same(others, []);
    t.match(record, {
      call: { from, ending: { outcome: 'lost' } },
      recording: { state: 'kept' },
      ticket: { state: 'abandoned' },
    });
    t.ok(record && toneSpan(record.sound.left, callerHz), 'the citizen is heard');
    t.match(stores.callBacks.list({ closed: false }, null, 50).items, [
      { number: from, why: 'lost', first: true },
    ]);
  },
);

t.test('of a call that is on record nothing is left in the spool but its recording', async (t) => {
  const hotline = await startHotline(t, { plan: { greeting: [] } });
  await hotline.readySeat('8001', { type: 'ring' });
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: null });
  await caller.seen('answered');
  await hotline.callIn('offering');
  await eventually('what the dialplan told is put away', () => spool(hotline, '.told').length === 0 || null, {
    withinMs: 30_000,
  });
  caller.hangUp();
  const records = await hotline.ended();
  t.match(records, [{ call: { ending: { by: 'caller', outcome: 'abandoned' } } }]);
});
