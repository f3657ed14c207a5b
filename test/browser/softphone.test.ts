import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { buildWeb } from '../../scripts/build-web.mjs';
import type { SeatId } from '../../src/acd/model.ts';
import { signInAt } from '../asterisk/api.ts';
import { amplitude, between, type Channel } from '../asterisk/audio.ts';
import { accountOf, eventually, type Hotline, startHotline } from '../asterisk/hotline.ts';
import { callerHz, startCallers } from '../asterisk/sipp.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';

const micHz = 700;
const seat = '8001' as SeatId;

/** What the fake microphone hears: a tone that comes and goes, since noise suppression takes away what never changes. */
function writeMicrophone(file: string): void {
  const rate = 48_000;
  const samples = Buffer.alloc(rate * 4);
  for (let i = 0; i < rate * 2; i++) {
    const on = i % 24_000 < 16_000;
    samples.writeInt16LE(on ? Math.round(14_000 * Math.sin((2 * Math.PI * micHz * i) / rate)) : 0, i * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  writeFileSync(file, Buffer.concat([header, samples]));
}

async function chromiumWithMicrophone(t: Test): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'h12-microphone-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const sound = join(folder, 'microphone.wav');
  writeMicrophone(sound);
  await buildWeb();
  const browser = await startChromium(sound);
  t.teardown(() => browser.close());
  return browser;
}

const registered = (page: Page) =>
  page.getByRole('region', { name: '本机软电话' }).getByText('已注册', { exact: true }).waitFor();
const phoneIs = (hotline: Hotline, phone: 'reachable' | 'unreachable') =>
  eventually(`the softphone is ${phone}`, () => hotline.daemon().house.seat(seat)?.phone === phone || null);

/** An agent who answers on this computer, signed in and registered. */
async function sitDown(hotline: Hotline, browser: Browser): Promise<Screen> {
  const { username, password } = accountOf(hotline, 'agent1');
  const screen = await openScreen(browser, hotline.daemon().address);
  const { page } = screen;
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: `签入 ${seat} 用本机` }).click();
  await registered(page);
  await phoneIs(hotline, 'reachable');
  return screen;
}

const windowMs = 200;
const windows = (channel: Channel): readonly Channel[] =>
  Array.from({ length: Math.floor(channel.length / 8 / windowMs) }, (_, n) =>
    between(channel, n * windowMs, (n + 1) * windowMs),
  );

/** Resolves when so much more of the call is recorded: 32 bytes a ms. */
async function moreSound({ asterisk }: Hotline, ms: number): Promise<void> {
  const bytes = (): number => asterisk.recordings().reduce((sum, file) => sum + statSync(file).size, 0);
  const wanted = bytes() + ms * 32;
  await eventually('more of the call is recorded', () => bytes() >= wanted || null);
}

t.test(
  'a call on this computer: rings, is answered by a key, both hear each other, mute, hang-up',
  async (t) => {
    const browser = await chromiumWithMicrophone(t);
    const hotline = await startHotline(t);
    const { page, complaints } = await sitDown(hotline, browser);
    await page.keyboard.press('F9');
    const callers = await startCallers({ asterisk: hotline.asterisk.sip });
    await page.getByText('按 F7 接听').waitFor();
    await page.keyboard.press('F7');
    await hotline.callIn('talking');
    await callers.seen('answered');
    await page.getByRole('meter', { name: '麦克风' }).waitFor();
    await eventually('the page hears the caller', async () => {
      const value = await page.getByRole('meter', { name: '对方' }).getAttribute('value');
      return Number(value) > 0.05 || null;
    });
    await moreSound(hotline, 2_500);
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: '已静音' }).waitFor();
    await moreSound(hotline, 2_000);
    await page.keyboard.press('F8');
    await callers.done;
    const [record] = await hotline.ended();
    if (record === undefined) throw new Error('no record');
    const { left, right, durationMs } = record.sound;
    t.equal(record.call.ending.outcome, 'answered');
    t.ok(amplitude(left, callerHz) > 0.05, 'the caller is in the recording');
    const heard = windows(right).map((part) => amplitude(part, micHz) > 0.005);
    t.ok(heard.filter(Boolean).length >= 5, 'the caller hears the microphone');
    t.ok(heard.lastIndexOf(true) * windowMs < durationMs - 2_000, 'and no more of it when it is mute');
    t.same(complaints, []);
  },
);

t.test(
  'answered by itself; the caller hangs up; the tab is closed: unavailable within a second',
  async (t) => {
    const browser = await chromiumWithMicrophone(t);
    const hotline = await startHotline(t);
    const { page } = await sitDown(hotline, browser);
    await page.getByLabel('来电自动接听').check();
    await page.keyboard.press('F9');
    const callers = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 8_000 });
    await hotline.callIn('talking');
    await callers.done;
    await hotline.ended();
    await page.getByRole('button', { name: '完成整理' }).click();
    await eventually('ready again', () => hotline.daemon().house.seat(seat)?.doing.state === 'ready' || null);
    const closedAt = performance.now();
    await page.close({ runBeforeUnload: false });
    await phoneIs(hotline, 'unreachable');
    t.ok(performance.now() - closedAt < 1_000, 'within a second');
    t.match(hotline.daemon().house.seat(seat)?.doing, { state: 'notReady', reason: 'phoneUnreachable' });
  },
);

t.test(
  'the tab is closed in the talk: the caller is not hung up on, and waits for another seat',
  async (t) => {
    const browser = await chromiumWithMicrophone(t);
    const hotline = await startHotline(t);
    const { page } = await sitDown(hotline, browser);
    await page.getByLabel('来电自动接听').check();
    await page.keyboard.press('F9');
    const callers = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 10_000 });
    const { id } = await hotline.callIn('talking');
    await page.close({ runBeforeUnload: false });
    t.equal((await hotline.callIn('queued')).id, id, 'back in the queue, not hung up');
    await callers.done;
    const [record] = await hotline.ended();
    t.ok(record?.events.includes('SoftphoneLost'), 'told at once, without the time to come back');
  },
);

t.test('the session ends: the phone is logged off at once', async (t) => {
  const browser = await chromiumWithMicrophone(t);
  const hotline = await startHotline(t);
  const { page } = await sitDown(hotline, browser);
  const endedAt = performance.now();
  await page.context().request.delete('/api/v1/session', { headers: { 'x-h12-request': '1' } });
  await phoneIs(hotline, 'unreachable');
  t.ok(performance.now() - endedAt < 1_000, 'within a second');
});

t.test('a new page becomes the phone: the password of the one before is worth nothing', async (t) => {
  const hotline = await startHotline(t);
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  t.equal((await agent.post('/seats/8001/softphone', {})).code, 'H12_SEAT_NOT_YOURS');
  await agent.post('/seats/8001/sign-in', { device: 'browser' });
  const first = (await agent.post('/seats/8001/softphone', {})).body as { password: string };
  const second = (await agent.post('/seats/8001/softphone', {})).body as { password: string };
  t.not(first.password, second.password);
  const show = await hotline.asterisk.cli('pjsip show auth 8001w');
  t.match(show, second.password);
  await agent.post('/seats/8001/sign-out');
  await eventually('it ends with the sign-in', async () => {
    const now = await hotline.asterisk.cli('pjsip show auth 8001w');
    return now.includes(second.password) ? null : true;
  });
});
