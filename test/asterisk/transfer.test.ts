import t, { type Test } from 'tap';
import { amplitude, longestSilenceMs } from './audio.ts';
import {
  inPrivate,
  startPhones,
  Talk,
  toOther,
  toRemote,
  two,
  withOther,
  withRemote,
} from './constellation.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { musicHz } from './private-asterisk.ts';

const outside = '07532110099';
const plan = {
  greeting: [],
  wrapUpMs: 0,
  farewell: { goodbye: [] },
  outside: [{ name: '法律援助', number: outside }],
  queues: { general: {}, tax: {} },
};

const seatOf = (hotline: Hotline, seat: string) =>
  [...hotline.daemon().house.seats()].find(({ id }) => id === seat);

const agentIsFree = (hotline: Hotline, seat = '8001'): Promise<unknown> =>
  eventually(`${seat} is free`, () => seatOf(hotline, seat)?.doing.state === 'ready' || null);

/** A hotline, its phones, and a citizen in a talk for each number of times asked. */
async function stage(t: Test) {
  const hotline = await startHotline(t, { plan });
  const phones = await startPhones(t, hotline);
  let calls = 0;
  const begin = (): Promise<Talk> => {
    calls += 1;
    return Talk.begin(hotline, phones, String(calls).padStart(4, '0'));
  };
  const end = async (): Promise<void> => {
    const records = await hotline.ended(calls);
    for (const { call, recording, sound } of records) {
      t.match(
        { outcome: call.ending.outcome, recording },
        { outcome: 'answered', recording: { state: 'kept' } },
      );
      const silentMs = longestSilenceMs(sound.right);
      t.ok(silentMs < 700, `${call.from ?? ''} is never in silence (${String(silentMs)} ms)`);
    }
  };
  return { hotline, phones, begin, end };
}

t.test('a citizen is passed on, blind, to a remote seat, a unit, and a number over the trunk', async (t) => {
  const { hotline, begin, end } = await stage(t);
  for (const to of [toRemote, { kind: 'unit', unit: 'rsj' }]) {
    const talk = await begin();
    await talk.ask('transfer', { to, way: 'blind' });
    await talk.hears(`passed on to ${to.kind}`, withRemote);
    await agentIsFree(hotline);
    await talk.end();
  }
  const talk = await begin();
  await talk.ask('transfer', { to: { kind: 'number', number: outside }, way: 'blind' });
  await talk.when('the line answers', (call) => 'parties' in call && call.parties.length === 1);
  await agentIsFree(hotline);
  // What answers at the stand-in for the carrier plays music.
  await eventually('the citizen hears the line', () => amplitude(talk.latest(400), musicHz) > 0.04 || null);
  await talk.end();
  await end();
});

t.test('a citizen is passed on to another seat, blind and attended: the call is that agent’s', async (t) => {
  const { hotline, phones, begin, end } = await stage(t);
  for (const way of ['blind', 'attended']) {
    await phones.otherApi.post('/seats/8002/ready');
    const talk = await begin();
    await talk.ask('transfer', { to: toOther, way });
    if (way === 'attended') {
      await talk.hears('the agents in private', { citizen: ['music'], agent: ['other'], other: ['agent'] });
      await talk.ask('leave');
    }
    await talk.hears(`${way}: passed on`, withOther);
    await agentIsFree(hotline);
    if (way === 'blind') {
      await talk.when(
        'it is a talk at the other seat',
        (call) => call.phase === 'talking' && call.talk.seat === '8002',
      );
      const refused = await phones.api.post(`/calls/${talk.id}/hold`);
      t.match(refused, { status: 403, code: 'H12_NOT_YOUR_CALL' });
      t.match(await phones.otherApi.post(`/calls/${talk.id}/hold`), { status: 204 });
      await talk.hears('who has it now holds it', { citizen: ['music'] });
    }
    await talk.end();
    await agentIsFree(hotline, '8002');
    await phones.otherApi.post('/seats/8002/not-ready', { reason: 'break' });
  }
  await end();
});

