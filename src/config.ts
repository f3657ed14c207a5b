import { dirname, join } from 'node:path';
import type { TlsSettings } from './asterisk/conf.ts';
import { emergencyPart, inDemo, testAt } from './config-emergency.ts';
import { type Env, type Problem, Reader } from './config-reader.ts';
import { type VaultConfig, vaultPart, vaultVariables } from './config-vault.ts';
import type { EmergencyNumber } from './emergency/model.ts';
import type { SessionLimits } from './people/model.ts';

export type { Env, Problem } from './config-reader.ts';

/** Where a secret is; main reads the file, so that loading stays a function of its argument. */
export type Secret =
  | { readonly from: 'value'; readonly value: string }
  | { readonly from: 'file'; readonly path: string };

/** An Asterisk that the supervisor (`npm start`) runs; the daemon itself never does. */
export type ManagedAsterisk = {
  readonly kind: 'managed';
  /** `<data>/asterisk`. */
  readonly runDir: string;
  readonly sip: { readonly host: string; readonly port: number };
  readonly http: { readonly host: string; readonly port: number };
  /** SIP over TLS; null: none. */
  readonly tls: TlsSettings | null;
  readonly rtp: { readonly first: number; readonly last: number };
  readonly trunk: {
    readonly match: readonly string[];
    readonly contact: string | null;
    /** How often the carrier is asked whether it is there, in s; 0: never. */
    readonly checkS: number;
  };
  /** Shown to citizens who are called. */
  readonly callerId: string;
  readonly staticGroup: readonly string[];
  readonly emergency: Readonly<Record<EmergencyNumber, readonly string[]>>;
};

