import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { askApi, signInAt } from './api.ts';
import { longestSilenceMs } from './audio.ts';
import { withCarrier } from './carrier.ts';
import { startPhones, Talk, toOther, toRemote, two } from './constellation.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import type { StreamPhone } from './stream-phone.ts';

const outside = '07532110099';
const toNumber = { kind: 'number', number: outside } as const;
const plan = { greeting: [], wrapUpMs: 0, outside: [{ name: '法律援助', number: outside }] };

/** What a phone that does not come does, and what the agent is told of it. */
const failures = [
  { what: 'busy', manner: { refuse: 486, afterMs: 0 }, why: 'refused' },
  { what: 'declined while it rang', manner: { refuse: 603, afterMs: 400 }, why: 'refused' },
  { what: 'no answer', manner: 'ring', why: 'noAnswer' },
  { what: 'taken back by the agent', manner: 'ring', why: null },
] as const;

/** Every way to ask for somebody, and who hears whom meanwhile. */
const ways = [
  { path: 'invite', way: 'announced', meanwhile: { citizen: ['music'] } },
  { path: 'invite', way: 'direct', meanwhile: two },
  { path: 'transfer', way: 'blind', meanwhile: { citizen: ['music'] } },
  { path: 'transfer', way: 'attended', meanwhile: { citizen: ['music'] } },
] as const;
type Way = (typeof ways)[number];

/** The unit's phone rings for a moment only. */
async function shortRinging(t: Test, hotline: Hotline, line: object = { kind: 'plain' }): Promise<void> {
  const office = await signInAt(hotline.daemon().address, accountOf(hotline, 'office'));
  const changed = await askApi(hotline.daemon().address, '/units/rsj/remote-seats/rsj-1', {
    method: 'PUT',
    cookie: office.cookie,
    body: {
      ...{ name: '人社局 窗口', place: 1, line },
      ...{ ringMs: 1_500, hours: null, signsIn: false },
    },
  });
  t.match(changed, { status: 200 });
}

/** It has failed: the agent is told why, and both are together again. */
async function back(
  t: Test,
  talk: Talk,
  { what, tried, result = 'failed' }: { what: string; tried: readonly object[]; result?: string },
) {
  const { lastHunt } = await talk.when(what, ({ phase }) => phase === 'talking');
  t.match(lastHunt, { result, tried }, what);
  t.equal(lastHunt?.tried.length, tried.length, what);
  // What was heard before it was asked for does not count.
  await talk.listens();
  await talk.hears(`${what}: both are together again`, two);
}

async function fails(
  t: Test,
  talk: Talk,
  { phone, to }: { readonly phone: StreamPhone; readonly to: object },
  { path, way, meanwhile }: Way,
): Promise<void> {
  for (const { what, manner, why } of failures) {
    const name = `${path} ${way}: ${what}`;
    const before = phone.count();
    phone.behave(manner);
    await talk.ask(path, { to, way });
    if (manner === 'ring') {
      await eventually(`${name}: it rings`, () => phone.count().rung > before.rung || null);
      await talk.listens();
      if (why === null) await talk.ask('cancel');
      else await talk.hears(`${name}: meanwhile`, meanwhile);
    }
    await back(
      t,
      talk,
      why === null
        ? { what: name, tried: [], result: 'cancelled' }
        : { what: name, tried: [{ name: '人社局 窗口', why }] },
    );
    const given = before.cancelled + (manner === 'ring' ? 1 : 0);
    await eventually(`${name}: it rings no more`, () => phone.count().cancelled === given || null);
  }
}

async function endsWell(t: Test, hotline: Hotline, talk: Talk): Promise<void> {
  await talk.end();
  const [record] = await hotline.ended();
  t.match(record, { call: { ending: { outcome: 'answered', by: 'caller' } }, recording: { state: 'kept' } });
  const silentMs = longestSilenceMs(record?.sound.right ?? new Float64Array(0));
  t.ok(silentMs < 700, `the citizen is never in silence (${String(silentMs)} ms)`);
}

