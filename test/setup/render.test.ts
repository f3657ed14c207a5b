import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { daemonSettings } from '../../scripts/lib/render.mjs';
import { managedSettings } from '../../src/asterisk/managed.ts';
import { renderFor } from '../../src/asterisk/render.ts';
import { type Config, loadConfig } from '../../src/config.ts';

const env = {
  H12_MODE: 'production',
  H12_TRUNK_MATCH: '192.0.2.10,192.0.2.11',
  H12_TRUNK_CONTACT: '192.0.2.10:5060',
  H12_STATIC_GROUP: '8001',
  H12_EMERGENCY_110: 'PJSIP/110@trunk|PJSIP/8001',
  H12_EMERGENCY_120: 'PJSIP/120@trunk',
  H12_EMERGENCY_119: 'PJSIP/119@trunk',
  H12_ARI_APP: 'city',
  H12_VAULT_KEY_FILE: '/etc/hotline/vault-keys.json',
};

function production(): Config {
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ name, text }) => `${name} ${text}`).join());
  return loaded.config;
}

function settings(config: Config): ReturnType<typeof managedSettings> {
  if (config.asterisk.kind !== 'managed') throw new Error('rendering takes the values of a managed Asterisk');
  return managedSettings(config, config.asterisk, 'the-password');
}

/** As much of a machine with an Asterisk as rendering looks at. */
function machine(t: Test) {
  const root = t.testdir({
    usr: {
      lib: { asterisk: { modules: {} } },
      share: { asterisk: { documentation: {}, 'rest-api': {} } },
    },
  });
  return { dir: join(root, 'hotline'), program: { binary: '/usr/sbin/asterisk', root } };
}

t.test('the folder holds all that an Asterisk of production needs, for its owner alone', async (t) => {
  const { dir, program } = machine(t);
  renderFor(program, dir, settings(production()));
  const text = (name: string): string => readFileSync(join(dir, 'etc', name), 'utf8');
  t.match(text('pjsip.conf'), 'match = 192.0.2.10\nmatch = 192.0.2.11\n');
  t.match(text('pjsip.conf'), 'contact = sip:192.0.2.10:5060');
  t.match(text('ari.conf'), '[hotline12345]\n');
  t.match(text('ari.conf'), 'password = the-password');
  t.match(text('extensions.conf'), 'EMERGENCY_110 = PJSIP/110@trunk|PJSIP/8001');
  t.match(text('dialplan/from-trunk.conf'), 'Stasis(city,inbound,');
  t.notOk(existsSync(join(dir, 'etc/dialplan/demo-carrier.conf')), 'no stand-in for the carrier');
  t.ok(existsSync(join(dir, 'spool/recording')));
  t.equal(statSync(dir).mode & 0o777, 0o700);
  t.equal(statSync(join(dir, 'etc/ari.conf')).mode & 0o777, 0o600);
});

t.test('rendered again, the seats’ phones and prompts stay', async (t) => {
  const { dir, program } = machine(t);
  renderFor(program, dir, settings(production()));
  writeFileSync(join(dir, 'etc/pjsip.seats.conf'), '; phones\n');
  writeFileSync(join(dir, 'sounds/greeting.wav'), 'the city has its own voice');
  renderFor(program, dir, settings({ ...production(), maxCalls: 77 }));
  t.match(readFileSync(join(dir, 'etc/extensions.conf'), 'utf8'), 'MAXCALLS = 77');
  t.equal(readFileSync(join(dir, 'etc/pjsip.seats.conf'), 'utf8'), '; phones\n');
  t.equal(readFileSync(join(dir, 'sounds/greeting.wav'), 'utf8'), 'the city has its own voice');
});

t.test('a folder that holds something else is left alone', async (t) => {
  const { dir, program } = machine(t);
  mkdirSync(join(dir, 'etc'), { recursive: true });
  writeFileSync(join(dir, 'etc/passwd'), 'somebody');
  t.throws(() => renderFor(program, dir, settings(production())), /holds something else/);
  writeFileSync(join(dir, 'etc/asterisk.conf'), '[directories]\n');
  t.throws(() => renderFor(program, dir, settings(production())), /holds something else/);
  t.equal(readFileSync(join(dir, 'etc/passwd'), 'utf8'), 'somebody');
  rmSync(join(dir, 'etc'), { recursive: true });
  renderFor(program, dir, settings(production()));
  t.throws(() => renderFor(program, 'hotline', settings(production())), /not an absolute path/);
});

t.test('what the daemon is told then is a configuration that works, and agrees', async (t) => {
  const told = daemonSettings(production(), '/srv/asterisk', '/srv/secrets/ari-password');
  const loaded = loadConfig(
    Object.fromEntries(told.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)])),
  );
  t.match(loaded, {
    ok: true,
    config: {
      mode: 'production',
      asterisk: { kind: 'external' },
      ari: { url: 'http://127.0.0.1:8088', user: 'hotline12345', app: 'city' },
      spoolDir: '/srv/asterisk/spool/recording',
      seatsConf: '/srv/asterisk/etc/pjsip.seats.conf',
      soundsDir: '/srv/asterisk/sounds',
      maxCalls: 500,
    },
  });
});
