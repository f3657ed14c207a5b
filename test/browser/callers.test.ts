import t from 'tap';
import type { Screen } from './chromium.ts';
import { signedInAt, startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const signedIn = (username: string, path = '/#/callers'): Promise<Screen> =>
  signedInAt(browser, house, [username, path]);

t.test(
  'a number is put on a list by keyboard, looked at again and removed; what was typed outlives another page',
  async (t) => {
    const { page, complaints, close } = await signedIn('routing');
    await page.getByRole('button', { name: '添加号码' }).press('Enter');
    const form = page.getByRole('form', { name: '添加号码' });
    await form.getByLabel('号码').fill('+86 139-0000-1111');
    await form.getByLabel('原因').fill('多次辱骂话务员');
    await page.getByRole('link', { name: '语音提示' }).click();
    await page.getByRole('link', { name: '来电名单' }).click();
    await page.getByRole('button', { name: '添加号码' }).click();
    t.equal(await form.getByLabel('原因').inputValue(), '多次辱骂话务员');
    await form.getByLabel('名单').selectOption('拦截');
    await form.getByLabel('到期').fill('');
    await form.getByLabel('到期').press('Enter');
    t.equal(await page.getByRole('row', { name: /139 0000 1111/ }).count(), 0, 'not without an end');
    await form.getByLabel('到期').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
    await form.getByLabel('原因').press('Enter');
    const row = page.getByRole('row', { name: /139 0000 1111/ });
    await row.getByText('生效中').waitFor();
    t.match(house.lastAudit(), { action: 'callers.add', target: '1', why: '多次辱骂话务员' });
    await page.getByRole('button', { name: '查看 139 0000 1111' }).click();
    const card = page.getByRole('region', { name: '名单条目 139 0000 1111' });
    await card.getByText('还没有来电按此条处理。').waitFor();
    await card.getByRole('button', { name: '移出名单' }).press('Enter');
    t.equal(await card.getByRole('button', { name: '确认移出名单' }).count(), 0, 'not without a reason');
    await card.getByLabel('原因').fill('仍在骚扰');
    await card.getByLabel('到期').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
    await card.getByRole('button', { name: '改到期时间' }).click();
    await card.getByText('复核记录').waitFor();
    t.match(house.lastAudit(), { action: 'callers.review', why: '仍在骚扰' });
    await card.getByLabel('原因').fill('已道歉');
    await card.getByRole('button', { name: '移出名单' }).click();
    await card.getByRole('button', { name: '确认移出名单' }).click();
    await row.getByText('已移出').waitFor();
    await page.getByRole('combobox', { name: '状态' }).selectOption('生效中');
    await page.getByText('名单为空。').waitFor();
    t.same(complaints, []);
    await close();
  },
);

t.test('what is refused is said, and what was typed stays', async (t) => {
  const { page, close } = await signedIn('routing');
  await page.getByRole('button', { name: '添加号码' }).click();
  const form = page.getByRole('form', { name: '添加号码' });
  await form.getByLabel('号码').fill('110');
  await form.getByLabel('原因').fill('误操作');
  await form.getByRole('button', { name: '加入名单' }).click();
  await form.getByRole('alert').getByText('紧急服务和热线自身的号码不能拦截或限制').waitFor();
  t.equal(await form.getByLabel('号码').inputValue(), '110');
  await close();
});

t.test('an agent reports the own call, the routing administrator decides, a leader only looks', async (t) => {
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const call = house.arrive('13900002222');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  const agent = await signedIn('agent1', `/#/calls/${call}`);
  const report = agent.page.getByRole('form', { name: '上报骚扰来电' });
  await report.getByLabel('骚扰情况').fill('连续辱骂');
  await report.getByRole('button', { name: '上报' }).click();
  await report.getByText('已上报，等待处理。').waitFor();
  t.equal(await agent.page.getByRole('link', { name: '来电名单' }).count(), 0);
  await agent.close();
  const leader = await signedIn('leader');
  await leader.page.getByRole('region', { name: '骚扰上报' }).getByText('连续辱骂').waitFor();
  t.equal(await leader.page.getByRole('button', { name: '限制该号码' }).count(), 0);
  t.equal(await leader.page.getByRole('button', { name: '添加号码' }).count(), 0);
  await leader.close();
  const router = await signedIn('routing');
  const proposals = router.page.getByRole('region', { name: '骚扰上报' });
  await proposals.getByLabel('对 139 0000 2222 的处理意见').fill('核实后限制一周');
  await proposals.getByRole('button', { name: '限制该号码' }).click();
  await proposals.getByRole('button', { name: '确认限制该号码' }).click();
  await router.page.getByRole('row', { name: /139 0000 2222.*限制.*核实后限制一周/ }).waitFor();
  await proposals.getByText('没有待处理的上报。').waitFor();
  await router.close();
  house.clear();
});