t.test(
  'a remote seat that does not come, by whatever way it was asked: the agent is told why, and is back',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    const phones = await startPhones(t, hotline);
    await shortRinging(t, hotline);
    const talk = await Talk.begin(hotline, phones, '0001');
    for (const way of ways) await fails(t, talk, { phone: phones.remote, to: toRemote }, way);
    phones.remote.close();
    for (const { path, way } of ways) {
      await talk.ask(path, { to: toRemote, way });
      await back(t, talk, {
        what: `${path} ${way}: unreachable`,
        tried: [{ name: '人社局 窗口', why: 'unreachable' }],
      });
    }
    await endsWell(t, hotline, talk);
  },
);

t.test('a seat that does not come: the same, and its agent is free again', async (t) => {
  const hotline = await startHotline(t, { plan });
  const phones = await startPhones(t, hotline);
  const talk = await Talk.begin(hotline, phones, '0001');
  for (const { path, way } of ways)
    for (const { manner, why } of failures.slice(0, 2)) {
      phones.other.behave(manner);
      await phones.otherApi.post('/seats/8002/ready');
      await talk.ask(path, { to: toOther, way });
      await back(t, talk, { what: `${path} ${way}: ${why}`, tried: [{ why }] });
      const { doing } = [...hotline.daemon().house.seats()].find(({ id }) => id === '8002') ?? {};
      t.not(doing?.state, 'offered', 'it is offered nothing any more');
    }
  await endsWell(t, hotline, talk);
});

const noRoutes = { '110': [], '120': [], '119': [] };

t.test(
  'a number over the trunk that does not come: busy, a carrier that refuses, no carrier at all',
  async (t) => {
    const settings = { demonstration: false };
    const { hotline, carrier } = await withCarrier(t, { plan, emergency: noRoutes, settings, checkS: 1 });
    const phones = await startPhones(t, hotline);
    const talk = await Talk.begin(hotline, phones, '0001');
    const all = async (what: string, why: string): Promise<void> => {
      for (const { path, way } of ways) {
        await talk.ask(path, { to: toNumber, way });
        await back(t, talk, { what: `${path} ${way}: ${what}`, tried: [{ name: '法律援助', why }] });
      }
    };
    for (const [status, why] of [
      [486, 'refused'],
      [503, 'unreachable'],
    ] as const) {
      const sipp = await carrier({ type: 'refuse', status });
      await all(String(status), why);
      t.equal(
        sipp.marks().filter(({ word }) => word === 'invite').length,
        ways.length,
        'the carrier was asked each time',
      );
      await sipp.stop();
    }
    await shortRinging(t, hotline, { kind: 'number', number: outside });
    for (const { path, way } of ways) {
      await talk.ask(path, { to: toRemote, way });
      await back(t, talk, {
        what: `${path} ${way}: no carrier`,
        tried: [{ name: '人社局 窗口', why: 'noAnswer' }],
      });
    }
    await endsWell(t, hotline, talk);
  },
);

t.test(
  'asked for again and again, who is not there at once: agent and citizen are never parted for good',
  async (t) => {
    const hotline = await startHotline(t, { plan });
    const phones = await startPhones(t, hotline);
    const talk = await Talk.begin(hotline, phones, '0001');
    phones.remote.close();
    for (let n = 0; n < 40; n += 1) {
      await talk.ask('invite', { to: toRemote, way: 'announced' });
      await talk.when('both are together again', ({ phase }) => phase === 'talking');
    }
    await talk.listens();
    await talk.hears('a talk', two);
    t.match(talk.now(), { talk: { leg: `${talk.id}.seat.1` } }, 'the agent was never rung anew');
    const notJoined = readFileSync(hotline.logFile, 'utf8').match(/"command":"Join"[^\n]*not done/g);
    t.equal(notJoined, null, 'nobody was joined to a bridge that was on its way out');
    await endsWell(t, hotline, talk);
  },
);
