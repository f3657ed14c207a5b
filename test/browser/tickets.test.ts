import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { demoCity } from '../../src/demo/city.ts';
import { createSettingsStore } from '../../src/tickets/settings-store.ts';
import { createUnitStore } from '../../src/units/store.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 600_000 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});
for (const unit of demoCity.units) createUnitStore(house.db).put(unit);
for (const topic of demoCity.topics ?? [])
  createSettingsStore(house.db).putTopic({ confidential: false, ...topic });

async function open(username: string, path = '/'): Promise<Screen> {
  const screen = await openScreen(browser, house.address, { path, viewport: { width: 1600, height: 1000 } });
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(password);
  await screen.page.getByRole('button', { name: '登录' }).click();
  return screen;
}

/** Where somebody wants to look at them: H12_SHOTS=folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['H12_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });
const ticketOf = (page: Page) => page.getByRole('link', { name: '打开工单' });
let no = '';

t.test('the agent fills the ticket in beside the live call; typed words survive a reload', async (t) => {
  const { page, complaints, close } = await open('agent1');
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const call = house.arrive('13901230001');
  await house.until(() => house.call(call)?.phase === 'offering');
  house.pickUp(call);
  const form = page.getByRole('form', { name: '工单' });
  await form.getByLabel('类别').selectOption('complaint');
  await form.getByLabel('主题').selectOption('市容环境');
  await form.getByLabel('诉求发生地').fill('梅江区');
  await form.getByLabel('标题').fill('垃圾无人清运');
  await form.getByLabel('诉求内容').fill('江南街道三角地垃圾三天无人清运');
  await page.getByText(/草稿已自动保存/).waitFor();
  await shot(page, 'ticket-desk');
  await page.reload();
  await page.getByText(/未提交的草稿，已恢复/).waitFor();
  t.equal(await form.getByLabel('标题').inputValue(), '垃圾无人清运');
  no = ((await ticketOf(page).getAttribute('href')) ?? '').split('/').at(-1) ?? '';
  await form.getByLabel('来电人姓名').fill('王小明');
  await button(page, '派发').first().click();
  await page.getByText('建议派发给：梅江区').waitFor();
  await shot(page, 'ticket-dispatch');
  await page.locator('.act-form').getByLabel('承办单位').selectOption('cgj');
  await page.locator('.act-form').getByRole('button', { name: '派发' }).click();
  await page.getByText('办理中').first().waitFor();
  await button(page, '再记一件诉求').click();
  await page.getByRole('region', { name: new RegExp(`${no}-2`) }).waitFor();
  t.equal(await form.getByLabel('标题').inputValue(), '', 'a ticket of its own');
  t.same(complaints, []);
  await close();
});

t.test('two people change the same: both are shown, and a person chooses', async (t) => {
  const first = await open('agent1', `/#/tickets/${no}-2`);
  const second = await open('agent2', `/#/tickets/${no}-2`);
  const field = (page: Page, name: string) => page.getByRole('form', { name: '工单' }).getByLabel(name);
  const title = (page: Page) => field(page, '标题');
  const text = (page: Page) => field(page, '诉求内容');
  await title(first.page).fill('路灯不亮');
  await title(second.page).fill('路灯闪烁');
  await text(second.page).fill('已两天');
  await button(first.page, '保存').click();
  await first.page.getByText('已保存').waitFor();
  await button(second.page, '保存').click();
  const dialog = second.page.getByRole('dialog', { name: '他人刚刚修改了同一内容' });
  await dialog.waitFor();
  await shot(second.page, 'ticket-merge');
  t.match(await dialog.innerText(), /路灯不亮[\s\S]*路灯闪烁/);
  await dialog.getByRole('radio').nth(1).check();
  await dialog.getByRole('button', { name: '按所选提交' }).click();
  await second.page.getByText('已保存').waitFor();
  await first.page.reload();
  t.equal(await text(first.page).inputValue(), '已两天');
  t.equal(await title(first.page).inputValue(), '路灯闪烁');
  t.same([...first.complaints, ...second.complaints], []);
  await first.close();
  await second.close();
});

t.test('the unit finds it in its inbox, with what is due by which rule, and acknowledges', async (t) => {
  const { page, complaints, close } = await open('cgj1');
  await page.getByRole('region', { name: '收件箱' }).waitFor();
  const row = page.getByRole('row', { name: new RegExp(no) }).first();
  t.match(await row.innerText(), /查收[\s\S]*第十二条（二）[\s\S]*1 个工作日/);
  await shot(page, 'unit-inbox');
  await row.getByRole('link').click();
  await button(page, '查收').click();
  await page.locator('.act-form').getByRole('button', { name: '提交' }).click();
  await page.getByText('办理中').first().waitFor();
  t.equal(
    (await page.getByText('139****0001').count()) + (await page.getByText('139 **** 0001').count()) > 0,
    true,
  );
  await button(page, '显示号码').click();
  await page.getByText('139 0123 0001').waitFor();
  await shot(page, 'ticket-page-unit');
  t.equal(await button(page, '催办').count(), 0, 'a unit urges nobody');
  t.same(complaints, []);
  await close();
});

t.test('the office sees what is due by whom, finds tickets by words, and opens a figure', async (t) => {
  const { page, complaints, close } = await open('office', '/#/due?everybody=true');
  await page
    .getByRole('row', { name: new RegExp(no) })
    .first()
    .waitFor();
  await shot(page, 'office-due');
  await page.getByRole('link', { name: '工单查询' }).click();
  await page.getByLabel('关键词').fill('垃圾');
  await page
    .getByRole('row', { name: new RegExp(no) })
    .first()
    .waitFor();
  await page.getByRole('row', { name: /路灯闪烁/ }).waitFor({ state: 'detached' });
  t.equal(await page.getByRole('row').count(), 2);
  await page.getByLabel('名称').fill('垃圾清运');
  await button(page, '保存当前条件').click();
  await page.getByRole('option', { name: '垃圾清运' }).waitFor({ state: 'attached' });
  await shot(page, 'ticket-find');
  await page.getByRole('link', { name: '工单统计' }).click();
  const figure = page
    .getByRole('row', { name: /城管局/ })
    .getByRole('link')
    .first();
  await shot(page, 'ticket-figures');
  await figure.click();
  await page.getByText('统计口径：收件').waitFor();
  await page.getByRole('row', { name: new RegExp(no) }).waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a leader’s instruction marks the ticket in the unit’s inbox until the unit opens it', async (t) => {
  const office = await open('office', `/#/tickets/${no}`);
  await button(office.page, '领导批示').click();
  await office.page.getByLabel('说明').fill('限三日内解决');
  await office.page.locator('.act-form').getByRole('button', { name: '提交' }).click();
  await office.page.getByText('限三日内解决').first().waitFor();
  t.same(office.complaints, []);
  await office.close();
  const { page, complaints, close } = await open('cgj1', '/#/due');
  const row = page.getByRole('row', { name: new RegExp(no) }).first();
  await row.getByText('新批示/督查').waitFor();
  await page.getByLabel('批示、督查意见').selectOption('true');
  await row.waitFor();
  await shot(page, 'unit-inbox-instruction');
  await row.getByRole('link').click();
  await page.getByText('限三日内解决').first().waitFor();
  await page.goBack();
  await page.getByText('没有到期事项').waitFor();
  await button(page, '清除筛选').click();
  await row.waitFor();
  t.equal(await page.getByText('新批示/督查').count(), 0, 'opened: no mark any more');
  t.same(complaints, []);
  await close();
});

t.test('an agent links another call of the citizen to the ticket, by keys alone', async (t) => {
  const again = house.arrive('13901230001');
  house.callerHangsUp(again);
  await house.until(() => house.call(again) === undefined);
  const { page, complaints, close } = await open('agent2', `/#/tickets/${no}`);
  await button(page, '关联通话').focus();
  await page.keyboard.press('Enter');
  const choice = page.getByLabel('选择通话');
  await choice.waitFor();
  await page.keyboard.press('Tab');
  const wanted = page.getByRole('option', { name: /同一号码/ });
  await wanted.first().waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  t.match(await choice.inputValue(), again);
  await shot(page, 'ticket-link-call');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: again }).waitFor();
  await choice.waitFor({ state: 'detached' });
  t.same(complaints, []);
  await close();
});
