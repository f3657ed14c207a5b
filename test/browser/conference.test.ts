import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { type CallId, legId } from '../../src/calls/model.ts';
import { eventually } from '../asterisk/hotline.ts';
import { found, only } from './asking.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 60_000 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});
t.afterEach(() => house.clear());

const bar = (page: Page) => page.getByRole('region', { name: '通话栏' });
const chip = (page: Page, name: string) =>
  bar(page).getByRole('list', { name: '通话各方' }).getByRole('listitem').filter({ hasText: name });
const panel = (page: Page, name: string) => page.getByRole('complementary', { name });
const until = (call: CallId, phase: string) => house.until(() => house.call(call)?.phase === phase);

/** What a field holds once it holds anything: what fills it comes a moment after what the page shows. */
const filled = (field: Locator): Promise<string> =>
  eventually('the field is filled', async () => (await field.inputValue()) || null);

/** An agent in a talk with a citizen. */
async function talk(): Promise<Screen & { readonly call: CallId }> {
  const screen = await openScreen(browser, house.address);
  const { page } = screen;
  await page.getByLabel('用户名').fill('agent1');
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '签入 8001 用桌上话机' }).click();
  await page.getByRole('heading', { name: '我的座席 8001' }).waitFor();
  await page.keyboard.press('F9');
  await bar(page).getByText('空闲', { exact: true }).waitFor();
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  await bar(page).getByText('通话中', { exact: true }).waitFor();
  return { ...screen, call };
}

t.test(
  'a unit by its first letters: told first, then the three talk, then the agent leaves them',
  async (t) => {
    const { page, complaints, close, call } = await talk();
    await page.keyboard.press('F4');
    await panel(page, '邀请三方').getByLabel('单位名称、拼音首字母、事项、座席').waitFor();
    await page.keyboard.type('rsj');
    await only(page, '市人力资源和社会保障局');
    await page.keyboard.press('Enter');
    await bar(page).getByText('正在呼叫 人社局 窗口').waitFor();
    await chip(page, '来电人').getByText('等候音乐').waitFor();
    t.equal(await panel(page, '邀请三方').count(), 0, 'the panel is out of the way');
    house.switch.refuseParty(legId(call, 'party', 1), 17);
    await bar(page).getByText('人社局 窗口 忙或拒接').waitFor();
    await bar(page).getByText('正在呼叫 人社局 值班电话').waitFor();
    house.switch.answerParty(legId(call, 'party', 2));
    await chip(page, '人社局 值班电话').getByText('单独通话').waitFor();
    await bar(page).getByRole('button', { name: '带入三方' }).click();
    await house.until(() => {
      const now = house.call(call);
      return now?.phase === 'conference' && now.seatIn === 'main';
    });
    await chip(page, '我 8001').getByRole('button', { name: '离开，让他们继续' }).click();
    await bar(page).getByText('话后整理', { exact: true }).waitFor();
    t.equal(house.call(call)?.phase, 'conference', 'citizen and unit go on talking');
    t.same(complaints, []);
    await close();
  },
);

t.test(
  'a unit by its topic, at once; nobody answers: back with the citizen, with what was tried',
  async (t) => {
    const { page, close, call } = await talk();
    await page.keyboard.press('F4');
    await page.keyboard.type('户籍');
    await only(page, '市公安局');
    await page.keyboard.press('Shift+Enter');
    await bar(page)
      .getByText(/正在呼叫 公安局/)
      .waitFor();
    house.switch.refuseParty(legId(call, 'party', 1), 18);
    const told = bar(page).getByRole('alert');
    await told.getByText('公安局 没有接通').waitFor();
    await told.getByText(/已试：公安局 户政大厅/).waitFor();
    await until(call, 'talking');
    await told.getByRole('button', { name: '交办工单' }).click();
    await told.waitFor({ state: 'detached' });
    t.match(
      await filled(page.getByLabel('诉求内容')),
      /已请公安局远端座席三方通话，未接通（公安局 户政大厅 无人接听）/,
    );
    t.equal(
      await filled(page.getByRole('combobox', { name: '承办单位' })),
      'gaj',
      'it would go to the unit that was not reached',
    );
    await close();
  },
);

t.test(
  'a citizen is passed on to a colleague: the agent is free as soon as the colleague answers',
  async (t) => {
    const { page, close, call } = await talk();
    house.sitDown('agent3', '8003');
    house.ready('8003');
    await page.keyboard.press('F6');
    await page.keyboard.type('8003');
    await only(page, '话务员 黄丽');
    await page.keyboard.press('Shift+Enter');
    await bar(page).getByText('正在呼叫 8003').waitFor();
    house.switch.answer(legId(call, 'seat', 2));
    await bar(page).getByText('话后整理', { exact: true }).waitFor();
    t.match(house.call(call), { phase: 'talking', talk: { seat: '8003' } });
    await close();
  },
);

t.test(
  'what cannot be rung now says why, and what is no unit, seat or allowed number is not offered',
  async (t) => {
    const { page, close } = await talk();
    house.sitDown('agent3', '8003');
    await page.keyboard.press('F6');
    await page.keyboard.type('8003');
    await found(page).filter({ hasText: '忙或未就绪' }).waitFor();
    const field = page.getByLabel('单位名称、拼音首字母、事项、座席');
    await field.fill('13800138000');
    await page.getByText('没有找到。可以交办工单。').waitFor();
    await field.fill('法律');
    await found(page).filter({ hasText: '法律援助中心' }).waitFor();
    await page.keyboard.press('Escape');
    await panel(page, '转接').waitFor({ state: 'detached' });
    await page.keyboard.press('F4');
    t.equal(await field.inputValue(), '法律', 'what was typed is still there');
    await close();
  },
);

t.test('the ringing is stopped by its button, and an emergency goes before it', async () => {
  const { page, close, call } = await talk();
  await page.keyboard.press('F4');
  await page.keyboard.type('rsj');
  await only(page, '市人力资源和社会保障局');
  await page.keyboard.press('Enter');
  await bar(page).getByRole('button', { name: '取消呼叫' }).click();
  await until(call, 'talking');
  await close();
});