export type Config = {
  readonly mode: 'demonstration' | 'production';
  /** Database, secrets and the managed Asterisk's run folder. */
  readonly dataDir: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly cookieSecure: boolean;
    /** Origins whose pages may use the API and the desk besides the server's own. */
    readonly origins: readonly string[];
    /** Addresses and networks whose word on who asks, and by which host and protocol, is taken. */
    readonly trustedProxies: readonly string[];
  };
  readonly sessions: SessionLimits;
  readonly ari: {
    readonly url: string;
    readonly user: string;
    readonly password: Secret;
    readonly app: string;
  };
  readonly asterisk: ManagedAsterisk | { readonly kind: 'external' };
  /** Routes to the emergency desks, in the order in which they are tried. */
  readonly emergency: Readonly<Record<EmergencyNumber, readonly string[]>>;
  /** When the routes are tried each day against their trunks' test numbers, `hh:mm` of the city; null: never. */
  readonly emergencyTestAt: string | null;
  /** Where the dialplan's raw recordings appear, as the daemon sees it. */
  readonly spoolDir: string;
  readonly recordingsDir: string;
  readonly vault: VaultConfig;
  /** Asterisk's folder of sounds, as the daemon sees it; null: it is not known, and no prompt can be put in force. */
  readonly soundsDir: string | null;
  /** The file Asterisk includes for the seats' phones, as the daemon sees it. */
  readonly seatsConf: string;
  readonly maxCalls: number;
  /** Whether agents are told when a supervisor listens to their call. */
  readonly supervisionTold: boolean;
  /** When citizens are rung to be called back, in ms from midnight. */
  readonly callBackHours: { readonly fromMs: number; readonly untilMs: number };
  /** The first routing plan, and a way to bring in others; none: the built-in one. */
  readonly planFile: string | null;
  /** Whether a plan must be approved by somebody who did not write it. */
  readonly planApproval: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** IANA name. */
  readonly timeZone: string;
};

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every name there is, with its default. `set-up` alone reads the last one. */
export const variables: Readonly<Record<string, string>> = {
  H12_MODE: 'demonstration or production; required',
  H12_DATA_DIR: 'folder of database, secrets and run folder; ./var',
  H12_HTTP_HOST: 'address of desk and API; 127.0.0.1',
  H12_HTTP_PORT: 'its port; 12345',
  H12_HTTP_COOKIE_SECURE:
    'true or false: session cookies over https alone; true unless the address is loopback',
  H12_HTTP_ORIGINS: 'origins whose pages may use the API besides its own, by comma; none',
  H12_HTTP_TRUSTED_PROXIES: 'addresses or networks of proxies that say who asks, by comma; none',
  H12_SESSION_IDLE_MINUTES: 'a session that is not used is over after so long, 5 to 1440; 60',
  H12_SESSION_MAX_HOURS: 'any session is over after so long, 1 to 168; 12',
  H12_ASTERISK: 'managed (by npm start) or external; managed',
  H12_ARI_URL: 'http or https address of an external Asterisk; required with external',
  H12_ARI_USER: 'its ARI user; required with external',
  H12_ARI_PASSWORD: 'its password; this or H12_ARI_PASSWORD_FILE is required with external',
  H12_ARI_PASSWORD_FILE: 'a file that holds it, readable by its owner alone',
  H12_ARI_APP: 'name of the Stasis application; hotline12345',
  H12_SIP_HOST: 'IPv4 address a managed Asterisk listens on; 127.0.0.1',
  H12_SIP_PORT: 'its SIP port; 5060',
  H12_SIP_TLS_PORT: 'its port for SIP over TLS; 5061',
  H12_SIP_TLS_CERT: 'certificate for it, in PEM; made by set-up in a demonstration, else none: no TLS',
  H12_SIP_TLS_KEY: 'the key of the certificate, in PEM',
  H12_RTP_PORTS: 'its first-last RTP port, four for each call; 10000-12999',
  H12_ASTERISK_HTTP_PORT: 'its port for ARI, on 127.0.0.1; 8088',
  H12_TRUNK_MATCH:
    'addresses or networks the carrier calls from, by comma; required with managed in production',
  H12_TRUNK_CONTACT: 'host:port where calls to the carrier go; none',
  H12_TRUNK_CHECK_SECONDS:
    'how often the carrier is asked by OPTIONS whether it is there, 0 (never) to 3600; 15',
  H12_SUPERVISION_TOLD: 'true or false: agents see when their call is listened to; true',
  H12_CALLER_ID: 'number shown to citizens who are called; 12345',
  H12_STATIC_GROUP:
    'seats that ring while the daemon is away, by comma; 8001,8002 in a demonstration, else none',
  H12_EMERGENCY_110:
    'routes to the police, tried in order, by "|", each with name, district, seconds, direct, test, location by ";"; required in production',
  H12_EMERGENCY_120: 'routes to the ambulance; likewise',
  H12_EMERGENCY_119: 'routes to the fire service; likewise',
  H12_EMERGENCY_TEST_AT: 'when every route is tried against its test number each day, hh:mm or never; 05:30',
  H12_SPOOL_DIR: 'folder of raw recordings; required with external',
  H12_RECORDINGS_DIR: 'folder of recordings taken in; ./recordings',
  ...vaultVariables,
  H12_SEATS_CONF: 'path of pjsip.seats.conf; required with external',
  H12_SOUNDS_DIR: 'folder of the sounds of an external Asterisk; none: prompts are not put in force',
  H12_MAX_CALLS: 'calls heard at once, 1 to 10000; 500',
  H12_CALL_BACK_HOURS: 'first-last full hour in which citizens are called back, 0 to 24; 8-21',
  H12_PLAN_FILE: 'a routing plan in JSON, taken in at the first start; none',
  H12_PLAN_APPROVAL: 'true or false: somebody else must approve a plan before it is published; false',
  H12_LOG_LEVEL: `${logLevels.join(', ')}; info`,
  H12_TIMEZONE: 'IANA time zone; Asia/Shanghai',
  H12_CACHE_DIR: 'where set-up keeps a prepared Asterisk; ~/.cache/hotline12345',
};

/**
 * Makes the configuration of an environment. Names that do not begin with `H12_` are not looked at.
 * @returns the configuration, or every problem there is at once
 */
