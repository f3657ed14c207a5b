import type { Page } from 'playwright-core';
import t from 'tap';
import type { CallId } from '../../src/calls/model.ts';
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
/** Waits until the player stands between two seconds. */
const isAt = (page: Page, from: number, to: number) =>
  page.waitForFunction(`(() => {
    const at = Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuenow'));
    return at >= ${String(from)} && at <= ${String(to)};
  })()`);

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
  const box = await page.getByRole('slider').boundingBox();
  if (box !== null) await page.mouse.click(box.x + box.width / 6, box.y + 20);
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
  const box = await page.getByRole('slider').boundingBox();
  if (box === null) throw new Error('no wave');
  await page.mouse.click(box.x + box.width / 6, box.y + 20);
  await isAt(page, 9, 11);
  await card.getByRole('button', { name: '起点' }).click();
  await page.mouse.click(box.x + box.width / 3, box.y + 20);
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
