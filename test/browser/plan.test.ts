import t from 'tap';
import type { Screen } from './chromium.ts';
import { signedInAt, startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const signedIn = (username: string): Promise<Screen> => signedInAt(browser, house, [username, '/#/plan']);

const circle = {
  version: 'autumn-1',
  queues: { general: { overflow: { to: 'tax', waitMs: 60_000 } }, tax: { overflow: { to: 'general' } } },
};
const sound = { ...circle, queues: { ...circle.queues, tax: {} } };
const written = (document: object): string => JSON.stringify(document, null, 2);

t.test('a draft is written, found wrong, mended, published, and taken back', async (t) => {
  const { page, complaints, close } = await signedIn('routing');
  await page.getByLabel('草稿名称').fill('秋季方案');
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: '编辑草稿 秋季方案' });
  const text = card.getByLabel('方案（JSON）');
  await text.fill('{\n  "version": "autumn-1",\n  oops\n}');
  await text.press('Control+s');
  await card.getByText('第 3 行不是有效的 JSON').waitFor();
  await text.fill(written(circle));
  await card.getByText('有未保存的修改').waitFor();
  // What is not saved is still there after a look at another page, and after the page was loaded anew.
  await page.getByRole('link', { name: '语音提示' }).click();
  await page.getByRole('link', { name: '路由方案' }).click();
  await page.reload();
  await page.getByRole('button', { name: '编辑草稿 秋季方案' }).press('Enter');
  t.equal(await text.inputValue(), written(circle));
  await text.press('Control+s');
  await card.getByText('已保存。').waitFor();
  await card.getByRole('button', { name: '检查' }).click();
  await card.getByText('溢出成环：general → tax → general').waitFor();
  await card.getByRole('button', { name: '定位到 /queues/tax/overflow/to' }).press('Enter');
  const marked = await text.evaluate((area) => {
    const { value, selectionStart, selectionEnd } = area as unknown as {
      value: string;
      selectionStart: number;
      selectionEnd: number;
    };
    return value.slice(selectionStart, selectionEnd);
  });
  t.equal(marked, '"general"', 'the place is marked in the text');
  await text.fill(written(sound));
  await text.press('Control+s');
  await card.getByText('已保存。').waitFor();
  await card.getByLabel('原因').fill('秋季分流');
  await card.getByRole('button', { name: '发布', exact: true }).click();
  await card.getByRole('button', { name: '确认发布' }).click();
  await card.waitFor({ state: 'detached' });
  const versions = page.getByRole('table', { name: '历史版本' });
  await versions.getByRole('row', { name: /autumn-1 生效中 秋季分流/ }).waitFor();
  t.match(house.lastAudit(), { action: 'plan.publish', target: 'autumn-1' });
  await versions.getByRole('button', { name: '查看版本 default-1' }).press('Enter');
  const old = page.getByRole('region', { name: '版本 default-1' });
  await old.getByLabel('原因').fill('太早');
  await old.getByRole('button', { name: '恢复此版本' }).click();
  await old.getByRole('button', { name: '确认恢复此版本' }).click();
  await versions.getByRole('row', { name: /v3 生效中 太早/ }).waitFor();
  t.same(complaints, []);
  await close();
});

t.test('who reads the plan changes nothing', async (t) => {
  const { page, close } = await signedIn('leader');
  await page.getByRole('table', { name: '历史版本' }).getByRole('button').first().click();
  await page
    .getByRole('region', { name: /^版本 / })
    .getByText('与前一版本的差异')
    .waitFor();
  t.equal(await page.getByLabel('草稿名称').count(), 0);
  t.equal(await page.getByRole('button', { name: '恢复此版本' }).count(), 0);
  await close();
});
