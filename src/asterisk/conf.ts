import type { EmergencyNumber } from '../emergency/model.ts';

/** Certificate (with its chain) and key in PEM; paths as this process sees them. */
export type TlsSettings = {
  readonly port: number;
  readonly certificateFile: string;
  readonly keyFile: string;
};

/** The values that Asterisk's configuration is made of. Ports 1 to 65,535; addresses are IPv4. */
export type AsteriskSettings = {
  /** The run folder as Asterisk sees it (inside its own root file system, if it has one). */
  readonly runDir: string;
  readonly modulesDir: string;
  readonly sip: { readonly host: string; readonly port: number };
  /** SIP over TLS on `sip.host`; the files are copied into the run folder. Default: none. */
  readonly tls?: TlsSettings | null;
  readonly http: { readonly host: string; readonly port: number };
  /** First and last RTP port; a call with a seat takes four. */
  readonly rtp: { readonly first: number; readonly last: number };
  /**
   * On loopback: this machine's own other addresses. Asterisk never offers a browser 127.0.0.1 by itself, so it is offered in the place of
   * these. Default: none.
   */
  readonly iceHosts?: readonly string[];
  readonly ari: { readonly user: string; readonly password: string; readonly app: string };
  /** Calls heard at once; the next one hears that all lines are busy. */
  readonly maxCalls: number;
  readonly trunk: {
    /** Addresses or networks the carrier calls from. */
    readonly match: readonly string[];
    /** Where calls to the carrier go, `host:port`; null: nowhere. */
    readonly contact: string | null;
    /** How often the carrier is asked by OPTIONS whether it is there, in s, to 3,600. Default 0: never. */
    readonly checkS?: number;
  };
  /** Shown to citizens who are called: the hotline's number, of digits and a leading `+`. */
  readonly callerId: string;
  /** Endpoints that ring while the daemon is away. */
  readonly staticGroup: readonly string[];
  /** Dial strings tried in order, e.g. `PJSIP/110@trunk`. */
  readonly emergency: Readonly<Record<EmergencyNumber, readonly string[]>>;
  /** Whether the stand-in for the carrier is there. */
  readonly demonstration: boolean;
  /** How often a seat's phone is asked whether it lives, in s, 0 (never) to 3,600. */
  readonly qualifyS: number;
  /** More modules by file name, e.g. `app_queue.so`. */
  readonly extraModules: readonly string[];
};

/** A phone at a seat. `endpoint` and `password` consist of `[A-Za-z0-9_-]` alone: anything else would change the file's meaning. */
export type SeatPhone = {
  readonly endpoint: string;
  readonly password: string;
  /** `encrypted`: a desk phone with SRTP. */
  readonly kind: 'desk' | 'encrypted' | 'browser';
};

/** Template texts by file name, as they stand in `asterisk-conf/` and `dialplans/`. */
export type Templates = {
  readonly conf: ReadonlyMap<string, string>;
  readonly dialplans: ReadonlyMap<string, string>;
};

/** Files that some part of Asterisk wants to read although it has nothing to do here. */
const idleFiles: Readonly<Record<string, string>> = {
  'acl.conf': '',
  'ccss.conf': '[general]\n',
  'cdr.conf': '[general]\nenable = no\n',
  'cel.conf': '[general]\nenable = no\n',
  'features.conf': '[general]\n',
  'geolocation.conf': '',
  'manager.conf': '[general]\nenabled = no\n',
  'pjproject.conf': '',
  'stasis.conf': '',
  'udptl.conf': '[general]\n',
  'websocket_client.conf': '',
};

/**
 * Makes Asterisk's configuration.
 * @returns files by their path below the run folder's `etc`
 * @throws Error on a placeholder without a value, a value without a placeholder, or a value that would change a file's meaning
 */
export function renderConf(templates: Templates, settings: AsteriskSettings): ReadonlyMap<string, string> {
  const values = placeholders(settings);
  const used = new Set<string>();
  const files = new Map<string, string>();
  for (const [name, text] of templates.conf) files.set(name, fill(name, text, values, used));
  for (const [name, text] of templates.dialplans) {
    if (name === 'demo-carrier.conf' && !settings.demonstration) continue;
    files.set(`dialplan/${name}`, fill(name, text, values, used));
  }
  const idle = [...values.keys()].filter((name) => !used.has(name));
  if (idle.length > 0) throw new Error(`no template uses ${idle.map((name) => `@@${name}@@`).join(', ')}`);
  for (const [name, text] of Object.entries(idleFiles))
    files.set(name, `; Empty or off on purpose.\n${text}`);
  const modules = settings.extraModules.map((module) => `load = ${safe('module', module)}\n`);
  if (modules.length > 0) files.set('modules.extra.conf', modules.join(''));
  return files;
}

/**
 * Makes `pjsip.seats.conf`: an endpoint, its auth and its address of record for each phone.
 * @throws Error when a name or password holds a character that would change the file's meaning, or a name comes twice
 */
