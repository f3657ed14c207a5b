import t from 'tap';
import { longestSilenceMs } from './audio.ts';
import { startPhones, Talk, three, two } from './constellation.ts';
import { eventually, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

/** The first desk is the other seat's phone, the second a trunk that is not there, the third answers: the remote seat's phone. */
const emergency = {
  '110': [
    'PJSIP/8002;name=市局;seconds=2',
    'PJSIP/1101@trunk;name=专线;seconds=1',
    'PJSIP/r-rsj-1;name=分局',
  ],
  '120': ['PJSIP/8002;name=急救;seconds=1;direct=07532110120', 'PJSIP/1201@trunk;name=专线;seconds=1'],
  '119': [],
};

t.test(
  'busy, no answer, a trunk that is down: each leads to the next desk, agent and citizen together all the while',
  async (t) => {
    const hotline = await startHotline(t, { plan: { greeting: [], wrapUpMs: 0 }, emergency });
    const phones = await startPhones(t, hotline);
    const cases = [
      ['0001', { refuse: 486, afterMs: 0 }, 'refused'],
      ['0002', { refuse: 603, afterMs: 300 }, 'refused'],
      ['0003', 'ring', 'noAnswer'],
    ] as const;
    for (const [from, manner, why] of cases) {
      const talk = await Talk.begin(hotline, phones, from);
      phones.other.behave(manner);
      await talk.ask('emergency', { number: '110' });
      // A refusal and a dead trunk are over at once; who rings does so for two seconds.
      if (manner === 'ring') {
        await talk.when('the first desk rings', ({ phase }) => phase === 'emergency');
        await talk.listens();
        await talk.hears('together while it rings', two);
      }
      await talk.hears('three with the desk', three);
      t.match(talk.now(), {
        lastHunt: {
          result: 'reached',
          tried: [
            { name: '市局', why },
            { name: '专线', why: 'unreachable' },
          ],
        },
      });
      await talk.end();
    }
    const talk = await Talk.begin(hotline, phones, '0004');
    phones.other.behave({ refuse: 486, afterMs: 0 });
    await talk.ask('emergency', { number: '120' });
    const failed = await talk.when('no desk is left', ({ phase }) => phase === 'talking');
    t.match(failed.lastHunt, {
      result: 'failed',
      number: '120',
      tried: [{ why: 'refused' }, { why: 'unreachable' }],
    });
    await talk.listens();
    await talk.hears('agent and citizen are still together', two);
    await talk.end();
    for (const { call, sound, recording } of await hotline.ended(4)) {
      t.match(recording, { state: 'kept' });
      const silentMs = longestSilenceMs(sound.right);
      t.ok(silentMs < 500, `${call.from ?? ''} is never in silence (${String(silentMs)} ms)`);
    }
  },
);

t.test(
  'a citizen who waits presses the key: the first desk is busy, a trunk is down, the third answers',
  async (t) => {
    const hotline = await startHotline(t, { plan: { greeting: [], wrapUpMs: 0 }, emergency });
    const phones = await startPhones(t, hotline);
    phones.other.behave({ refuse: 486, afterMs: 0 });
    const busy = await Talk.begin(hotline, phones, '0001');
    const caller = await startCallers({
      asterisk: hotline.asterisk.sip,
      from: '13800000002',
      digits: [{ digit: '7', atMs: 1_000 }],
    });
    const reached = await eventually('the desk has the citizen', () =>
      [...hotline.daemon().house.calls()].find(
        ({ from, phase }) => from === '13800000002' && phase === 'conference',
      ),
    );
    t.match(reached, {
      talk: null,
      lastHunt: { result: 'reached', tried: [{ why: 'refused' }, { why: 'unreachable' }] },
    });
    await eventually('the desk hears the citizen', () => phones.remote.heard() > 30 || null);
    phones.remote.hangUp();
    await caller.done;
    await busy.end();
    const [, record] = await hotline.ended(2);
    t.match(record?.call.ending, { outcome: 'emergency' });
  },
);
