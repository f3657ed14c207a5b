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
t.afterEach(() => house.clear());

const signedIn = (username: string, path = '/'): Promise<Screen> =>
  signedInAt(browser, house, [username, path]);

const row = (page: Page, name: RegExp) => page.getByRole('row', { name });
const choose = async (page: Page, of: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `操作 ${of}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

t.test(
  'a shift leader makes a seat ready and not ready, and signs it out, which is asked once more',
  async (t) => {
    house.sitDown('agent1', '8001');
    const { page, complaints, close } = await signedIn('leader', '/#/live');
    await row(page, /8001/).waitFor();
    await choose(page, '8001', '就绪');
    await row(page, /8001 话务员 陈静 就绪/).waitFor();
    await choose(page, '8001', '示忙 · 培训');
    await row(page, /8001 话务员 陈静 培训/).waitFor();
    t.match(house.seat('8001').doing, { state: 'notReady', reason: 'training' });
    await page.getByRole('button', { name: '操作 8001' }).click();
    await page.getByRole('menuitem', { name: '签出座席' }).click();
    await page.getByRole('menuitem', { name: '确认签出' }).click();
    await house.until(() => house.seat('8001').agent === null);
    t.same(complaints, []);
    await close();
  },
);

t.test('in a call it takes effect afterwards, and the menu says so', async (t) => {
  house.sitDown('agent1', '8001');
  house.ready('8001');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  const { page, close } = await signedIn('leader', '/#/live');
  await choose(page, '8001', '示忙 · 会议（通话后）');
  await house.until(() => {
    const { doing } = house.seat('8001');
    return doing.state === 'talking' && doing.after.state === 'notReady';
  });
  t.equal(house.call(call)?.phase, 'talking');
  const { ticketNo = '' } = house.call(call) ?? {};
  await page.getByRole('button', { name: `操作 ${ticketNo}` }).click();
  await page.getByRole('menuitem', { name: '挂断' }).click();
  t.equal(house.call(call)?.phase, 'talking', 'asked once more');
  await page.getByRole('menuitem', { name: '确认挂断' }).click();
  await house.until(() => house.call(call) === undefined);
  await close();
});

t.test(
  'skills and queues of an agent: set with the keyboard, in force at once, still there after a reload',
  async (t) => {
    house.sitDown('agent1', '8001');
    const { page, complaints, close } = await signedIn('leader', '/#/agents');
    await page.getByRole('button', { name: '话务员 陈静' }).click();
    await page.getByLabel('添加技能').fill('hakka');
    await page.getByRole('button', { name: '添加' }).click();
    await page.getByLabel('hakka 等级（1 至 10）').selectOption('8');
    await page.getByLabel('服务指定的队列').check();
    await page.getByLabel('综合受理', { exact: true }).check();
    await page.getByLabel('综合受理 梯队').fill('2');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存，立即生效。').waitFor();
    t.match(house.seat('8001'), {
      skills: [{ skill: 'hakka', level: 8 }],
      places: [{ queue: 'general', tier: 2 }],
    });
    await page.reload();
    await row(page, /陈静 8001 hakka 8 综合受理/).waitFor();
    t.equal(await page.getByLabel('综合受理 梯队').inputValue(), '2');
    t.same(complaints, []);
    await close();
  },
);

t.test('an agent sees seats and calls without these menus, and no place for skills', async (t) => {
  house.sitDown('agent2', '8002');
  const { page, close } = await signedIn('agent1', '/#/live');
  await row(page, /8002/).waitFor();
  t.equal(await page.getByRole('button', { name: /^操作/ }).count(), 0);
  t.equal(await page.getByRole('link', { name: '技能队列' }).count(), 0);
  await close();
});

t.test('a shift leader listens, whispers and takes a call over; the agent is told who listens', async (t) => {
  const screen = await signedIn('leader', '/#/live');
  const { page, complaints, close } = screen;
  house.sitDown('agent1', '8001');
  const agent = await signedIn('agent1', '/');
  house.ready('8001');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  const { ticketNo = '' } = house.call(call) ?? {};
  await page.getByRole('button', { name: `操作 ${ticketNo}` }).click();
  t.equal(
    await page.getByRole('menuitem', { name: '旁听' }).getAttribute('title'),
    '请先签入座席：您的话机会振铃',
  );
  await page.keyboard.press('Escape');
  house.sitDown('leader', '8005');
  const bar = page.getByRole('region', { name: '通话栏' });
  await bar.getByText('当前不接收来电').waitFor();
  await choose(page, ticketNo, '旁听');
  await bar.getByText('您的话机正在振铃，摘机后开始').waitFor();
  const { doing } = house.seat('8005');
  if (doing.state !== 'talking') throw new Error('the phone of the leader does not ring');
  house.switch.answer(doing.leg);
  await agent.page.getByText('班长 何敏 旁听中').waitFor();
  t.equal(await bar.getByRole('button', { name: '挂断' }).getAttribute('aria-disabled'), 'true');
  await bar.getByRole('button', { name: '耳语' }).click();
  await house.until(() => house.call(call)?.supervision?.mode === 'whisper');
  await bar.getByRole('button', { name: '接管' }).click();
  await bar.getByRole('button', { name: '确认接管' }).click();
  await house.until(() => {
    const now = house.call(call);
    return now?.phase === 'talking' && now.talk.seat === '8005';
  });
  await bar.getByRole('list', { name: '通话各方' }).getByText('我 8005').waitFor();
  t.same([...complaints, ...agent.complaints], []);
  await agent.close();
  await close();
});