export function renderSeats(phones: readonly SeatPhone[]): string {
  const seen = new Set<string>();
  const parts = phones.map((phone) => {
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(phone.endpoint)) throw new Error('a seat phone has an unusable name');
    if (!/^[A-Za-z0-9_-]{8,128}$/.test(phone.password)) {
      throw new Error(
        `the password of phone ${phone.endpoint} is too short or holds other characters than letters, digits, _ and -`,
      );
    }
    if (seen.has(phone.endpoint)) throw new Error(`phone ${phone.endpoint} is there twice`);
    seen.add(phone.endpoint);
    return seatSections(phone);
  });
  return `; Written by the hotline; changes by hand are lost. Holds passwords: mode 0600.\n${parts.join('')}`;
}

function seatSections({ endpoint, password, kind }: SeatPhone): string {
  return `
[${endpoint}](${kind}-phone)
auth = ${endpoint}
aors = ${endpoint}

[${endpoint}](seat-auth)
username = ${endpoint}
password = ${password}

[${endpoint}](seat-aor)
`;
}

function placeholders(s: AsteriskSettings): ReadonlyMap<string, string> {
  const routes = (number: EmergencyNumber): string =>
    s.emergency[number].map((r) => safe('route', r)).join('|');
  return new Map([
    ['RUN_DIR', safe('run folder', s.runDir)],
    ['MODULES_DIR', safe('modules folder', s.modulesDir)],
    ['SIP_HOST', safe('SIP host', s.sip.host)],
    ['SIP_PORT', String(s.sip.port)],
    ['HTTP_HOST', safe('HTTP host', s.http.host)],
    ['HTTP_PORT', String(s.http.port)],
    ['RTP_FIRST', String(s.rtp.first)],
    ['RTP_LAST', String(s.rtp.last)],
    ['ARI_USER', safe('ARI user', s.ari.user)],
    ['ARI_PASSWORD', safe('ARI password', s.ari.password)],
    ['STASIS_APP', safe('ARI application', s.ari.app)],
    ['MAX_CALLS', String(s.maxCalls)],
    // Twice the calls, since an emergency route adds a channel to a call, and some for those who hear that lines are busy.
    ['HARD_MAX_CALLS', String(s.maxCalls * 2 + 50)],
    ['TLS', tls(s)],
    ['ICE', ice(s.iceHosts ?? [])],
    ['MEDIA', media(s.sip.host)],
    ['TRUNK_MATCH', s.trunk.match.map((address) => `match = ${safe('trunk address', address)}`).join('\n')],
    [
      'TRUNK_CONTACT',
      s.trunk.contact === null ? '' : `contact = sip:${safe('trunk contact', s.trunk.contact)}`,
    ],
    // Citizens are dialled over the trunk; in a demonstration nothing leads there, whatever its contact.
    ['DIAL_OUT_BEFORE', s.demonstration ? 'Local/' : 'PJSIP/'],
    ['DIAL_OUT_AFTER', s.demonstration ? '@demo-carrier/n' : '@trunk'],
    ['DIAL_OUT_CALLER_ID', safe('caller id', s.callerId)],
    ['STATIC_GROUP', s.staticGroup.map((endpoint) => `PJSIP/${safe('endpoint', endpoint)}`).join('&')],
    ['EMERGENCY_110', routes('110')],
    ['EMERGENCY_120', routes('120')],
    ['EMERGENCY_119', routes('119')],
    ['TRUNK_CHECK_S', String(s.trunk.checkS ?? 0)],
    ['QUALIFY_S', String(s.qualifyS)],
  ]);
}

/** The transport of phones that encrypt. TLS 1.2 is the oldest that is not broken. */
function tls({ tls: asked, sip, runDir }: AsteriskSettings): string {
  if (asked == null) return '';
  const keys = `${safe('run folder', runDir)}/${tlsFolder}`;
  return [
    '[tls]',
    'type = transport',
    'protocol = tls',
    'method = tlsv1_2',
    `bind = ${safe('SIP host', sip.host)}:${String(asked.port)}`,
    `cert_file = ${keys}/${tlsFiles.certificate}`,
    `priv_key_file = ${keys}/${tlsFiles.key}`,
  ].join('\n');
}

/** Where certificate and key are below the run folder. */
export const tlsFolder = 'tls';
export const tlsFiles = { certificate: 'sip.crt', key: 'sip.key' } as const;

/** Browsers are offered 127.0.0.1 and nothing else. */
function ice(hosts: readonly string[]): string {
  if (hosts.length === 0) return '';
  const deny = 'ice_deny = 0.0.0.0/0.0.0.0\nice_deny = ::/0\nice_permit = 127.0.0.1/255.255.255.255';
  return `${deny}\n\n[ice_host_candidates]\n${hosts.map((host) => `${safe('address', host)} => 127.0.0.1`).join('\n')}`;
}

/** Audio stays on the SIP address, unless that is all addresses: then Asterisk chooses for each call. */
function media(host: string): string {
  return host === '0.0.0.0' ? '' : `media_address = ${host}\nbind_rtp_to_media_address = yes`;
}

/** @throws Error when the value could end a line, begin a comment or be evaluated */
function safe(what: string, value: string): string {
  if (!/^[A-Za-z0-9_.:/@+,-]+$/.test(value))
    throw new Error(`the ${what} holds a character that Asterisk's files give a meaning`);
  return value;
}

function fill(file: string, text: string, values: ReadonlyMap<string, string>, used: Set<string>): string {
  return text.replace(/@@([A-Z0-9_]+)@@/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${file}: nothing is known of @@${name}@@`);
    used.add(name);
    return value;
  });
}
