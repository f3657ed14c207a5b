import t from 'tap';
import { type AsteriskSettings, renderConf, renderSeats } from '../../src/asterisk/conf.ts';
import { readTemplates } from '../../src/asterisk/run-folder.ts';

const settings: AsteriskSettings = {
  runDir: '/run/hotline',
  modulesDir: '/usr/lib/asterisk/modules',
  sip: { host: '127.0.0.1', port: 5060 },
  http: { host: '127.0.0.1', port: 8088 },
  rtp: { first: 10_000, last: 10_999 },
  ari: { user: 'hotline12345', password: 'a-secret_1', app: 'hotline12345' },
  maxCalls: 200,
  trunk: { match: ['127.0.0.2', '192.0.2.0/24'], contact: null },
  callerId: '12345',
  staticGroup: ['8001', '8002'],
  emergency: {
    '110': ['PJSIP/110@trunk', 'PJSIP/8001'],
    '120': ['PJSIP/120@trunk'],
    '119': ['PJSIP/119@trunk'],
  },
  demonstration: false,
  qualifyS: 5,
  extraModules: [],
};
const render = (change: Partial<AsteriskSettings> = {}): ReadonlyMap<string, string> =>
  renderConf(readTemplates(), { ...settings, ...change });

t.test('the templates of this checkout are filled, and no placeholder is left', async (t) => {
  const files = render();
  for (const [name, text] of files) t.notMatch(text, /@@/, name);
  t.match(files.get('extensions.conf') ?? '', 'STATIC_GROUP = PJSIP/8001&PJSIP/8002\n');
  t.match(files.get('extensions.conf') ?? '', 'EMERGENCY_110 = PJSIP/110@trunk|PJSIP/8001\n');
  t.match(files.get('pjsip.conf') ?? '', 'match = 127.0.0.2\nmatch = 192.0.2.0/24\n');
  t.match(files.get('rtp.conf') ?? '', /rtpstart = 10000\nrtpend = 10999/);
  t.match(files.get('manager.conf') ?? '', 'enabled = no');
});

t.test('an empty static group and no contact of the trunk are possible', async (t) => {
  t.match(render({ staticGroup: [] }).get('extensions.conf') ?? '', /^STATIC_GROUP = $/m);
  t.match(
    render({ trunk: { match: ['192.0.2.1'], contact: '192.0.2.1:5060' } }).get('pjsip.conf') ?? '',
    'contact = sip:192.0.2.1:5060',
  );
});

t.test('SIP over TLS is there with a certificate alone', async (t) => {
  t.notMatch(render().get('pjsip.conf') ?? '', 'protocol = tls');
  const tls = { port: 5061, certificateFile: 'a.crt', keyFile: 'a.key' };
  t.match(
    render({ tls }).get('pjsip.conf') ?? '',
    /\[tls\]\ntype = transport\nprotocol = tls\nmethod = tlsv1_2\nbind = 127\.0\.0\.1:5061\ncert_file = .*\/tls\/sip\.crt\n/,
  );
});

t.test('the stand-in for the carrier is in a demonstration alone', async (t) => {
  t.notOk(render().has('dialplan/demo-carrier.conf'));
  t.ok(render({ demonstration: true }).has('dialplan/demo-carrier.conf'));
});

t.test('a placeholder that nothing is known of, and a value that no template uses, are errors', async (t) => {
  const { conf, dialplans } = readTemplates();
  const typo = new Map([...conf, ['http.conf', `${conf.get('http.conf') ?? ''}x = @@HTTP_PROT@@\n`]]);
  t.throws(() => renderConf({ conf: typo, dialplans }, settings), {
    message: 'http.conf: nothing is known of @@HTTP_PROT@@',
  });
  const without = new Map([...conf].filter(([name]) => name !== 'rtp.conf'));
  t.throws(() => renderConf({ conf: without, dialplans }, settings), {
    message: /no template uses @@RTP_FIRST@@/,
  });
});

t.test('a value that would change the meaning of a file is an error', async (t) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Asterisk's own expressions.
  for (const evil of ['a;b', 'a b', 'a\nb', '${SHELL(id)}', '$[1]', '', 'a"b', 'a&b']) {
    t.throws(
      () => render({ ari: { ...settings.ari, password: evil } }),
      /a character that/,
      JSON.stringify(evil),
    );
    t.throws(() => render({ staticGroup: [evil] }), /a character that/, JSON.stringify(evil));
  }
});

t.test('seat phones: an endpoint, its auth and its address of record for each', async (t) => {
  const text = renderSeats([
    { endpoint: '8001', password: 'password-1', kind: 'desk' },
    { endpoint: '8001w', password: 'password_2', kind: 'browser' },
  ]);
  t.match(
    text,
    /\[8001\]\(desk-phone\)\nauth = 8001\naors = 8001\n\n\[8001\]\(seat-auth\)\nusername = 8001\npassword = password-1\n/,
  );
  t.match(text, /\[8001w\]\(browser-phone\)/);
  t.match(renderSeats([]), /^; /);
});

t.test(
  'seat phones: hostile names and passwords, and one name twice, are refused without telling the password',
  async (t) => {
    const phone = { endpoint: '8001', password: 'password-1', kind: 'desk' } as const;
    for (const endpoint of ['8001]', '80 01', '', '8001\n[trunk]', 'a'.repeat(41)]) {
      t.throws(() => renderSeats([{ ...phone, endpoint }]), /unusable name/, JSON.stringify(endpoint));
    }
    for (const password of ['hunter2;hunter2', 'short', 'line\nbreak-line', '']) {
      const tell = (): string => renderSeats([{ ...phone, password }]);
      t.throws(tell, /password of phone 8001/, JSON.stringify(password));
      t.throws(tell, { message: /^(?!.*hunter2)/ });
    }
    t.throws(() => renderSeats([phone, phone]), /there twice/);
  },
);
