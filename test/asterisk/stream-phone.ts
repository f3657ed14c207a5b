import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket as Media } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Channel, decodeAlaw, sampleRate } from './audio.ts';
import { protect, type SrtpKeys, srtpKeys, unprotect } from './srtp.ts';

export type StreamPhoneOptions = {
  readonly transport: 'tcp' | 'tls';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A second of A-law, sounded round and round. */
  readonly tone: Buffer;
};

/** What a phone does when it is rung: answers at once, rings until the other side gives up, or rings so long and then refuses (486 is busy). */
export type Manner = 'answer' | 'ring' | { readonly refuse: number; readonly afterMs: number };

/** A telephone over TCP or TLS: registers, answers its calls at once unless told otherwise, sounds; with SRTP where that is offered. */
export type StreamPhone = {
  /** The status of the REGISTER's answer. */
  readonly registered: number;
  /** The SDP of the call that came; null: none yet. */
  offer(): string | null;
  /** The INVITE of the latest call that came; null: none yet. */
  invite(): string | null;
  /** Packets heard that were what they should be: decrypted, where keys were agreed on. */
  heard(): number;
  /** What was heard lately, in the clear, as sound. */
  latest(ms: number): Channel;
  /** Hangs up the latest call. */
  hangUp(): void;
  /** Answers the call that rings. */
  answer(): void;
  /** From the next call on. */
  behave(manner: Manner): void;
  /** Calls that came, and those given up by the other side while they rang. */
  count(): { readonly rung: number; readonly cancelled: number };
  close(): void;
};

/** Two seconds. */
const rememberedPackets = 100;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const ownKey = randomBytes(30).toString('base64');

export async function startStreamPhone(options: StreamPhoneOptions): Promise<StreamPhone> {
  const { transport, port } = options;
  const line =
    transport === 'tls'
      ? connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
      : connect(port, '127.0.0.1');
  await once(line, transport === 'tls' ? 'secureConnect' : 'connect');
  const media = createSocket('udp4');
  media.bind(0, '127.0.0.1');
  await once(media, 'listening');
  const phone = new Talker(options, line, media);
  const registered = await phone.register();
  return {
    registered,
    offer: () => phone.offer,
    invite: () => phone.invite,
    heard: () => phone.heard,
    latest: (ms) => phone.latest(ms),
    hangUp: () => {
      phone.hangUp();
    },
    answer: () => {
      phone.answer(phone.invite ?? '');
    },
    behave: (manner) => {
      phone.manner = manner;
    },
    count: () => phone.count,
    close: () => {
      phone.close();
    },
  };
}

class Talker {
  offer: string | null = null;
  invite: string | null = null;
  heard = 0;
  manner: Manner = 'answer';
  count = { rung: 0, cancelled: 0 };
  /** A-law of the last packets. */
  #sounds: { readonly at: number; readonly alaw: Buffer }[] = [];
  #keys: { readonly in: SrtpKeys; readonly out: SrtpKeys } | null = null;
  readonly #options: StreamPhoneOptions;
  readonly #line: Socket;
  readonly #media: Media;
  readonly #answers: string[] = [];
  #woken: () => void = () => undefined;
  #text = '';
  #sound: NodeJS.Timeout | undefined;

  constructor(options: StreamPhoneOptions, line: Socket, media: Media) {
    this.#options = options;
    this.#line = line;
    this.#media = media;
    line.on('data', (data) => this.#take(data.toString('latin1')));
    line.on('error', () => undefined);
    media.on('message', (packet) => {
      if (this.#keys !== null && unprotect(this.#keys.in, packet) === null) return;
      this.heard += 1;
      const sound = { at: performance.now(), alaw: packet.subarray(12) };
      if (this.#keys === null) this.#sounds = [...this.#sounds.slice(-rememberedPackets), sound];
    });
  }

  /** What came in the last `ms` milliseconds; where nothing came it is silent. */
  latest(ms: number): Channel {
    const since = performance.now() - ms;
    const lately = this.#sounds.filter(({ at }) => at >= since);
    const came = decodeAlaw(Buffer.concat(lately.map(({ alaw }) => alaw)));
    const whole = new Float64Array((ms * sampleRate) / 1_000);
    whole.set(came.subarray(0, whole.length));
    return whole;
  }

  hangUp(): void {
    const header = (name: string): string =>
      new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(this.invite ?? '')?.[1]?.trim() ?? '';
    const uri = /<([^>]+)>/.exec(header('Contact'))?.[1] ?? '';
    clearInterval(this.#sound);
    this.#send([
      `BYE ${uri} SIP/2.0`,
      `Via: SIP/2.0/${this.#options.transport.toUpperCase()} 127.0.0.1:${String(this.#line.localPort ?? 0)};branch=z9hG4bKbye${md5(header('Call-ID'))}`,
      'Max-Forwards: 70',
      `From: ${header('To')};tag=phone`,
      `To: ${header('From')}`,
      `Call-ID: ${header('Call-ID')}`,
      'CSeq: 9 BYE',
    ]);
  }

  async register(): Promise<number> {
    const { user, password, port } = this.#options;
    const uri = `sip:127.0.0.1:${String(port)}`;
    const challenge = await this.#ask(1, uri, []);
    const part = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    const [realm, nonce] = [part('realm'), part('nonce')];
    const key = `${md5(`${user}:${realm}:${password}`)}:${nonce}:00000001:c:auth:${md5(`REGISTER:${uri}`)}`;
    const answer = await this.#ask(2, uri, [
      `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", opaque="${part('opaque')}", uri="${uri}", algorithm=MD5, nc=00000001, qop=auth, cnonce="c", response="${md5(key)}"`,
    ]);
    return Number(/^SIP\/2\.0 (\d+)/.exec(answer)?.[1] ?? 0);
  }