export function loadConfig(
  env: Env,
): { ok: true; config: Config } | { ok: false; problems: readonly Problem[] } {
  const read = new Reader(env);
  read.refuseUnknown(Object.keys(variables));
  const mode = read.oneOf('H12_MODE', ['demonstration', 'production'], null);
  const dataDir = read.path('H12_DATA_DIR', './var');
  const managed = read.oneOf('H12_ASTERISK', ['managed', 'external'], 'managed') === 'managed';
  const maxCalls = read.whole('H12_MAX_CALLS', 500, [1, 10_000]);
  const http = httpPart(read);
  const runDir = join(dataDir, 'asterisk');
  const emergency = emergencyPart(read, mode);
  const emergencyTestAt = testAt(read);
  const asterisk = managed
    ? managedPart(read, { mode, runDir, maxCalls, http, emergency })
    : externalPart(read);
  const config: Config = {
    mode,
    dataDir,
    http,
    sessions: sessionPart(read),
    ari: ariPart(read, asterisk, dataDir),
    asterisk,
    emergency,
    emergencyTestAt,
    ...switchFiles(read, managed ? runDir : null),
    recordingsDir: read.path('H12_RECORDINGS_DIR', './recordings'),
    vault: vaultPart(read, mode, dataDir),
    maxCalls,
    supervisionTold: read.oneOf('H12_SUPERVISION_TOLD', ['true', 'false'], 'true') === 'true',
    callBackHours: callBackHours(read),
    planFile: read.path('H12_PLAN_FILE', '') || null,
    planApproval: read.oneOf('H12_PLAN_APPROVAL', ['true', 'false'], 'false') === 'true',
    logLevel: read.oneOf('H12_LOG_LEVEL', logLevels, 'info'),
    timeZone: read.timeZone('H12_TIMEZONE', 'Asia/Shanghai'),
  };
  return read.problems.length > 0 ? { ok: false, problems: read.problems } : { ok: true, config };
}

function callBackHours(read: Reader): Config['callBackHours'] {
  const name = 'H12_CALL_BACK_HOURS';
  const text = read.matching(name, '8-21', [/^[0-9]{1,2}-[0-9]{1,2}$/, 'two full hours like 8-21']);
  const [from = 0, until = 0] = text.split('-').map(Number);
  if (from >= until || until > 24)
    read.problem(name, 'must begin before it ends, and end at 24 at the latest');
  return { fromMs: from * 3_600_000, untilMs: until * 3_600_000 };
}

/** The problems as lines for a person. */
export const describeProblems = (problems: readonly Problem[]): string =>
  problems.map(({ name, text }) => `  ${name}: ${text}`).join('\n');

const withExternal = 'is required when H12_ASTERISK is external';
/** What daemon and Asterisk share. @param runDir of a managed one */
const switchFiles = (
  read: Reader,
  runDir: string | null,
): Pick<Config, 'spoolDir' | 'seatsConf' | 'soundsDir'> =>
  runDir === null
    ? {
        spoolDir: read.requiredPath('H12_SPOOL_DIR', withExternal),
        seatsConf: read.requiredPath('H12_SEATS_CONF', withExternal),
        soundsDir: read.path('H12_SOUNDS_DIR', '') || null,
      }
    : {
        spoolDir: read.path('H12_SPOOL_DIR', join(runDir, 'spool', 'recording')),
        seatsConf: read.path('H12_SEATS_CONF', join(runDir, 'etc', 'pjsip.seats.conf')),
        soundsDir: join(runDir, 'sounds'),
      };

const isLoopback = (host: string): boolean => /^(127\.|localhost$|::1$)/.test(host);

function httpPart(read: Reader): Config['http'] {
  const host = read.matching('H12_HTTP_HOST', '127.0.0.1', [/^[A-Za-z0-9.:-]+$/, 'an address or host name']);
  return {
    host,
    port: read.whole('H12_HTTP_PORT', 12_345, [1, 65_535]),
    cookieSecure:
      read.oneOf('H12_HTTP_COOKIE_SECURE', ['true', 'false'], isLoopback(host) ? 'false' : 'true') === 'true',
    origins: read.list(
      'H12_HTTP_ORIGINS',
      [],
      [
        /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/,
        'origins like https://desk.example.gov.cn, separated by commas',
      ],
    ),
    trustedProxies: read.list(
      'H12_HTTP_TRUSTED_PROXIES',
      [],
      [
        /^(\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(\/\d{1,3})?)$/,
        'addresses or networks, separated by commas',
      ],
    ),
  };
}

