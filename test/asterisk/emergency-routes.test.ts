import t, { type Test } from 'tap';
import type { RouteRow } from '../../src/emergency/wire.ts';
import { type Session, signInAt } from './api.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import { type Sipp, startCallers, startCitizen } from './sipp.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;

/** A hotline with a trunk to a carrier that is not there yet. @param checkS how often the carrier is asked */
async function withTrunk(t: Test, checkS: number) {
  const ports = await claimPorts();
  t.teardown(() => ports.release());
  const port = ports.first + 1;
  const hotline = await startHotline(t, {
    plan: { greeting: [], wrapUpMs: 0 },
    emergency: {
      '110': ['PJSIP/110@trunk;name=市局', 'PJSIP/8009'],
      '120': ['PJSIP/8001'],
      '119': ['Local/119@demo-carrier/n'],
    },
    asterisk: { settings: { trunk: { match: ['127.0.0.2'], contact: `127.0.0.2:${String(port)}`, checkS } } },
  });
  const carrier = async (): Promise<Sipp> => {
    const mediaPort = ports.first + 10;
    const sipp = await startCitizen({ asterisk: hotline.asterisk.sip, port, mediaPort, behaviour: answers });
    t.teardown(() => sipp.stop());
    return sipp;
  };
  return { hotline, carrier };
}

const routesOf = async (who: Session): Promise<readonly RouteRow[]> =>
  (await who.get('/emergency-routes')).body as readonly RouteRow[];

const admin = (hotline: Hotline): Promise<Session> =>
  signInAt(hotline.daemon().address, accountOf(hotline, 'admin'));

const reaches = (who: Session, id: string, reach: string): Promise<RouteRow> =>
  eventually(`${id} is ${reach}`, async () =>
    (await routesOf(who)).find((row) => row.id === id && row.reach === reach),
  );

t.test('the wallboard knows within moments whether a carrier answers OPTIONS', async (t) => {
  const { hotline, carrier } = await withTrunk(t, 1);
  const who = await admin(hotline);
  t.match(await reaches(who, '110-1', 'unreachable'), { trunk: 'trunk', alarming: true });
  const sipp = await carrier();
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
    const desk = await carrier();
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
