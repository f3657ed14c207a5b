import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { Config } from '../../src/config.ts';
import { usualKeeping } from '../../src/config-vault.ts';
import { type Daemon, StartError, startDaemon } from '../../src/daemon.ts';

import { sessionLimits } from '../../src/people/model.ts';

const silent = pino({ level: 'silent' });

/** A production configuration whose Asterisk is not there: the daemon starts all the same, and says that it is not ready. */
function production(t: Test, more: Partial<Config> = {}): Config {
  const dir = t.testdir({ spool: {}, 'bad-plan.json': '{"maxOffers":0,"greeting":["../etc"],"colour":1}' });
  mkdirSync(join(dir, 'recordings'));
  return {
    mode: 'production',
    dataDir: join(dir, 'data'),
    http: { host: '127.0.0.1', port: 0, cookieSecure: true, origins: [], trustedProxies: [] },
    ari: {
      url: 'http://127.0.0.1:1',
      user: 'u',
      password: { from: 'value', value: 'not-a-default' },
      app: 'hotline12345',
    },
    asterisk: { kind: 'external' },
    emergency: { '110': [], '120': [], '119': [] },
    emergencyTestAt: null,
    spoolDir: join(dir, 'spool'),
    recordingsDir: join(dir, 'recordings'),
    vault: { keys: { from: 'file', path: join(dir, 'vault-keys.json'), made: true }, ...usualKeeping },
    seatsConf: join(dir, 'pjsip.seats.conf'),
    soundsDir: null,
    callBackHours: { fromMs: 0, untilMs: 86_400_000 },
    maxCalls: 10,
    supervisionTold: true,
    planFile: null,
    planApproval: false,
    logLevel: 'silent',
    sessions: sessionLimits,
    timeZone: 'Asia/Shanghai',
    ...more,
  };
}

async function started(t: Test, config: Config): Promise<Daemon> {
  const daemon = await startDaemon(config, silent);
  t.teardown(() => daemon.stop());
  return daemon;
}

t.test('a production start makes no account, no seat, no unit, no password', async (t) => {
  const config = production(t);
  const daemon = await started(t, config);
  t.equal(daemon.access, null);
  t.equal(daemon.stores.people.countAccounts(), 0);
  t.same(daemon.stores.phones.all(), []);
  t.same(daemon.stores.units.all(), []);
  t.equal(statSync(join(config.dataDir, 'hotline.db')).mode & 0o777, 0o600);
});

t.test('without its Asterisk the daemon lives, and says that it is not ready', async (t) => {
  const { address } = await started(t, production(t));
  t.equal((await fetch(`${address}/health`)).status, 200);
  t.equal((await fetch(`${address}/ready`)).status, 503);
});

t.test(
  'a plan that cannot be used stops the start, every problem named, before anything is made',
  async (t) => {
    const config = production(t);
    const planFile = join(config.spoolDir, '..', 'bad-plan.json');
    const fault: unknown = await startDaemon({ ...config, planFile }, silent).catch(
      (error: unknown) => error,
    );
    t.ok(fault instanceof StartError);
    for (const place of ['/maxOffers', '/greeting/0', '/colour']) t.match(String(fault), place);
    t.throws(() => statSync(config.dataDir));
  },
);