function sessionPart(read: Reader): SessionLimits {
  const idleMs = read.whole('H12_SESSION_IDLE_MINUTES', 60, [5, 1_440]) * 60_000;
  const absoluteMs = read.whole('H12_SESSION_MAX_HOURS', 12, [1, 168]) * 3_600_000;
  if (idleMs > absoluteMs) read.problem('H12_SESSION_IDLE_MINUTES', 'is longer than H12_SESSION_MAX_HOURS');
  return { idleMs, absoluteMs };
}

function externalPart(read: Reader): { kind: 'external' } {
  read.refuseSet(
    [
      'H12_SIP_HOST',
      'H12_SIP_PORT',
      'H12_SIP_TLS_PORT',
      'H12_SIP_TLS_CERT',
      'H12_SIP_TLS_KEY',
      'H12_RTP_PORTS',
      'H12_ASTERISK_HTTP_PORT',
      'H12_TRUNK_MATCH',
      'H12_TRUNK_CONTACT',
      'H12_TRUNK_CHECK_SECONDS',
      'H12_CALLER_ID',
    ],
    'belongs to a managed Asterisk, but H12_ASTERISK is external',
  );
  read.refuseSet(
    ['H12_STATIC_GROUP'],
    'stands in the dialplan of an external Asterisk, but H12_ASTERISK is external',
  );
  return { kind: 'external' };
}

function ariPart(read: Reader, asterisk: Config['asterisk'], dataDir: string): Config['ari'] {
  const app = read.matching('H12_ARI_APP', 'hotline12345', [
    /^[A-Za-z0-9_-]{1,64}$/,
    'letters, digits, _ and -',
  ]);
  if (asterisk.kind === 'managed') {
    read.refuseSet(
      ['H12_ARI_URL', 'H12_ARI_USER', 'H12_ARI_PASSWORD', 'H12_ARI_PASSWORD_FILE', 'H12_SOUNDS_DIR'],
      'belongs to an external Asterisk, but H12_ASTERISK is managed',
    );
    const url = `http://${asterisk.http.host}:${String(asterisk.http.port)}`;
    const path = join(dataDir, 'secrets', 'ari-password');
    return { url, user: 'hotline12345', password: { from: 'file', path }, app };
  }
  const value = read.text('H12_ARI_PASSWORD');
  const path = read.path('H12_ARI_PASSWORD_FILE', '');
  if (value !== null && path !== '')
    read.problem('H12_ARI_PASSWORD', 'is given twice: also as H12_ARI_PASSWORD_FILE');
  if (value === null && path === '')
    read.problem('H12_ARI_PASSWORD', `or H12_ARI_PASSWORD_FILE ${withExternal}`);
  return {
    url: read.url('H12_ARI_URL', withExternal),
    user: read.required('H12_ARI_USER', withExternal),
    password: value === null ? { from: 'file', path } : { from: 'value', value },
    app,
  };
}

type Around = {
  readonly emergency: Config['emergency'];
  readonly mode: Config['mode'];
  readonly runDir: string;
  readonly maxCalls: number;
  readonly http: Config['http'];
};

