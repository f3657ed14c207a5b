/** What a seat's phone does with a call. */
export type PhoneBehaviour =
  /** Rings `ringMs`, answers, sounds; hangs up `talkMs` after that, or waits to be hung up on when that is null. */
  | { readonly type: 'answer'; readonly ringMs: number; readonly talkMs: number | null }
  /** Rings until the other side gives up. */
  | { readonly type: 'ring' }
  /** Refuses at once with this SIP status, 400 to 699; 486 is busy. */
  | { readonly type: 'refuse'; readonly status: number };

export type CallerScript = {
  /** Who is dialled, e.g. `12345`. */
  readonly number: string;
  /** The caller's own number as it stands in From; may be anything a URI can hold. */
  readonly from: string;
  /** The name in From, without quotes; null: none. */
  readonly name: string | null;
  /** How long after the answer the caller hangs up, in ms; null: waits to be hung up on. */
  readonly talkMs: number | null;
  /** How the caller sounds: `rtp_stream="…"` or `play_pcap_audio="…"`; null: not at all. */
  readonly sound: string | null;
  /** The port of the SDP that goes with the sound. */
  readonly portKeyword: '[rtpstream_audio_port]' | '[media_port]';
  /** What the caller says when asked who it is; null: nothing, and 401 ends the call. */
  readonly auth: { readonly user: string; readonly password: string } | null;
};

export type Registration = {
  readonly endpoint: string;
  readonly password: string;
  /** Where the phone listens. */
  readonly port: number;
  /** In s; 0: signs off, whichever address it had. */
  readonly expiresS: number;
};

const longestCallMs = 3_600_000;

const scenario = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n<scenario name="hotline test">\n${body}\n</scenario>\n`;

/** A message of SIP: CDATA must begin the first line and each header stands on a line of its own. */
const message = (lines: readonly string[], body: readonly string[] = []): string =>
  `<![CDATA[\n${[...lines, ...(body.length > 0 ? ['Content-Type: application/sdp'] : []), 'Content-Length: [len]', '', ...body].join('\n')}\n]]>`;

const sdp = (port: string): readonly string[] => [
  'v=0',
  'o=phone 1 1 IN IP[local_ip_type] [local_ip]',
  's=-',
  'c=IN IP[media_ip_type] [media_ip]',
  't=0 0',
  `m=audio ${port} RTP/AVP 8 101`,
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
];

/** A line in the log that `Sipp.marks()` gives back. */
const mark = (word: string): string => `<log message="MARK ${word} [call_number] [timestamp]"/>`;
const nop = (...actions: readonly string[]): string => `<nop><action>${actions.join('')}</action></nop>`;
const send = (text: string, attributes = ''): string => `<send${attributes}>${text}</send>`;

const reply = (status: string, body: readonly string[] = []): string =>
  message(
    [
      `SIP/2.0 ${status}`,
      '[last_Via:]',
      '[last_From:]',
      '[last_To:];tag=[pid]T[call_number]',
      '[last_Call-ID:]',
      '[last_CSeq:]',
      'Contact: <sip:phone@[local_ip]:[local_port]>',
      'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS',
    ],
    body,
  );

/** A request within a call answers to the tag that is already there. */
const replyInside = (status: string): string =>
  message([
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
  ]);

/** REGISTER with digest authentication. */
export function registerScenario({ endpoint, password, port, expiresS }: Registration): string {
  const contact =
    expiresS === 0 ? '*' : `<sip:${endpoint}@[local_ip]:${String(port)}>;expires=${String(expiresS)}`;
  const register = (sequence: number, last: readonly string[]): string =>
    message([
      'REGISTER sip:[remote_ip]:[remote_port] SIP/2.0',
      'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
      'Max-Forwards: 70',
      `From: <sip:${endpoint}@[remote_ip]>;tag=[pid]R[call_number]`,
      `To: <sip:${endpoint}@[remote_ip]>`,
      'Call-ID: [call_id]',
      `CSeq: ${String(sequence)} REGISTER`,
      `Contact: ${contact}`,
      `Expires: ${String(expiresS)}`,
      ...last,
    ]);
  return scenario(`
