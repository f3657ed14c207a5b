import t from 'tap';
import { openScreen, type Screen } from './chromium.ts';
import { password } from './desk-house.ts';
import { startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

async function wallboard(username: string): Promise<Screen> {
  const screen = await openScreen(browser, house.address, { path: '/#/wallboard' });
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(password);
  await screen.page.keyboard.press('Enter');
  await screen.page.getByRole('region', { name: '紧急线路' }).waitFor();
  return screen;
}

t.test('an administrator tries a way from the wallboard, and sees how it went', async (t) => {
  const { page, complaints, close } = await wallboard('admin');
  const ways = page.getByRole('region', { name: '紧急线路' });
  const way = ways.getByRole('listitem').filter({ hasText: '市局指挥中心' });
  await way.getByText('可达').waitFor();
  await ways.getByRole('listitem').filter({ hasText: '119' }).getByText('未检测').waitFor();
  await way.getByText('尚未使用').waitFor();
  await way.getByRole('button', { name: '试拨' }).click();
  await way.getByText('正在试拨…').waitFor();
  house.answerTrial();
  await way.getByText(/^试拨接通 .*秒）$/).waitFor();
  const other = ways.getByRole('listitem').filter({ hasText: '梅江分局' }).getByRole('button');
  t.equal(await other.getAttribute('aria-disabled'), 'true');
  t.match(await other.getAttribute('title'), '没有为这条线路配置测试号码');
  t.match(house.lastAudit(), { action: 'emergency.test', outcome: 'done' });
  t.same(complaints, []);
  await close();
});

t.test('who may not try a way sees how it stands, and no button', async (t) => {
  const { page, close } = await wallboard('leader');
  const ways = page.getByRole('region', { name: '紧急线路' });
  await ways.getByText('市局指挥中心').waitFor();
  t.equal(await ways.getByRole('button').count(), 0);
  await close();
});
