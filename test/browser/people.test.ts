import t from 'tap';
import { codeOf, stepAt } from '../../src/people/totp.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 0 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});

async function signedIn(username: string, path = '/', word = password): Promise<Screen> {
  const screen = await openScreen(browser, house.address, { path });
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(word);
  await screen.page.keyboard.press('Enter');
  return screen;
}

t.test('an account is made, and its owner changes the password first', async (t) => {
  const { page, complaints, close } = await signedIn('admin', '/#/accounts');
  await page.getByRole('button', { name: '新建账号' }).click();
  const form = page.getByRole('form', { name: '新建账号' });
  await form.getByLabel('用户名').fill('li.na');
  await form.getByLabel('姓名').fill('李娜');
  await form.getByRole('button', { name: '建立账号' }).click();
  const first = await page.locator('.secrets code').nth(1).textContent();
  await page.getByRole('button', { name: '已告知，关闭' }).click();
  await page.getByRole('button', { name: '李娜', exact: true }).click();
  await page.getByRole('form', { name: 'li.na' }).getByLabel('班长').check();
  await page.getByRole('form', { name: 'li.na' }).getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存。').waitFor();
  t.same(complaints, []);
  await close();

  const own = await signedIn('li.na', '/', first ?? '');
  await own.page.getByText('此密码由他人设置').waitFor();
  await own.page.getByLabel('当前密码').fill(first ?? '');
  await own.page.getByLabel(/^新密码/).fill('my own good words');
  await own.page.getByLabel('再输一次新密码').fill('my own good words');
  await own.page.getByRole('button', { name: '修改密码' }).click();
  await own.page.getByText('此密码由他人设置').waitFor({ state: 'detached' });
  t.same(own.complaints, []);
  await own.close();
});

t.test('a second factor is enrolled by its picture, and asked for at the door', async (t) => {
  const { page, complaints, close } = await signedIn('leader', '/#/security');
  await page.getByRole('button', { name: '启用两步验证' }).click();
  await page.getByRole('img', { name: '供验证器应用扫描的二维码' }).waitFor();
  const secret = (
    (await page.getByRole('form', { name: '两步验证' }).locator('code').textContent()) ?? ''
  ).replaceAll(' ', '');
  await page.getByLabel('验证码').fill(codeOf(secret, stepAt(Date.now())));
  await page.getByRole('button', { name: '确认启用' }).click();
  const codes = await page.locator('.secrets code').allTextContents();
  t.equal(codes.length, 10);
  await page.getByRole('button', { name: '已妥善保管' }).click();
  await page.getByText('剩余恢复码 10 个').waitFor();
  t.same(complaints, []);
  await close();

  const door = await signedIn('leader');
  await door.page.getByText('请再输入验证码。').waitFor();
  await door.page.getByLabel('验证码').fill(codes[0] ?? '');
  await door.page.keyboard.press('Enter');
  await door.page.getByRole('navigation').waitFor();
  await door.close();
});

t.test('a token is made, shown once and revoked', async (t) => {
  const { page, complaints, close } = await signedIn('admin', '/#/tokens');
  await page.getByRole('button', { name: '新建令牌' }).click();
  const form = page.getByRole('form', { name: '新建令牌' });
  await form.getByLabel('用途').fill('Prometheus');
  await form.getByLabel('读取监控指标').check();
  await form.getByRole('button', { name: '建立令牌' }).click();
  t.match(await page.locator('.secrets code').textContent(), /^h12_/);
  await page.getByRole('button', { name: '已保存，关闭' }).click();
  const row = page.getByRole('row', { name: /Prometheus/ });
  await row.getByRole('button', { name: '撤销' }).click();
  await row.getByRole('button', { name: '再按一次确认撤销' }).click();
  await row.getByText('已撤销').waitFor();
  t.same(complaints, []);
  await close();
});

t.test('the description of the API is browsed without anybody else', async (t) => {
  const { page, complaints, close } = await openScreen(browser, house.address, { path: '/api-page/' });
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(house.address) && !request.url().startsWith('data:'))
      foreign.push(request.url());
  });
  await page.reload();
  await page
    .locator('[data-path="/api/v1/accounts"]')
    .first()
    .waitFor({ state: 'attached', timeout: 30_000 });
  t.same(foreign, []);
  t.same(complaints, []);
  await close();
});
