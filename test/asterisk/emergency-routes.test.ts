import t, { type Test } from 'tap';
import type { RouteRow } from '../../src/emergency/wire.ts';
import { listStart } from '../../src/store/page.ts';
import { type Session, signInAt } from './api.ts';
import { withCarrier } from './carrier.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { type PhoneBehaviour, startCallers } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

const answers: PhoneBehaviour = { type: 'answer', ringMs: 100, talkMs: null };

/** A hotline with a trunk to a carrier that is not there yet. @param checkS how often the carrier is asked */
const withTrunk = (t: Test, checkS: number) =>
  withCarrier(t, {
    plan: { greeting: [], wrapUpMs: 0 },
    emergency: {
      '110': ['PJSIP/110@trunk;name=市局;test=PJSIP/99001@trunk', 'PJSIP/8009'],
      '120': ['PJSIP/8001'],
      '119': ['Local/119@demo-carrier/n'],
    },
    checkS,
  });

const routesOf = async (who: Session): Promise<readonly RouteRow[]> =>
  (await who.get('/emergency-routes')).body as readonly RouteRow[];

const admin = (hotline: Hotline): Promise<Session> =>
  signInAt(hotline.daemon().address, accountOf(hotline, 'admin'));

/** Asks four times a second: who asks more often is told to wait (429). */
const reaches = (who: Session, id: string, reach: string): Promise<RouteRow> =>
  eventually(
    `${id} is ${reach}`,
    async () => (await routesOf(who)).find((row) => row.id === id && row.reach === reach),
    { everyMs: 250 },
  );

t.test('the wallboard knows within moments whether a carrier answers OPTIONS', async (t) => {
  const { hotline, carrier } = await withTrunk(t, 1);
  const who = await admin(hotline);
  t.match(await reaches(who, '110-1', 'unreachable'), { trunk: 'trunk', alarming: true });
  const sipp = await carrier(answers);
  t.match(await reaches(who, '110-1', 'reachable'), { alarming: false });
  await sipp.stop();
  t.match(await reaches(who, '110-1', 'unreachable'), { alarming: true });
  const rows = await routesOf(who);
  t.match(rows, [
    { id: '110-1', name: '市局' },
    { id: '110-2', reach: 'unreachable', trunk: '8009' },
    { id: '120-1', reach: 'unreachable' },
    { id: '119-1', reach: 'notChecked', trunk: null, alarming: false },
  ]);
  t.match((await who.get('/alarms')).body, [{ kind: 'emergencyRoutes', count: 3 }]);
});

t.test(
  'a carrier that is silent about OPTIONS is rung all the same, and what came of it is kept',
  async (t) => {
    const { hotline, carrier } = await withTrunk(t, 3_600);
    await hotline.readySeat('8001', answers);
    const who = await admin(hotline);
    await reaches(who, '110-1', 'unreachable');
    t.match(await reaches(who, '120-1', 'notChecked'), { trunk: '8001' }, 'a phone that nobody asks');
    const desk = await carrier(answers);
    const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 3_000 });
    const { id } = await hotline.callIn('talking');
    const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
    t.equal((await agent.post(`/calls/${id}/emergency`, { number: '110' })).status, 204);
    await desk.seen('answered');
    await hotline.callIn('conference');
    await hotline.ended();
    await caller.done;
    await hotline.stopDaemon();
    await hotline.startDaemon();
    const after = await routesOf(await admin(hotline));
    t.match(after[0], { id: '110-1', success: { by: 'call' }, failure: null });
    t.match(after[1], { id: '110-2', success: null, failure: null }, 'it was not needed');
  },
);

const tried = (who: Session, what: 'success' | 'failure'): Promise<RouteRow> =>
  eventually(`a trial’s ${what}`, async () =>
    (await routesOf(who)).find(
      (row) => row.id === '110-1' && row[what]?.by === 'test' && row.testing === null,
    ),
  );

t.test(
  'a trial rings the test number over the trunk, hangs up when it answers, and is on the record',
  async (t) => {
    const { hotline, carrier } = await withTrunk(t, 3_600);
    const who = await admin(hotline);
    const desk = await carrier(answers);
    t.equal((await who.post('/emergency-routes/110-1/test')).status, 204);
    await desk.seen('answered');
    await desk.seen('hungUp');
    const row = await tried(who, 'success');
    t.ok((row.success?.tookMs ?? 0) >= 100, 'it rang for 100 ms', { row });
    const { tickets, auditStore } = hotline.daemon().stores;
    t.same([...hotline.daemon().house.calls()], [], 'it is no call');
    t.same(tickets.list({}, listStart, { limit: 1 }).items, []);
    const record = auditStore.newest(20).filter(({ action }) => action === 'emergency.test');
    t.match(record, [
      { actor: 'admin', target: /^110-1 answered after \d+ ms$/, outcome: 'done' },
      { actor: 'admin', target: '110-1 asked', outcome: 'done' },
    ]);
    await desk.stop();
    const busy = await carrier({ type: 'refuse', status: 486 });
    t.equal((await who.post('/emergency-routes/test')).status, 204);
    await busy.seen('refused');
    t.match(await tried(who, 'failure'), { failure: { why: 'refused' }, alarming: true });
  },
);

t.test('nobody without the right tries a way', async (t) => {
  const { hotline } = await withTrunk(t, 3_600);
  for (const username of ['agent1', 'leader']) {
    const who = await signInAt(hotline.daemon().address, accountOf(hotline, username));
    t.match(await who.post('/emergency-routes/110-1/test'), { status: 403, code: 'H12_FORBIDDEN' });
  }
});

t.test('a daemon that dies in the middle of a trial leaves nothing', async (t) => {
  const hotline = await startHotline(t);
  const child = await spawnDaemon(t, hotline);
  const who = await signInAt(child.address, accountOf(hotline, 'admin'));
  t.equal((await who.post('/emergency-routes/110-1/test')).status, 204);
  await hotline.asterisk.until('core show channels concise', /demo-carrier/);
  await child.kill();
  t.not((await hotline.asterisk.alive()).channels, 0, 'the channel has outlived it');
  await hotline.startDaemon();
  await hotline.asterisk.until('core show channels count', /^0 active channels/m);
});
