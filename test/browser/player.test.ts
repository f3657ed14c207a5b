import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t from 'tap';
import type { CallId } from '../../src/calls/model.ts';
import { eventually } from '../asterisk/hotline.ts';
import { tones } from '../recordings/place.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 0 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});

/** A call whose citizen hums at 400 Hz and hears 1000 Hz, for a minute. */
async function recordedCall(): Promise<CallId> {
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  house.callerHangsUp(call);
  await house.until(() => house.call(call) === undefined);
  await house.keepSound(call, tones(60_000));
  return call;
}
const call = await recordedCall();

/** Whatever goes to the loudspeakers is also looked at: `ears()` tells the loudest frequency in either. */
const listening = `(() => {
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const split = this.context.createChannelSplitter(2);
      connect.call(this, split);
      const ears = [0, 1].map((n) => {
        const ear = this.context.createAnalyser();
        ear.fftSize = 4096;
        ear.smoothingTimeConstant = 0;
        connect.call(split, ear, n);
        return ear;
      });
      window.ears = () => ears.map((ear) => {
        const levels = new Float32Array(ear.frequencyBinCount);
        ear.getFloatFrequencyData(levels);
        const near = (hz) => Math.max(...levels.slice(Math.round((hz - 40) * 4096 / ear.context.sampleRate), Math.round((hz + 40) * 4096 / ear.context.sampleRate) + 1)) > -70;
        return [near(400) ? 'citizen' : '', near(1000) ? 'agent' : ''].filter(Boolean).join('+');
      });
    }
    return connect.call(this, to, ...rest);
  };
})()`;

async function opened(username: string, path: string): Promise<Screen> {
  const screen = await openScreen(browser, house.address, { path });
  await screen.page.addInitScript(listening);
  await screen.page.reload();
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(password);
  await screen.page.keyboard.press('Enter');
  await screen.page.getByRole('navigation').waitFor();
  return screen;
}

const hears = (page: Page, left: string, right: string) =>
  page.waitForFunction(
    ([one, other]) => {
      const [a, b] = (globalThis as unknown as { ears: () => string[] }).ears();
      return a === one && b === other;
    },
    [left, right],
  );
/** A press on the wave, at such a share of its width. */
async function seekTo(page: Page, share: number): Promise<void> {
  const wave = page.getByRole('slider');
  const box = await wave.boundingBox();
  await wave.click({ position: { x: (box?.width ?? 0) * share, y: 20 } });
}
/** Waits until the player stands between two seconds. */
const isAt = (page: Page, from: number, to: number) =>
  eventually(`the player is between ${String(from)} s and ${String(to)} s`, async () => {
    const at = Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
    return (at >= from && at <= to) || null;
  });

t.test('a recording is found from its call, asked for with a purpose, and heard', async (t) => {
  const { page, complaints, close } = await opened('leader', `/#/calls/${call}`);
  await page.getByRole('link', { name: '打开录音' }).click();
  const card = page.getByRole('region', { name: '播放' });
  await card.getByText('市民', { exact: true }).waitFor();
  t.equal(await card.getByRole('button', { name: '播放' }).last().getAttribute('aria-disabled'), 'true');
  await card.getByLabel('用途').selectOption('review');
  await card.getByLabel('说明').fill('核对服务用语');
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: '暂停' }).waitFor();
  await hears(page, 'citizen+agent', 'citizen+agent');
  t.match(house.lastAudit(), {
    action: 'recording.play',
    actor: 'leader',
    outcome: 'done',
    why: 'review: 核对服务用语',
  });
  await page.keyboard.press('Tab');
  for (const [key, left, right] of [
    ['2', 'citizen', 'agent'],
    ['3', 'citizen', 'citizen'],
    ['4', 'agent', 'agent'],
    ['1', 'citizen+agent', 'citizen+agent'],
  ] as const) {
    await page.keyboard.press(key);
    await hears(page, left, right);
  }
  await page.getByRole('slider').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await isAt(page, 30, 45);
  await page.keyboard.press('Space');
  await card.getByRole('button', { name: '播放' }).last().waitFor();
  await seekTo(page, 1 / 6);
  await isAt(page, 9, 11);
  await page.keyboard.press(']');
  t.equal(await card.getByRole('button', { name: '1.25×' }).getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('m');
  await page.keyboard.type('地址');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '00:10' }).waitFor();
  await page.keyboard.press('Tab');
  t.same(complaints, []);
  await close();
});

