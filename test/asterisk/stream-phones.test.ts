import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ensureCertificate } from '../../scripts/lib/certificate.mjs';
import type { SeatId } from '../../src/acd/model.ts';
import { signInAt } from './api.ts';
import { amplitude, between } from './audio.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import { callerHz, seatHz, startCallers } from './sipp.ts';
import { type StreamPhone, startStreamPhone } from './stream-phone.ts';
import { writeTone } from './tones.ts';

const folder = t.testdir({});
const tls = { certificateFile: join(folder, 'sip.crt'), keyFile: join(folder, 'sip.key') };
await ensureCertificate(tls);
writeTone(join(folder, 'tone.alaw'), seatHz);
const tone = readFileSync(join(folder, 'tone.alaw'));

/** A call to this seat with both sides heard: the caller in the phone, both in the recording. */
async function bothAreHeard(t: Test, hotline: Hotline, seat: string, phone: StreamPhone): Promise<void> {
  const { house, address } = hotline.daemon();
  await eventually('the phone is there', () => house.seat(seat as SeatId)?.phone === 'reachable' || null);
  const agent = await signInAt(address, accountOf(hotline, 'agent1'));
  t.equal((await agent.post(`/seats/${seat}/sign-in`)).status, 200);
  t.equal((await agent.post(`/seats/${seat}/ready`)).status, 200);
  await (await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 5_000 })).done;
  const [record] = await hotline.ended();
  if (record === undefined) throw new Error('no record');
  t.equal(record.call.ending.outcome, 'answered');
  const { left, right, durationMs } = record.sound;
  t.ok(amplitude(between(left, durationMs - 1_500, durationMs - 500), callerHz) > 0.1, 'the caller');
  t.ok(amplitude(between(right, durationMs - 1_500, durationMs - 500), seatHz) > 0.1, 'the seat');
  t.ok(phone.heard() > 50, `the phone has heard ${String(phone.heard())} packets`);
}

t.test('a phone over TCP: registers, is rung on its own connection, both are heard', async (t) => {
  const hotline = await startHotline(t);
  const password = hotline.access.phones.find(({ seat }) => seat === '8001')?.password ?? '';
  const { port } = hotline.asterisk.sip;
  const phone = await startStreamPhone({ transport: 'tcp', port, user: '8001', password, tone });
  t.teardown(() => phone.close());
  t.equal(phone.registered, 200);
  t.match(await hotline.asterisk.cli('pjsip show contacts'), /sip:8001@127\.0\.0\.1:\d+;transport=tcp/i);
  await bothAreHeard(t, hotline, '8001', phone);
  t.match(phone.offer(), /RTP\/AVP/);
});

t.test('a phone that encrypts: TLS, SRTP with keys in the SDP, both are heard', async (t) => {
  const ports = await claimPorts();
  t.teardown(() => ports.release());
  const port = ports.first + 1;
  const hotline = await startHotline(t, { asterisk: { settings: { tls: { ...tls, port } } } });
  const admin = await signInAt(hotline.daemon().address, accountOf(hotline, 'admin'));
  const added = await admin.post('/phones', {
    seat: '8100',
    queues: ['general'],
    desk: 'encrypted',
    browser: false,
  });
  const { password } = added.body as { password: string };
  const wrong = await startStreamPhone({
    transport: 'tls',
    port,
    user: '8100',
    password: 'not-it-at-all',
    tone,
  });
  t.equal(wrong.registered, 401);
  wrong.close();
  const phone = await startStreamPhone({ transport: 'tls', port, user: '8100', password, tone });
  t.teardown(() => phone.close());
  t.equal(phone.registered, 200);
  t.match(await hotline.asterisk.cli('pjsip show contacts'), /sip:8100@127\.0\.0\.1:\d+;transport=tls/i);
  await bothAreHeard(t, hotline, '8100', phone);
  t.match(phone.offer(), /m=audio \d+ RTP\/SAVP /, 'nothing but SRTP is offered');
  t.match(phone.offer(), /a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:/);
});
