import t from 'tap';
import { describeProblems, loadConfig, type Problem } from '../../src/config.ts';
import { wayOf } from '../../src/emergency/route-text.ts';

const problemsOf = (env: Record<string, string>): readonly Problem[] => {
  const loaded = loadConfig(env);
  return loaded.ok ? [] : loaded.problems;
};
const namesOf = (env: Record<string, string>): string[] => problemsOf(env).map(({ name }) => name);
const external = {
  H12_MODE: 'production',
  H12_ASTERISK: 'external',
  H12_ARI_URL: 'http://127.0.0.1:8088',
  H12_ARI_USER: 'hotline',
  H12_ARI_PASSWORD_FILE: '/run/secrets/ari',
  H12_SPOOL_DIR: '/var/spool/asterisk/recording',
  H12_SEATS_CONF: '/etc/asterisk/pjsip.seats.conf',
  H12_VAULT_KEY_FILE: '/etc/hotline/vault-keys.json',
  H12_EMERGENCY_110: 'PJSIP/110@trunk',
  H12_EMERGENCY_120: 'PJSIP/120@trunk',
  H12_EMERGENCY_119: 'PJSIP/119@trunk',
};

t.test('a demonstration needs its mode alone, and nothing in it listens beyond loopback', async (t) => {
  const loaded = loadConfig({ H12_MODE: 'demonstration', PATH: '/bin' });
  t.ok(loaded.ok);
  if (!loaded.ok) return;
  const { config } = loaded;
  t.match(config, {
    http: { host: '127.0.0.1', port: 12345, cookieSecure: false, origins: [], trustedProxies: [] },
    sessions: { idleMs: 3_600_000, absoluteMs: 43_200_000 },
    ari: {
      url: 'http://127.0.0.1:8088',
      user: 'hotline12345',
      password: { from: 'file', path: 'var/secrets/ari-password' },
    },
    asterisk: {
      kind: 'managed',
      sip: { host: '127.0.0.1', port: 5060 },
      trunk: { match: ['127.0.0.2'], contact: null },
    },
    spoolDir: 'var/asterisk/spool/recording',
    maxCalls: 500,
    supervisionTold: true,
    timeZone: 'Asia/Shanghai',
  });
  t.ok(
    config.asterisk.kind === 'managed' &&
      config.asterisk.emergency['110'].map(wayOf).join() === 'Local/110@demo-carrier/n',
  );
});

t.test('the mode has no default, so that production is never begun by leaving something out', async (t) => {
  t.same(namesOf({}), ['H12_MODE']);
});

t.test('an Asterisk that is not managed is described by configuration alone', async (t) => {
  const loaded = loadConfig(external);
  t.ok(loaded.ok && loaded.config.asterisk.kind === 'external');
  t.ok(loaded.ok && loaded.config.ari.password.from === 'file');
  t.ok(loaded.ok && loaded.config.emergency['119'].join() === 'PJSIP/119@trunk');
});

t.test(
  'in production the ways to the emergency desks are never missing, wherever Asterisk runs',
  async (t) => {
    const { H12_EMERGENCY_119: _, ...rest } = external;
    t.same(namesOf(rest), ['H12_EMERGENCY_119']);
  },
);

t.test('every problem is told at once, by name', async (t) => {
  const problems = problemsOf({
    H12_MODE: 'test',
    H12_HTTP_PORT: '70000',
    H12_HTTP_PROT: '80',
    H12_SIP_HOST: 'localhost; ring',
    H12_SIP_PORT: '5060x',
    H12_RTP_PORTS: '10000',
    H12_MAX_CALLS: '0',
    H12_LOG_LEVEL: 'loud',
    H12_TIMEZONE: 'Asia/Meizhou',
    H12_HTTP_COOKIE_SECURE: 'yes',
  });
  t.same(problems.map(({ name }) => name).sort(), [
    'H12_HTTP_COOKIE_SECURE',
    'H12_HTTP_PORT',
    'H12_HTTP_PROT',
    'H12_LOG_LEVEL',
    'H12_MAX_CALLS',
    'H12_MODE',
    'H12_RTP_PORTS',
    'H12_SIP_HOST',
    'H12_SIP_PORT',
    'H12_TIMEZONE',
  ]);
  t.match(describeProblems(problems), 'H12_HTTP_PROT: is not known; did you mean H12_HTTP_PORT?');
});

t.test('a managed Asterisk in production names its carrier and its emergency routes', async (t) => {
  t.same(namesOf({ H12_MODE: 'production' }).sort(), [
    'H12_EMERGENCY_110',
    'H12_EMERGENCY_119',
    'H12_EMERGENCY_120',
    'H12_TRUNK_MATCH',
    'H12_VAULT_KEY_FILE',
  ]);
  const routes = { H12_EMERGENCY_110: 'PJSIP/110@trunk|PJSIP/8001', H12_EMERGENCY_120: 'PJSIP/120@trunk' };
  const rest = {
    H12_EMERGENCY_119: 'PJSIP/119@trunk',
    H12_TRUNK_MATCH: '192.0.2.1,198.51.100.0/24',
    H12_VAULT_KEY_COMMAND: 'print-keys',
  };
  const loaded = loadConfig({ H12_MODE: 'production', ...routes, ...rest });
  t.ok(loaded.ok && loaded.config.asterisk.kind === 'managed');
  if (!loaded.ok || loaded.config.asterisk.kind !== 'managed') return;
  t.same(loaded.config.asterisk.emergency['110'], ['PJSIP/110@trunk', 'PJSIP/8001']);
  t.same(loaded.config.asterisk.staticGroup, []);
});

