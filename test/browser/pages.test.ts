import type { Page } from 'playwright-core';
import t from 'tap';
import { type Screen, startChromium } from './chromium.ts';
import { startDeskHouse } from './desk-house.ts';
import { signedInAt } from './signed-in.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 0 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});

const signedIn = (username: string, path = '/'): Promise<Screen> =>
  signedInAt(browser, house, [username, path]);

/** One answered call, one whose caller went away. */
async function callsOfAMorning(): Promise<void> {
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const answered = house.arrive('13901232211');
  await house.until(() => house.call(answered)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(answered);
  house.callerHangsUp(answered);
  await house.until(() => house.call(answered) === undefined);
  house.notReady('8001');
  const gone = house.arrive('13901239988');
  await house.until(() => house.call(gone)?.phase === 'queued');
  house.callerHangsUp(gone);
  await house.until(() => house.call(gone) === undefined);
}

const rows = (page: Page) => page.locator('tbody tr');

t.before(callsOfAMorning);

t.test('a shift leader sees seats and calls as they change', async (t) => {
  const { page, complaints, close } = await signedIn('leader');
  const seats = page.getByRole('region', { name: '座席', exact: true });
  await seats.getByRole('row', { name: /8001 话务员 陈静 小休/ }).waitFor();
  house.ready('8001');
  const call = house.arrive('13901237777');
  await page
    .getByRole('region', { name: '当前通话' })
    .getByRole('row', { name: /139 0123 7777 振铃 8001/ })
    .waitFor();
  house.pickUp(call);
  await seats.getByRole('row', { name: /8001 话务员 陈静 通话中/ }).waitFor();
  house.callerHangsUp(call);
  await page.getByText('当前没有通话。').waitFor();
  await seats.getByLabel('只看已签入').check();
  t.equal(await seats.locator('tbody tr').count(), 1);
  t.match(page.url(), /signedIn=1/);
  t.same(complaints, []);
  await close();
});

t.test('calls are filtered by what stands in the address, through a reload and the way back', async (t) => {
  const { page, complaints, close } = await signedIn('leader', '/#/calls');
  await rows(page).nth(2).waitFor();
  await page.getByLabel('结果').selectOption('abandoned');
  await rows(page).nth(1).waitFor({ state: 'detached' });
  await page.getByText('139 0123 9988').waitFor();
  await page.reload();
  await page.getByText('139 0123 9988').waitFor();
  t.equal(await page.getByLabel('结果').inputValue(), 'abandoned');
  await page.getByRole('link', { name: /查看通话/ }).click();
  await page.getByRole('heading', { name: '139 0123 9988' }).waitFor();
  await page.goBack();
  t.equal(await page.getByLabel('结果').inputValue(), 'abandoned');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await rows(page).nth(2).waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a call is told step by step, with legs, ticket and recording', async (t) => {
  const { page, complaints, close } = await signedIn('leader', '/#/calls?outcome=answered&seat=8001');
  await rows(page).last().getByRole('link').click();
  const record = page.getByRole('region', { name: '通话经过' });
  await record.getByText('通话结束').waitFor();
  t.same(await record.locator('.what').allTextContents(), [
    '来电已接入，工单建立，录音开始',
    '播放欢迎语和录音告知',
    '提示语播放完毕',
    '进入排队',
    '分配给座席 8001',
    '8001 振铃',
    '8001 应答，开始通话',
    '来电人挂机',
    '通话结束',
    '8001 的话路结束',
  ]);
  await page.getByRole('region', { name: '话路' }).getByText('座席 8001').waitFor();
  await page.getByRole('region', { name: '录音' }).getByText('正在入库').waitFor();
  await page
    .getByRole('region', { name: '概要' })
    .getByText(/^\d{8}-000001$/)
    .waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a call that is not there, or has an impossible name, says so', async (t) => {
  const { page, close } = await signedIn('leader', '/#/calls/C1.1');
  await page.getByText('没有这通电话的记录').waitFor();
  await page.goto('/#/calls/%3Cscript%3E');
  await page.getByText('没有这通电话的记录').waitFor();
  t.equal(await page.locator('main script').count(), 0);
  await close();
});

t.test('the call-back list holds who talked to nobody', async (t) => {
  const { page, complaints, close } = await signedIn('agent2', '/#/callbacks');
  const one = rows(page).filter({ hasText: '来电人放弃' });
  await one.waitFor();
  t.match(await one.textContent(), /139\*\*\*\*9988/, 'of the number only the ends');
  t.equal(await rows(page).count(), 1, 'nobody who was talked to');
  t.same(complaints, []);
  await close();
});

t.test('who runs the system sees no calls and no desk', async (t) => {
  const { page, complaints, close } = await signedIn('admin');
  await page.getByRole('region', { name: '座席', exact: true }).waitFor();
  t.same(await page.getByRole('navigation').getByRole('link').allTextContents(), [
    '实时状态',
    '大厅看板',
    '报表',
    '路由方案',
    '语音提示',
    '座席与话机',
    '账号',
    '令牌',
    '系统管理员',
  ]);
  t.same(complaints, []);
  await close();
});
