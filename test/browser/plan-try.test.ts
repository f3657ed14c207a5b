import t from 'tap';
import type { Screen } from './chromium.ts';
import { signedInAt, startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const branched = {
  version: 'branched',
  menu: { prompts: ['menu'], options: { '1': 'tax' } },
  queues: { general: {}, tax: { overflow: { to: 'general', unstaffed: true } } },
};

/** The card of a new draft that says this. */
async function draftOf({ page }: Screen, title: string, document: object) {
  await page.getByLabel('草稿名称').fill(title);
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: `编辑草稿 ${title}` });
  await card.getByLabel('方案（JSON）').fill(JSON.stringify(document, null, 2));
  await card.getByText('试拨的是已保存的内容').waitFor();
  await card.getByLabel('方案（JSON）').press('Control+s');
  await card.getByText('已保存。').waitFor();
  return card.getByRole('region', { name: '试拨', exact: true });
}

t.test(
  'a draft is tried beside the plan in force, and the calls of the last days are replayed',
  async (t) => {
    const call = house.arrive('13800138000');
    await house.until(() => house.call(call)?.phase !== 'greeting');
    house.callerHangsUp(call);
    await house.until(() => house.call(call) === undefined);
    const screen = await signedInAt(browser, house, ['routing', '/#/plan']);
    const { page, complaints, close } = screen;
    const card = await draftOf(screen, '分流', branched);
    await card.getByLabel('按键').fill('1');
    await card.getByLabel('例外队列').first().selectOption('tax');
    await card.getByLabel('按键').press('Enter');
    const draft = card.getByRole('list', { name: '草稿' });
    await draft.getByText('按 1：进入 tax').waitFor();
    await draft.getByText('tax 无人签入：溢出到 general').waitFor();
    await card.getByText('去向不同').waitFor();
    const live = card.getByRole('list', { name: '现行' });
    t.equal(await live.getByText('按 1').count(), 0, 'the plan in force has no menu');
    const marked = await draft.locator('[aria-current=step]').textContent();
    t.match(marked ?? '', '播放菜单', 'where the paths part is marked');
    t.match(house.lastAudit(), { action: 'plan.try', target: 'draft 1 r2' });
    await card.getByLabel('按键').fill('7');
    await card.getByRole('button', { name: '试拨' }).press('Enter');
    await draft.getByText('按 7：紧急键，转 110').waitFor();
    await card.getByLabel('最近天数').fill('2');
    await card.getByLabel('最近天数').press('Enter');
    await card.getByText('重放完毕').waitFor();
    await card.getByText('已重放 1 个来电').waitFor();
    t.match(house.lastAudit(), { action: 'plan.replay', target: 'draft 1 r2' });
    // What was filled in is still there after a look at another page.
    await page.getByRole('link', { name: '语音提示' }).click();
    await page.getByRole('link', { name: '路由方案' }).click();
    await page.getByRole('button', { name: '编辑草稿 分流' }).press('Enter');
    t.equal(await card.getByLabel('按键').inputValue(), '7');
    t.same(complaints, []);
    await close();
  },
);

t.test('who names a draft before the versions are listed has it all the same', async (t) => {
  const { page, complaints, close } = await signedInAt(browser, house, ['routing', '/#/live']);
  let list = (): void => undefined;
  const listed = new Promise<void>((resolve) => {
    list = resolve;
  });
  await page.route('**/plan/versions?*', async (route) => {
    await listed;
    await route.continue();
  });
  await page.getByRole('link', { name: '路由方案' }).click();
  await page.getByLabel('草稿名称').fill('抢先');
  await page.keyboard.press('Enter');
  list();
  await page.getByRole('region', { name: '编辑草稿 抢先' }).waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a draft that is no plan says why it cannot be tried', async (t) => {
  const screen = await signedInAt(browser, house, ['routing', '/#/plan']);
  const card = await draftOf(screen, '错误', { entries: [{ queue: 'nowhere' }] });
  await card.getByRole('button', { name: '试拨' }).press('Enter');
  await card.getByText('方案有错误').waitFor();
  t.equal(await card.getByRole('list', { name: '草稿' }).count(), 0);
  await screen.close();
});