t.test('a test number that could ring a real desk, and a time that is none, are told', async (t) => {
  const names = namesOf({
    ...external,
    H12_EMERGENCY_120: 'PJSIP/120@trunk;test=PJSIP/0753110@trunk',
    H12_EMERGENCY_119: 'PJSIP/119@trunk;test=PJSIP/99119@other',
    H12_EMERGENCY_TEST_AT: '24:00',
  });
  t.same([...new Set(names)].sort(), ['H12_EMERGENCY_119', 'H12_EMERGENCY_120', 'H12_EMERGENCY_TEST_AT']);
});

t.test('a demonstration’s ways are tried at its stand-in alone', async (t) => {
  const loaded = loadConfig({ H12_MODE: 'demonstration' });
  t.ok(loaded.ok);
  if (!loaded.ok) return;
  for (const route of Object.values(loaded.config.emergency).flat())
    t.match(route, /^Local\/1[12][09]@demo-carrier\/n;test=Local\/99@demo-carrier\/n$/);
  t.equal(loaded.config.emergencyTestAt, '05:30');
});

t.test('no route of a demonstration leads to a real number', async (t) => {
  const env = {
    H12_MODE: 'demonstration',
    H12_EMERGENCY_110: 'PJSIP/110@trunk',
    H12_TRUNK_CONTACT: '192.0.2.1:5060',
  };
  t.same(namesOf(env).sort(), ['H12_EMERGENCY_110', 'H12_TRUNK_CONTACT']);
});

t.test('settings that contradict each other are told', async (t) => {
  const demo = { H12_MODE: 'demonstration' };
  t.same(
    namesOf({ ...demo, H12_ARI_URL: 'http://127.0.0.1:8088' }),
    ['H12_ARI_URL'],
    'ARI of a managed Asterisk',
  );
  t.same(namesOf({ ...external, H12_SIP_PORT: '5070' }), ['H12_SIP_PORT'], 'SIP of an external one');
  t.same(namesOf({ ...external, H12_ARI_PASSWORD: 'x' }), ['H12_ARI_PASSWORD'], 'two passwords');
  t.same(namesOf({ ...demo, H12_HTTP_PORT: '8088' }), ['H12_ASTERISK_HTTP_PORT'], 'one port for two');
  t.same(namesOf({ ...demo, H12_SIP_PORT: '10500' }), ['H12_SIP_PORT'], 'SIP among the RTP ports');
  t.same(namesOf({ ...demo, H12_SIP_TLS_PORT: '5060' }), ['H12_SIP_TLS_PORT'], 'TLS where SIP is');
  t.same(
    namesOf({ ...demo, H12_SIP_TLS_CERT: 'a.crt' }),
    ['H12_SIP_TLS_CERT'],
    'a certificate without its key',
  );
  t.same(namesOf({ ...demo, H12_MAX_CALLS: '1000' }), ['H12_RTP_PORTS'], 'too few RTP ports');
  t.same(
    namesOf({ ...demo, H12_TRUNK_MATCH: '127.0.0.0/8' }),
    ['H12_TRUNK_MATCH'],
    'the trunk where browsers are',
  );
});

t.test('a password never stands in a problem', async (t) => {
  const { H12_ARI_PASSWORD_FILE: _, ...rest } = external;
  const problems = problemsOf({
    ...rest,
    H12_ARI_PASSWORD: 'hunter2',
    H12_ARI_URL: 'http://u:hunter2@host/',
  });
  t.equal(problems.length, 1);
  t.notMatch(describeProblems(problems), 'hunter2');
});

t.test(
  'the recordings have one source of keys: a demonstration makes its own, production must be given one',
  async (t) => {
    const keysOf = (env: Record<string, string>) => {
      const loaded = loadConfig(env);
      return loaded.ok ? loaded.config.vault.keys : null;
    };
    t.match(keysOf({ H12_MODE: 'demonstration' }), {
      from: 'file',
      path: 'var/secrets/vault-keys.json',
      made: true,
    });
    t.match(keysOf(external), { from: 'file', path: '/etc/hotline/vault-keys.json', made: false });
    const { H12_VAULT_KEY_FILE: _, ...none } = external;
    t.same(namesOf(none), ['H12_VAULT_KEY_FILE']);
    t.match(keysOf({ ...none, H12_VAULT_KEY_COMMAND: 'kms get' }), { from: 'command', command: 'kms get' });
    t.same(namesOf({ ...external, H12_VAULT_KEY_COMMAND: 'kms get' }), ['H12_VAULT_KEY_COMMAND'], 'not two');
  },
);
