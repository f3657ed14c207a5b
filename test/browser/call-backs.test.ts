import type { Page } from 'playwright-core';
import t from 'tap';
import type { CallId } from '../../src/calls/model.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';
import { JumpingClock } from './jumping-clock.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 60_000 }, new JumpingClock());
t.teardown(async () => {
  await browser.close();
  await house.close();
});

/** Citizens who rang in vain. */
t.before(async () => {
  house.sitDown('agent2', '8002');
  for (const from of ['13901239988', '13602219075', '15813377204']) {
    const id = house.arrive(from);
    await house.until(() => house.call(id)?.phase === 'queued');
    house.callerHangsUp(id);
    await house.until(() => house.call(id) === undefined);
  }
});

async function signedIn(username: string): Promise<Screen> {
  const screen = await openScreen(browser, house.address, { path: '/#/callbacks' });
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(password);
  await screen.page.keyboard.press('Enter');
  await screen.page.getByRole('heading', { name: '回拨名单' }).waitFor();
  return screen;
}

const detail = (page: Page) => page.getByRole('region', { name: '回拨详情' });
const act = (page: Page, name: string) => detail(page).getByRole('button', { name });
const pick = (page: Page, ends: string) => page.getByRole('button', { name: ends });

t.test(
  'one is taken in hand: the number is whole for this agent, and others are told who has it',
  async (t) => {
    const { page, complaints, close } = await signedIn('agent1');
    await pick(page, '139****9988').click();
    t.equal(await act(page, '呼叫市民').getAttribute('title'), '请先签入座席');
    await act(page, '领取').click();
    await detail(page).getByText('139 0123 9988').waitFor();
    await detail(page).getByText('领取 · 话务员 陈静').waitFor();
    const other = await signedIn('agent3');
    await pick(other.page, '139****9988').click();
    await detail(other.page).getByText('话务员 陈静 正在处理').first().waitFor();
    t.equal(await act(other.page, '领取').getAttribute('title'), '话务员 陈静 正在处理');
    await other.close();
    await act(page, '放回名单').click();
    await detail(page).getByText('未领取').waitFor();
    t.same(complaints, []);
    await close();
  },
);

t.test('arrow keys go from one citizen to the next, and the one they come to is shown', async (t) => {
  const { page, close } = await signedIn('agent1');
  await pick(page, '139****9988').click();
  await page.keyboard.press('ArrowDown');
  await page.locator('tr.chosen').filter({ hasText: '136****9075' }).waitFor();
  await detail(page).getByText('136****9075').waitFor();
  t.match(page.url(), /id=2/);
  await close();
});

t.test('the citizen is rung back from the list; what came of it stands in the history', async (t) => {
  const { page, close } = await signedIn('agent4');
  await page.getByRole('link', { name: '话务台' }).click();
  await page.getByRole('button', { name: '签入 8004 用桌上话机' }).click();
  await page.getByRole('heading', { name: '我的座席 8004' }).waitFor();
  await page.getByRole('link', { name: '回拨名单' }).click();
  await pick(page, '136****9075').click();
  await act(page, '呼叫市民').click();
  const bar = page.getByRole('region', { name: '通话栏' });
  await bar.getByText('本席振铃').waitFor();
  const { doing } = house.seat('8004');
  if (doing.state !== 'talking') throw new Error('the seat has no call');
  house.switch.answer(doing.leg);
  await bar.getByText('对方振铃').waitFor();
  house.switch.answerCitizen(doing.leg.replace(/\.seat\.\d+$/, '') as CallId);
  await bar.getByText('通话中', { exact: true }).waitFor();
  await page.keyboard.press('F8');
  await bar.getByText('话后整理', { exact: true }).waitFor();
  await detail(page).getByText('已接通').first().waitFor();
  t.match(await detail(page).getByRole('list').textContent(), /呼叫/);
  await close();
});

t.test('a citizen wishes no call: asked once more, then done; giving up needs enough tries', async (t) => {
  const { page, close } = await signedIn('agent1');
  await pick(page, '158****7204').click();
  t.match(await act(page, '放弃').getAttribute('title'), /至少回拨 4 次/);
  await act(page, '市民不需要回电').click();
  await act(page, '确认不需要回电').click();
  await detail(page).getByText('已记录：市民不需要回电。').waitFor();
  await page.getByRole('combobox', { name: '状态' }).selectOption('closed');
  await pick(page, '158****7204').waitFor();
  await close();
});