t.test('attended: left while it rings, after the private talk, and taken back', async (t) => {
  const { hotline, phones, begin, end } = await stage(t);
  const early = await begin();
  phones.remote.behave('ring');
  await early.ask('transfer', { to: toRemote, way: 'attended' });
  await eventually('it rings', () => phones.remote.count().rung > 0 || null);
  await early.ask('leave');
  await agentIsFree(hotline);
  phones.remote.answer();
  await early.hears('answered after the agent had left', withRemote);
  await early.end();

  phones.remote.behave('answer');
  const later = await begin();
  await later.ask('transfer', { to: toRemote, way: 'attended' });
  await later.hears('in private', inPrivate);
  await later.ask('leave');
  await later.hears('passed on', withRemote);
  await agentIsFree(hotline);
  await later.end();

  const back = await begin();
  await back.ask('transfer', { to: toRemote, way: 'attended' });
  await back.hears('in private', inPrivate);
  await back.ask('return', { bring: false });
  await back.hears('taken back', two);
  await back.end();
  await end();
});

t.test('a citizen is passed on to a queue, and is served from it with the time already waited', async (t) => {
  const { phones, begin, end } = await stage(t);
  const talk = await begin();
  await phones.api.post('/seats/8001/not-ready', { reason: 'break' });
  await phones.otherApi.post('/seats/8002/ready');
  await talk.ask('transfer', { to: { kind: 'queue', queue: 'general' }, way: 'blind' });
  await talk.hears('the other agent has the citizen', withOther);
  t.match(talk.now(), { queue: 'general' });
  await talk.end();
  await end();
});

t.test(
  'what two people ask at the same moment: each is answered, and the citizen hears somebody',
  async (t) => {
    const { hotline, phones, begin, end } = await stage(t);
    const asks = [
      ['leave', undefined],
      ['hold', undefined],
      ['return', { bring: false }],
      ['cancel', undefined],
      ['invite', { to: toRemote, way: 'direct' }],
      ['invite', { to: toRemote, way: 'announced' }],
      ['transfer', { to: toRemote, way: 'blind' }],
      ['drop', { leg: 'party' }],
    ] as const;
    const expected = new Set([
      'H12_OUT_OF_TURN',
      'H12_NOT_YOUR_CALL',
      'H12_NO_SUCH_PARTY',
      'H12_CALL_ENDED',
      'H12_CALL_FULL',
    ]);
    for (const [n, [path, body]] of asks.entries()) {
      const [other, otherBody] = asks[(n + 3) % asks.length] ?? asks[0];
      const talk = await begin();
      await phones.otherApi.post('/seats/8002/ready');
      await talk.ask('transfer', { to: toOther, way: 'attended' });
      await talk.when('in private', (call) => 'parties' in call && call.parties.length === 1);
      const party = talk.now();
      const leg = party !== undefined && 'parties' in party ? party.parties[0]?.leg : '';
      const filled = (one: object | undefined) => (one !== undefined && 'leg' in one ? { leg } : one);
      const answers = await Promise.all([
        phones.api.post(`/calls/${talk.id}/${path}`, filled(body)),
        phones.api.post(`/calls/${talk.id}/${other}`, filled(otherBody)),
        phones.otherApi.post(`/calls/${talk.id}/leave`),
        phones.otherApi.post(`/calls/${talk.id}/hold`),
      ]);
      for (const { status, code } of answers)
        t.ok(
          status === 204 || expected.has(code ?? ''),
          `${path} and ${other}: ${String(status)} ${code ?? ''}`,
        );
      await eventually(`${path} and ${other}: the citizen hears somebody, or music`, () => {
        const { length } = talk.audible();
        return length > 0 || null;
      });
      await talk.end();
      await agentIsFree(hotline);
      await eventually('8002 is free', () => seatOf(hotline, '8002')?.doing.state !== 'talking' || null);
      await phones.otherApi.post('/seats/8002/not-ready', { reason: 'break' });
    }
    await end();
  },
);