t.test('an agent hears the own call; another agent neither finds nor opens it', async () => {
  const own = await opened('agent1', '/#/recordings');
  await own.page.getByRole('link', { name: '打开录音' }).click();
  await own.page.getByLabel('说明').fill('补填工单');
  await own.page.keyboard.press('Enter');
  await own.page.getByRole('button', { name: '暂停' }).waitFor();
  await own.close();
  const other = await opened('agent2', '/#/recordings');
  await other.page.getByText('没有您可以查看的录音。').waitFor();
  await other.page.goto(`${house.address}/#/recordings/R${call.slice(1)}`);
  await other.page.getByText('没有这份录音，或您无权查看。').waitFor();
  await other.close();
});

t.test('a copy is asked for by one, agreed to by another, and taken by the first alone', async (t) => {
  const path = `/#/recordings/R${call.slice(1)}`;
  const leader = await opened('leader', path);
  const asking = leader.page.getByRole('form', { name: '申请副本' });
  const ask = asking.getByRole('button', { name: '申请副本' });
  t.equal(await ask.getAttribute('aria-disabled'), 'true', 'not without a reason');
  await asking.getByLabel('理由').fill('服务质量讲评');
  await ask.click();
  await leader.page.getByText('已提交申请，等待另一人批准。').waitFor();
  const row = (page: Page) => page.getByRole('row', { name: /服务质量讲评/ });
  await row(leader.page).getByText('待批准').waitFor();
  t.equal(await row(leader.page).getByRole('button').count(), 0, 'nobody agrees to the own request');

  const office = await opened('office', '/#/copies');
  const { page } = office;
  await row(page).getByText('班长 何敏').waitFor();
  await row(page).getByRole('button', { name: '审批' }).click();
  await page.getByLabel('意见').fill('仅限班组讲评');
  await page.getByRole('button', { name: '批准', exact: true }).click();
  await page.getByRole('button', { name: '确定？' }).click();
  await row(page)
    .getByText(/已批准，.* 前取用/)
    .waitFor();
  t.equal(await row(page).getByRole('link', { name: '取用副本' }).count(), 0, 'whoever agreed takes nothing');

  await leader.page.getByRole('link', { name: '录音副本' }).click();
  const coming = leader.page.waitForEvent('download');
  await row(leader.page).getByRole('link', { name: '取用副本' }).click();
  const file = await (await coming).path();
  t.match(readFileSync(file).subarray(0, 64).toString('latin1'), /^OggS.*OpusHead/s);
  await leader.page.getByRole('button', { name: '刷新' }).click();
  await row(leader.page)
    .getByText(/已取用 1 次/)
    .waitFor();
  t.same([...leader.complaints, ...office.complaints], []);
  await leader.close();
  await office.close();
});

t.test('a custodian has a stretch silenced from where one listens to where one listens', async (t) => {
  const { page, complaints, close } = await opened('custodian', `/#/recordings/R${call.slice(1)}`);
  await page.getByLabel('说明').fill('核查投诉');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '暂停' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const card = page.getByRole('region', { name: '事后脱敏' });
  const silence = card.getByRole('button', { name: '静音这一段' });
  t.equal(await silence.getAttribute('aria-disabled'), 'true', 'not before there is a stretch and a reason');
  await seekTo(page, 1 / 6);
  await isAt(page, 9, 11);
  await card.getByRole('button', { name: '起点' }).click();
  await seekTo(page, 1 / 3);
  await isAt(page, 19, 21);
  await card.getByRole('button', { name: '终点' }).click();
  await card.getByLabel('理由').fill('身份证号码');
  await silence.click();
  await card.getByRole('button', { name: '确定静音' }).click();
  await card.getByText('已开始处理').waitFor();
  await card.getByText('身份证号码', { exact: true }).waitFor();
  t.match(house.lastAudit(), { action: /^recording\./, target: /^R/ });
  t.same(complaints, []);
  await close();
});