function managedPart(read: Reader, { emergency, mode, runDir, maxCalls, http }: Around): ManagedAsterisk {
  const sip = {
    host: read.matching('H12_SIP_HOST', '127.0.0.1', [/^\d{1,3}(\.\d{1,3}){3}$/, 'an IPv4 address']),
    port: read.whole('H12_SIP_PORT', 5_060, [1, 65_535]),
  };
  const ari = { host: '127.0.0.1', port: read.whole('H12_ASTERISK_HTTP_PORT', 8_088, [1, 65_535]) };
  const rtp = read.range('H12_RTP_PORTS', { first: 10_000, last: 12_999 }, [1_024, 65_535]);
  if (rtp.last - rtp.first + 1 < maxCalls * 4) {
    read.problem(
      'H12_RTP_PORTS',
      `has too few ports: H12_MAX_CALLS ${String(maxCalls)} needs ${String(maxCalls * 4)}`,
    );
  }
  if (sip.port >= rtp.first && sip.port <= rtp.last)
    read.problem('H12_SIP_PORT', 'lies within H12_RTP_PORTS');
  if (ari.port === http.port) read.problem('H12_ASTERISK_HTTP_PORT', 'is the same as H12_HTTP_PORT');
  if (ari.port === sip.port) read.problem('H12_ASTERISK_HTTP_PORT', 'is the same as H12_SIP_PORT');
  return {
    kind: 'managed',
    runDir,
    sip,
    http: ari,
    tls: tlsPart(read, mode, { dataDir: dirname(runDir), taken: [sip.port, ari.port, http.port], rtp }),
    rtp,
    trunk: trunkPart(read, mode),
    callerId: read.matching('H12_CALLER_ID', '12345', [/^\+?[0-9]{3,15}$/, 'a telephone number of digits']),
    staticGroup: read.list('H12_STATIC_GROUP', mode === 'demonstration' ? ['8001', '8002'] : [], [
      /^[A-Za-z0-9_-]{1,40}$/,
      'names of seats, separated by commas',
    ]),
    emergency,
  };
}

type TlsAround = {
  readonly dataDir: string;
  readonly taken: readonly number[];
  readonly rtp: ManagedAsterisk['rtp'];
};

/** TLS is there where there is a certificate; a demonstration makes one for itself. */
function tlsPart(read: Reader, mode: Config['mode'], { dataDir, taken, rtp }: TlsAround): TlsSettings | null {
  const port = read.whole('H12_SIP_TLS_PORT', 5_061, [1, 65_535]);
  const secrets = join(dataDir, 'secrets');
  const own = mode === 'demonstration';
  const certificateFile = read.path('H12_SIP_TLS_CERT', own ? join(secrets, 'sip-tls.crt') : '');
  const keyFile = read.path('H12_SIP_TLS_KEY', own ? join(secrets, 'sip-tls.key') : '');
  const given = (name: string): boolean => read.text(name) !== null;
  if (given('H12_SIP_TLS_CERT') !== given('H12_SIP_TLS_KEY'))
    read.problem('H12_SIP_TLS_CERT', 'and H12_SIP_TLS_KEY go together');
  if (certificateFile === '' || keyFile === '') return null;
  if (taken.includes(port)) read.problem('H12_SIP_TLS_PORT', 'is the port of something else here');
  if (port >= rtp.first && port <= rtp.last) read.problem('H12_SIP_TLS_PORT', 'lies within H12_RTP_PORTS');
  return { port, certificateFile, keyFile };
}

function trunkPart(read: Reader, mode: Config['mode']): ManagedAsterisk['trunk'] {
  const demo = mode === 'demonstration';
  if (!demo) read.required('H12_TRUNK_MATCH', 'is required in production');
  const match = read.list('H12_TRUNK_MATCH', demo ? ['127.0.0.2'] : [], [
    /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/,
    'IPv4 addresses or networks, separated by commas',
  ]);
  if (match.some((address) => address === '127.0.0.1' || /^(127|0)\..*\//.test(address))) {
    // The daemon passes browsers' SIP on from 127.0.0.1: whoever sits there would be the carrier.
    read.problem('H12_TRUNK_MATCH', 'may not contain 127.0.0.1, from where browser phones come');
  }
  const contact = read.matching('H12_TRUNK_CONTACT', '', [/^[A-Za-z0-9.-]+:\d{1,5}$/, 'host:port']);
  if (demo && contact !== '') read.problem('H12_TRUNK_CONTACT', inDemo);
  const checkS = read.whole('H12_TRUNK_CHECK_SECONDS', 15, [0, 3_600]);
  return { match, contact: contact === '' ? null : contact, checkS };
}
