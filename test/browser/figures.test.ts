import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 60_000 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});

async function open(
  username: string,
  path: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Screen> {
  const screen = await openScreen(browser, house.address, {
    path,
    colorScheme,
    viewport: { width: 1600, height: 900 },
  });
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

/** The number under a word of the wallboard. */
const big = (page: Page, word: string) => page.locator('.board-big', { hasText: word }).locator('b');

t.test('the wallboard follows the hall by itself', async (t) => {
  const { page, complaints, close } = await open('leader', '/#/wallboard');
  const board = page.getByRole('region', { name: '大厅看板' });
  await board.waitFor();
  const says = (word: string, number: string) => big(page, word).getByText(number, { exact: true }).waitFor();
  await says('今日进队', '0');
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const first = house.arrive('13901230001');
  await says('今日进队', '1');
  await says('排队', '0');
  house.pickUp(first);
  await says('今日接听', '1');
  await says('今日服务水平', '100 %');
  house.arrive('13901230002');
  await says('排队', '1');
  t.match(await page.locator('.board-seats').innerText(), /通话中\s*1/);
  await shot(page, 'wallboard');
  await page.getByRole('link', { name: '退出看板' }).press('Enter');
  await page.getByRole('region', { name: '当前通话' }).waitFor();
  t.same(complaints, []);
  await close();
  const dark = await open('leader', '/#/wallboard', 'dark');
  await big(dark.page, '今日进队').getByText('2', { exact: true }).waitFor();
  await shot(dark.page, 'wallboard-dark');
  await dark.close();
});

t.test('a day in the reports: its course, its agents, its callers on lists, and the file', async (t) => {
  const { page, complaints, close } = await open('leader', '/#/reports');
  await page.getByRole('img', { name: '每 15 分钟接听与未接听的来电' }).waitFor();
  const row = page.getByRole('row').nth(1);
  t.match((await row.getByRole('cell').allInnerTexts()).slice(1, 4), ['2', '1', '0']);
  await shot(page, 'reports');
  const href = (await page.getByRole('link', { name: '下载 CSV' }).getAttribute('href')) ?? '';
  const file = await page.context().request.get(href);
  t.match(file.headers(), { 'content-disposition': 'attachment; filename="intervals.csv"' });
  t.equal((await file.text()).split('\r\n').length, 98, 'a head, 96 intervals, and the end of the last line');
  await page.getByLabel('内容').selectOption('agents');
  await page.getByRole('cell', { name: '陈静' }).waitFor();
  await shot(page, 'reports-agents');
  await page.getByLabel('内容').selectOption('callers');
  await page.getByRole('row', { name: '优先 0 0 0 0 0 0' }).waitFor();
  await page.getByLabel('内容').selectOption('agents');
  await page.getByLabel('日期').fill('2020-01-01');
  await page.getByText('这一天没有话务员签入。').waitFor();
  t.same(complaints, []);
  await close();
});

t.test('who may see no reports is shown no way to them', async (t) => {
  const { page, close } = await open('agent2', '/');
  await page.getByRole('link', { name: '大厅看板' }).waitFor();
  t.equal(await page.getByRole('link', { name: '报表' }).count(), 0);
  await close();
});
