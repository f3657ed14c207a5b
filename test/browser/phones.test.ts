import type { Page } from 'playwright-core';
import t from 'tap';
import type { Screen } from './chromium.ts';
import { signedInAt, startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const signedIn = (username: string): Promise<Screen> => signedInAt(browser, house, [username, '/#/phones']);

const row = (page: Page, seat: string) => page.getByRole('row', { name: new RegExp(`^${seat} `) });
const act = (page: Page, name: string) => page.getByRole('button', { name });
const form = (page: Page, name: string) => page.getByRole('region', { name });

t.test('a seat is added: the password of its phone is shown this once', async (t) => {
  const { page, complaints, close } = await signedIn('admin');
  await row(page, '8001').getByText('在线').first().waitFor();
  await act(page, '添加座席').click();
  const adding = form(page, '添加座席');
  await adding.getByLabel('座席号').fill('8010');
  await adding.getByLabel('服务队列').fill('general，tax');
  await adding.getByLabel('桌上话机').selectOption('encrypted');
  await adding.getByRole('button', { name: '保存' }).click();
  const once = page.getByRole('region', { name: '话机 8010 的密码（只显示这一次）' });
  await once.getByText('secret-').waitFor();
  await once.getByText('电话系统已生效').waitFor();
  await once.getByRole('button', { name: '已记下，关闭' }).click();
  t.equal(await page.getByText('secret-').count(), 0, 'it cannot be seen again');
  await row(page, '8010').getByText('加密（TLS + SRTP）').waitFor();
  await row(page, '8010').getByText('综合受理、tax').waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a seat that is there already is refused, and what was typed is still there', async (t) => {
  const { page, close } = await signedIn('admin');
  await act(page, '添加座席').click();
  const adding = form(page, '添加座席');
  await adding.getByLabel('座席号').fill('8001');
  await adding.getByRole('button', { name: '保存' }).click();
  await page.getByRole('alert').getByText('已有这个座席号。').waitFor();
  t.equal(await adding.getByLabel('座席号').inputValue(), '8001');
  await close();
});

t.test('a new password and a removal are pressed twice; the first press alone does nothing', async (t) => {
  const { page, close } = await signedIn('admin');
  await act(page, '新密码 8002').click();
  t.equal(await page.getByText('secret-').count(), 0);
  await act(page, '确认更换 8002 的密码').click();
  await page.getByText('secret-').waitFor();
  await act(page, '已记下，关闭').click();
  await act(page, '移除 8006').click();
  await row(page, '8006').waitFor();
  await act(page, '确认移除 8006').click();
  await page.getByRole('status').getByText('座席 8006 已移除。').waitFor();
  await row(page, '8006').waitFor({ state: 'detached' });
  await close();
});

t.test('a seat with a call is not removed, and says why', async (t) => {
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  const { page, close } = await signedIn('admin');
  await act(page, '移除 8001').click();
  await act(page, '确认移除 8001').click();
  await page.getByRole('alert').getByText('座席正在处理来电').waitFor();
  t.equal(house.call(call)?.phase, 'talking');
  house.callerHangsUp(call);
  await close();
});

t.test('who does not set up phones has no place for it', async (t) => {
  const { page, close } = await signedIn('agent3');
  t.equal(await page.getByRole('link', { name: '座席与话机' }).count(), 0);
  await close();
});