${send(register(1, []), ' retrans="500"')}
<recv response="401" auth="true"/>
${send(register(2, [`[authentication username=${endpoint} password=${password}]`]), ' retrans="500"')}
<recv response="200"/>
${nop(mark('ok'))}`);
}

/** A phone that is rung again and again; it answers OPTIONS between calls, by which Asterisk knows that it lives. */
export function phoneScenario(behaviour: PhoneBehaviour, tone: string): string {
  return scenario(`
<recv request="OPTIONS" optional="true" next="options"/>
<recv request="INVITE" rrs="true"><action>${remembered(behaviour)}${mark('invite')}</action></recv>
${behaviour.type === 'refuse' ? refusing(behaviour.status) : ringing(behaviour, tone)}
<label id="options"/>
${send(reply('200 OK'))}
<label id="end"/>
<nop/>`);
}

/** SIPp calls a variable that is set and not used an error. */
function remembered(behaviour: PhoneBehaviour): string {
  const header = (name: string, to: string, pattern = '.*'): string =>
    `<ereg regexp="${pattern}" search_in="hdr" header="${name}:" assign_to="${to}"/>`;
  if (behaviour.type === 'refuse') return '';
  return header('CSeq', 'invite', '[0-9]+') + header('From', 'peer') + header('To', 'own');
}

const refusing = (status: number): string => `
${send(reply(`${String(status)} Refused`), ' retrans="500"')}
<recv request="ACK"/>
<nop next="end"><action>${mark('refused')}</action></nop>`;

function ringing(behaviour: Exclude<PhoneBehaviour, { type: 'refuse' }>, tone: string): string {
  const ringMs = behaviour.type === 'ring' ? longestCallMs : Math.max(1, behaviour.ringMs);
  const talkMs = behaviour.type === 'ring' ? null : behaviour.talkMs;
  return `
${send(reply('180 Ringing'))}
${nop(mark('ringing'))}
<recv request="CANCEL" timeout="${String(ringMs)}" ontimeout="answer" next="cancelled"/>
<label id="answer"/>
${send(reply('200 OK', sdp('[rtpstream_audio_port]')), ' retrans="500"')}
<recv request="CANCEL" optional="true" next="too-late"/>
<recv request="ACK" rrs="true"/>
<label id="talk"/>
${nop(mark('answered'), `<exec rtp_stream="${tone},-1,8"/>`)}
${talking(talkMs)}
<label id="too-late"/>
${send(reply('481 Too Late'))}
<recv request="ACK" rrs="true" next="talk"/>
<label id="cancelled"/>
${send(reply('200 OK'))}
${send(terminated, ' retrans="500"')}
<recv request="ACK"/>
<nop next="end"><action>${mark('cancelled')}</action></nop>`;
}

/** The INVITE's own answer after a CANCEL, so its CSeq has to be put together again. */
const terminated = message([
  'SIP/2.0 487 Request Terminated',
  '[last_Via:]',
  '[last_From:]',
  '[last_To:];tag=[pid]T[call_number]',
  '[last_Call-ID:]',
  'CSeq: [$invite] INVITE',
]);

/** Until one side hangs up. */
function talking(talkMs: number | null): string {
  const bye = message([
    'BYE [next_url] SIP/2.0',
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'Max-Forwards: 70',
    'From:[$own];tag=[pid]T[call_number]',
    'To:[$peer]',
    'Call-ID: [call_id]',
    'CSeq: 9 BYE',
  ]);
  return untilHungUp(talkMs, send(bye, ' retrans="500"'));
}

/** Tells a caller who waits to be hung up on to do it now. @param id the Call-ID of its call */
export const hangUpRequest = (id: string): string =>
  [
    'INFO sip:caller@127.0.0.1 SIP/2.0',
    'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKhangup',
    'From: <sip:test@127.0.0.1>;tag=1',
    'To: <sip:caller@127.0.0.1>',
    `Call-ID: ${id}`,
    'CSeq: 1 INFO',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');

function untilHungUp(talkMs: number | null, bye: string): string {
  return `