  close(): void {
    clearInterval(this.#sound);
    if (this.#line.destroyed) return;
    this.#line.destroy();
    this.#media.close();
  }

  async #ask(sequence: number, uri: string, more: readonly string[]): Promise<string> {
    const { transport, user } = this.#options;
    const own = `sip:${user}@127.0.0.1:${String(this.#line.localPort ?? 0)};transport=${transport}`;
    this.#send([
      `REGISTER ${uri} SIP/2.0`,
      `Via: SIP/2.0/${transport.toUpperCase()} 127.0.0.1:${String(this.#line.localPort ?? 0)};branch=z9hG4bK${String(sequence)}x`,
      'Max-Forwards: 70',
      `From: <sip:${user}@127.0.0.1>;tag=r`,
      `To: <sip:${user}@127.0.0.1>`,
      `Call-ID: ${md5(own)}`,
      `CSeq: ${String(sequence)} REGISTER`,
      `Contact: <${own}>;expires=600`,
      ...more,
    ]);
    for (;;) {
      const found = this.#answers.shift();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    }
  }

  #send(lines: readonly string[], body = ''): void {
    const type = body === '' ? [] : ['Content-Type: application/sdp'];
    const head = [...lines, ...type, `Content-Length: ${String(body.length)}`];
    this.#line.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }

  /** A stream has no messages: each ends where its length says. */
  #take(more: string): void {
    this.#text += more;
    for (;;) {
      const head = this.#text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length:\s*(\d+)/i.exec(this.#text.slice(0, head))?.[1] ?? 0);
      const end = head + 4 + length;
      if (this.#text.length < end) return;
      const message = this.#text.slice(0, end).replace(/^\s+/, '');
      this.#text = this.#text.slice(end);
      if (message !== '') this.#hear(message);
    }
  }

  #hear(message: string): void {
    if (message.startsWith('SIP/2.0')) {
      this.#answers.push(message);
      this.#woken();
    } else if (message.startsWith('INVITE ')) this.#rung(message);
    else if (!message.startsWith('ACK ')) this.#send(replyTo(message, '200 OK'));
    if (message.startsWith('BYE ')) clearInterval(this.#sound);
    if (message.startsWith('CANCEL ') && this.invite !== null) {
      this.count = { ...this.count, cancelled: this.count.cancelled + 1 };
      this.#send(replyTo(this.invite, '487 Request Terminated'));
    }
  }

  #rung(invite: string): void {
    // An INVITE within a call, e.g. for another codec, is answered as it stands.
    if (!/^To:.*tag=/im.test(invite)) this.count = { ...this.count, rung: this.count.rung + 1 };
    const { manner } = this;
    if (manner === 'answer') this.answer(invite);
    else {
      this.invite = invite;
      this.#send(replyTo(invite, '180 Ringing'));
    }
    if (typeof manner === 'string') return;
    setTimeout(() => this.#send(replyTo(invite, `${String(manner.refuse)} Refused`)), manner.afterMs);
  }

  answer(invite: string): void {
    const sdp = invite.slice(invite.indexOf('\r\n\r\n') + 4);
    this.offer = sdp;
    this.invite = invite;
    this.#sounds = [];
    const theirs = /a=crypto:(\d+) AES_CM_128_HMAC_SHA1_80 inline:([A-Za-z0-9+/=]{40})/.exec(sdp);
    const [, tag = '1', inline = ''] = theirs ?? [];
    const crypto = theirs === null ? [] : [`a=crypto:${tag} AES_CM_128_HMAC_SHA1_80 inline:${ownKey}`];
    const body = [
      'v=0',
      'o=phone 1 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${String(this.#media.address().port)} RTP/${theirs === null ? '' : 'S'}AVP 8`,
      'a=rtpmap:8 PCMA/8000',
      ...crypto,
      '',
    ].join('\r\n');
    const contact = `Contact: <sip:phone@127.0.0.1:${String(this.#line.localPort ?? 0)};transport=${this.#options.transport}>`;
    this.#send([...replyTo(invite, '200 OK'), contact], body);
    const to = Number(/m=audio (\d+)/.exec(sdp)?.[1] ?? 0);
    this.#keys = theirs === null ? null : { in: srtpKeys(inline), out: srtpKeys(ownKey) };
    clearInterval(this.#sound);
    this.#speak(to, this.#keys?.out ?? null);
  }

  #speak(to: number, keys: SrtpKeys | null): void {
    let n = 0;
    this.#sound = setInterval(() => {
      const header = Buffer.from([0x80, 8, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
      header.writeUInt16BE(n + 1, 2);
      header.writeUInt32BE(n * 160, 4);
      const at = (n % 50) * 160;
      const packet = Buffer.concat([header, this.#options.tone.subarray(at, at + 160)]);
      n += 1;
      this.#media.send(keys === null ? packet : protect(keys, packet), to, '127.0.0.1');
    }, 20);
  }
}

function replyTo(request: string, status: string): readonly string[] {
  const headers = (request.split('\r\n\r\n', 1)[0] ?? '')
    .split('\r\n')
    .filter((line) => /^(Via|From|To|Call-ID|CSeq|Record-Route):/i.test(line))
    .map((line) => (line.startsWith('To:') && !line.includes('tag=') ? `${line};tag=phone` : line));
  return [`SIP/2.0 ${status}`, ...headers];
}
