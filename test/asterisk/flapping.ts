import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Address } from './sipp.ts';

/** A phone that only registers, and says that it is there when it is asked. */
export type Registrar = {
  /** Signs on for so many s; 0: off. @returns the status of the answer */
  register(expiresS: number): Promise<number>;
  close(): void;
};

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** @param password with which it answers the challenge (RFC 2617, without qop: Asterisk takes that) */
export async function openRegistrar(asterisk: Address, user: string, password: string): Promise<Registrar> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', (data, from) => {
    const text = data.toString('latin1');
    if (text.startsWith('OPTIONS ')) socket.send(okTo(text), from.port, from.address);
  });
  const port = String(socket.address().port);
  const callId = randomBytes(8).toString('hex');
  let sequence = 0;
  const ask = async (expiresS: number, authorization: readonly string[]): Promise<string> => {
    sequence += 1;
    const uri = `sip:${user}@127.0.0.1`;
    const lines = [
      `REGISTER sip:127.0.0.1:${String(asterisk.port)} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${randomBytes(6).toString('hex')};rport`,
      'Max-Forwards: 70',
      `From: <${uri}>;tag=${callId}`,
      `To: <${uri}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${String(sequence)} REGISTER`,
      `Contact: <sip:${user}@127.0.0.1:${port}>;expires=${String(expiresS)}`,
      ...authorization,
      'Content-Length: 0',
    ];
    socket.send(`${lines.join('\r\n')}\r\n\r\n`, asterisk.port, asterisk.host);
    return answerTo(socket, sequence);
  };
  return {
    async register(expiresS) {
      const challenge = await ask(expiresS, []);
      const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1];
      const realm = /realm="([^"]+)"/.exec(challenge)?.[1];
      if (nonce === undefined || realm === undefined) return statusOf(challenge);
      const uri = `sip:127.0.0.1:${String(asterisk.port)}`;
      const [one, two] = [md5(`${user}:${realm}:${password}`), md5(`REGISTER:${uri}`)];
      const response = `nc=00000001, qop=auth, cnonce="c", response="${md5(`${one}:${nonce}:00000001:c:auth:${two}`)}"`;
      const opaque = /opaque="([^"]+)"/.exec(challenge)?.[1] ?? '';
      const header = `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", opaque="${opaque}", uri="${uri}", algorithm=MD5, ${response}`;
      return statusOf(await ask(expiresS, [header]));
    },
    close: () => {
      socket.close();
    },
  };
}

async function answerTo(socket: Socket, sequence: number): Promise<string> {
  for (;;) {
    const [data] = (await once(socket, 'message')) as [Buffer];
    const text = data.toString('latin1');
    if (text.startsWith('SIP/2.0 ') && text.includes(`CSeq: ${String(sequence)} REGISTER`)) return text;
  }
}

const statusOf = (answer: string): number => Number(/^SIP\/2\.0 (\d+)/.exec(answer)?.[1] ?? 0);

/** The answer that a phone gives to OPTIONS. */
function okTo(request: string): string {
  const headers = request
    .split('\r\n')
    .filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line))
    .map((line) => (line.startsWith('To:') ? `${line};tag=phone` : line));
  return `${['SIP/2.0 200 OK', ...headers, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`;
}
