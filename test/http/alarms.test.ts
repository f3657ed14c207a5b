import { join } from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import { type AlarmDeps, alarmRoutes } from '../../src/http/alarms.ts';

const well = { switchUp: true, journalOk: true } as ReturnType<AlarmDeps['figures']>;

async function alarms(deps: Partial<AlarmDeps>): Promise<unknown> {
  const app = Fastify();
  const calm = { figures: () => well, alarmingRecordings: () => 0, alarmingRoutes: () => 0, folders: [] };
  await app.register(alarmRoutes({ ...calm, ...deps }));
  const answer = await app.inject('/alarms');
  await app.close();
  return answer.json();
}

t.test('nothing is told when all is well', async (t) => {
  t.same(await alarms({ folders: [{ name: 'data', path: t.testdir({}) }] }), []);
});

t.test('a lost switch, a journal that is not written, and recordings to be looked at', async (t) => {
  const figures = () => ({ ...well, switchUp: false, journalOk: false });
  t.match(await alarms({ figures, alarmingRecordings: () => 3 }), [
    { kind: 'switchDown' },
    { kind: 'journalHeld' },
    { kind: 'recordings', count: 3 },
  ]);
});

t.test('ways to emergency desks that cannot be relied on', async (t) => {
  t.match(await alarms({ alarmingRoutes: () => 2 }), [{ kind: 'emergencyRoutes', count: 2 }]);
});

t.test('a folder that cannot be looked at is one that recordings cannot be written to', async (t) => {
  const path = join(t.testdir({}), 'gone');
  t.match(await alarms({ folders: [{ name: 'spool', path }] }), [{ kind: 'diskUnread', folder: 'spool' }]);
});
