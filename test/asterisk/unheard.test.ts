import { readdirSync, statSync } from 'node:fs';
import t from 'tap';
import { startAriProxy } from './ari-proxy.ts';
import { toneSpan } from './audio.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { callerHz, startCallers } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

/** What the dialplan has told of calls and is not put away yet. */
const told = ({ config }: Hotline): readonly string[] =>
  readdirSync(config.spoolDir).filter((name) => name.endsWith('.told'));

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
    t.equal(told(hotline).length, 1);
    const { stores } = hotline.daemon();
    await eventually('the call is on record', () => told(hotline).length === 0 || null, {
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

t.test('of a call that is on record nothing that the dialplan told is left', async (t) => {
  const hotline = await startHotline(t, { plan: { greeting: [] } });
  await hotline.readySeat('8001', { type: 'ring' });
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: null });
  await hotline.callIn('offering');
  t.same(told(hotline), [], 'nothing is written while it comes in');
  await eventually(
    'it is recorded',
    () => hotline.asterisk.recordings().some((file) => statSync(file).size > 0) || null,
  );
  caller.hangUp();
  await eventually('the dialplan tells of its end', () => told(hotline).length === 1 || null);
  await eventually('which is put away', () => told(hotline).length === 0 || null, { withinMs: 30_000 });
  t.match(await hotline.ended(), [{ call: { ending: { by: 'caller', outcome: 'abandoned' } } }]);
});
