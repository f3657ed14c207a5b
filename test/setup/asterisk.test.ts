import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { resolveAsterisk } from '../../scripts/lib/asterisk-root.mjs';
import { startAsterisk } from '../../src/asterisk/process.ts';
import { startPrivateAsterisk } from '../asterisk/private-asterisk.ts';

const contexts = [
  'call-over',
  'consultation',
  'demo-carrier',
  'demo-voice',
  'dial-out',
  'dial-out-number',
  'dialled-citizen',
  'emergency-hunt',
  'emergency-out',
  'fail-safe',
  'from-trunk',
  'hotline',
  'lines-busy',
  'remote-out',
  'remote-out-number',
  'seats',
];

t.test('a managed Asterisk starts from the rendered files without a complaint', async (t) => {
  const asterisk = await startPrivateAsterisk({ seats: ['8001', '8002'] });
  t.teardown(asterisk.stop);
  const complaints = asterisk
    .log()
    .split('\n')
    .filter((line) => /\b(WARNING|ERROR|SECURITY)\b/.test(line));
  t.same(complaints, []);
  const plan = await asterisk.cli('dialplan show');
  const loaded = [...plan.matchAll(/Context '([^']+)' created by 'pbx_config'/g)].map(([, name]) => name);
  t.same(loaded.sort(), contexts);
  const endpoints = await asterisk.cli('pjsip show endpoints');
  for (const name of ['trunk', '8001', '8002']) t.match(endpoints, new RegExp(`Endpoint: +${name} `));
  t.match(await asterisk.cli('moh show classes'), /Class: default/);
  t.match(await asterisk.cli('manager show settings'), /Manager \(AMI\): +No/);
});

t.test('it listens on loopback alone', async (t) => {
  const asterisk = await startPrivateAsterisk();
  t.teardown(asterisk.stop);
  const sockets = execFileSync('ss', ['-H', '-lntup'], { encoding: 'utf8' }).split('\n');
  const own = sockets
    .filter((line) => line.includes(`pid=${String(asterisk.pid)},`))
    .map((line) => line.split(/\s+/));
  const beyond = own.filter((words) => !words[4]?.startsWith('127.0.0.1:'));
  t.ok(own.length >= 3, 'SIP over UDP and TCP, and HTTP');
  t.same(
    beyond.filter((words) => words[0] === 'tcp'),
    [],
  );
  // PJSIP's own DNS resolver holds a socket for each family for the answers to its questions; it has no name server to ask here.
  t.ok(beyond.length <= 2, 'nothing but the resolver');
});

t.test("its files are the owner's alone", async (t) => {
  const asterisk = await startPrivateAsterisk({ seats: ['8001'] });
  t.teardown(asterisk.stop);
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  t.equal(mode(asterisk.runDir), '700');
  const etc = join(asterisk.runDir, 'etc');
  for (const name of readdirSync(etc)) {
    t.equal(mode(join(etc, name)), statSync(join(etc, name)).isDirectory() ? '700' : '600', name);
  }
});

t.test(
  'new seats are taken in while it runs, and a broken file takes away neither trunk nor seats',
  async (t) => {
    const asterisk = await startPrivateAsterisk({ seats: ['8001'] });
    t.teardown(asterisk.stop);
    await asterisk.provision([
      { endpoint: '8001', password: asterisk.password('8001'), kind: 'desk' },
      { endpoint: '8003', password: 'another-secret', kind: 'desk' },
      { endpoint: '8003w', password: 'another-secret', kind: 'browser' },
    ]);
    const endpoints = await asterisk.cli('pjsip show endpoints');
    for (const name of ['trunk', '8001', '8003', '8003w'])
      t.match(endpoints, new RegExp(`Endpoint: +${name} `));
    appendFileSync(asterisk.seatsConf, '[8004](no-such-template)\nlight = on\n[\n');
    await asterisk.cli('module reload res_pjsip.so');
    t.match(await asterisk.cli('pjsip show endpoint 8001'), /Endpoint: +8001 /);
    t.match(await asterisk.cli('pjsip show endpoint trunk'), /Endpoint: +trunk /);
  },
);

t.test('two live side by side, and each ends without a trace', async (t) => {
  const both = await Promise.all([startPrivateAsterisk(), startPrivateAsterisk()]);
  t.not(both[0].sipPort, both[1].sipPort);
  for (const asterisk of both) {
    await asterisk.stop();
    t.notOk(existsSync(asterisk.runDir));
  }
});

t.test('a start that fails says so and leaves nothing', async (t) => {
  const program = { ...(await resolveAsterisk()), binary: '/bin/false' };
  const settings = {
    sip: { host: '127.0.0.1', port: 9 },
    http: { host: '127.0.0.1', port: 9 },
    rtp: { first: 10_000, last: 10_100 },
    ari: { user: 'u', password: 'p', app: 'a' },
    maxCalls: 1,
    trunk: { match: ['127.0.0.2'], contact: null },
    callerId: '12345',
    staticGroup: [],
    emergency: { '110': [], '120': [], '119': [] },
    demonstration: true,
    qualifyS: 0,
    extraModules: [],
  };
  // A path that is too long for a socket outside is none inside the root file system.
  const runDir = t.testdir();
  await t.rejects(startAsterisk({ program, runDir, settings }), /did not become ready/);
  t.notMatch(readFileSync('/proc/mounts', 'utf8'), runDir);
});