${talkMs === null ? '<recv request="INFO" optional="true" next="bye"/>' : ''}
<recv request="BYE" timeout="${String(talkMs ?? longestCallMs)}" ontimeout="bye" next="byed"/>
<label id="bye"/>
${nop(mark('hangsUp'))}
${bye}
<recv response="200" next="end"><action>${mark('done')}</action></recv>
<label id="byed"/>
${send(replyInside('200 OK'))}
<nop next="end"><action>${mark('hungUp')}${mark('done')}</action></nop>`;
}

/** Answers to an INVITE that end it, each told by a mark of its own, e.g. `refused404`. */
const refusals = [401, 403, 404, 408, 480, 484, 486, 487, 488, 500, 503, 600, 603] as const;

/** A caller over the trunk, or a seat's phone that dials by itself. */
export function callerScenario(script: CallerScript): string {
  const { invite, ack, bye } = requests(script);
  return scenario(`
${nop(mark('invite'))}
${invite}
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="183" optional="true"/>
${refusals.map((status) => `<recv response="${String(status)}" optional="true" next="refused${String(status)}"/>`).join('\n')}
<recv response="200" rrs="true"/>
${send(ack('[next_url]', '[branch]'))}
${nop(mark('answered'), script.sound === null ? '' : `<exec ${script.sound}/>`)}
${untilHungUp(script.talkMs, bye)}
${refusals.map((status) => refused(status, ack(uriOf(script), null))).join('\n')}
<label id="end"/>
<nop/>`);
}

const uriOf = (script: CallerScript): string => `sip:${script.number}@[remote_ip]:[remote_port]`;

const refused = (status: number, ack: string): string => `
<label id="refused${String(status)}"/>
${send(ack)}
<nop next="end"><action>${mark(`refused${String(status)}`)}</action></nop>`;

type Requests = {
  /** With authentication: the first INVITE, its 401 and the second one. */
  readonly invite: string;
  /** @param branch null: that of the INVITE, for an answer that refuses (RFC 3261 section 17.1.1.3) */
  readonly ack: (uri: string, branch: string | null) => string;
  readonly bye: string;
};

function requests(script: CallerScript): Requests {
  const name = script.name === null ? '' : `"${script.name}" `;
  const request = (method: string, uri: string, sequence: number, to = ''): readonly string[] => [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'Max-Forwards: 70',
    `From: ${name}<sip:${script.from}@[local_ip]:[local_port]>;tag=[pid]C[call_number]`,
    `To: <${uriOf(script)}>${to}`,
    'Call-ID: [call_id]',
    `CSeq: ${String(sequence)} ${method}`,
  ];
  const invite = (sequence: number, ...more: readonly string[]): string => {
    const contact = 'Contact: <sip:caller@[local_ip]:[local_port]>';
    const lines = [...request('INVITE', uriOf(script), sequence), contact, ...more];
    return send(message(lines, sdp(script.portKeyword)), ' retrans="500"');
  };
  const acknowledge = (sequence: number, uri: string, branch: string | null): string => {
    const [first = '', via = '', ...rest] = request('ACK', uri, sequence, '[peer_tag_param]');
    return message([first, branch === null ? '[last_Via:]' : via, ...rest]);
  };
  const sequence = script.auth === null ? 1 : 2;
  const { user = '', password = '' } = script.auth ?? {};
  const challenged = `${invite(1)}
<recv response="100" optional="true"/>
<recv response="401" auth="true"/>
${send(acknowledge(1, uriOf(script), null))}
${invite(2, `[authentication username=${user} password=${password}]`)}`;
  return {
    invite: script.auth === null ? invite(1) : challenged,
    ack: (uri, branch) => acknowledge(sequence, uri, branch),
    bye: send(message(request('BYE', '[next_url]', sequence + 1, '[peer_tag_param]')), ' retrans="500"'),
  };
}
