import { join } from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import { type AlarmDeps, alarmRoutes } from '../../src/http/alarms.ts';

const well = { switchUp: true, journalOk: true } as ReturnType<AlarmDeps['figures']>;

async function alarms(deps: Partial<AlarmDeps>): Promise<unknown> {
  const app = Fastify();
  await app.register(alarmRoutes({ figures: () => well, alarmingRecordings: () => 0, folders: [], ...deps }));
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

t.test('a folder that cannot be looked at is one that recordings cannot be written to', async (t) => {
  const path = join(t.testdir({}), 'gone');
  t.match(await alarms({ folders: [{ name: 'spool', path }] }), [{ kind: 'diskUnread', folder: 'spool' }]);
});
