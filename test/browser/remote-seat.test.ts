import type { Page } from 'playwright-core';
import t from 'tap';
import { legId } from '../../src/calls/model.ts';
import { eventually } from '../asterisk/hotline.ts';
import { only } from './asking.ts';
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

const signedIn = (username: string, path = '/#/remote'): Promise<Screen> =>
  signedInAt(browser, house, [username, path]);

const calls = (page: Page) => page.getByRole('region', { name: '热线来电' });

t.test('who calls and about which ticket is shown before it is answered, to this unit alone', async (t) => {
  const clerk = await signedIn('rsj1');
  const other = await signedIn('cgj1');
  await calls(clerk.page).getByText('此刻没有来电').waitFor();
  house.sitDown('agent1', '8001');
  const agent = await signedIn('agent1', '/');
  house.ready('8001');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  await agent.page.getByText('通话中', { exact: true }).first().waitFor();
  await agent.page.keyboard.press('F4');
  await agent.page.getByLabel('单位名称、拼音首字母、事项、座席').fill('rsj');
  await only(agent.page, '市人力资源和社会保障局');
  await agent.page.keyboard.press('Enter');

  const rings = calls(clerk.page).getByRole('region', { name: '人社局 窗口 正在振铃' });
  await rings.getByText('139 0123 2211').waitFor();
  await rings.getByText(house.call(call)?.ticketNo ?? 'none').waitFor();
  await rings.getByText('话务员 陈静').waitFor();
  await eventually(
    'the title tells who calls',
    async () => (await clerk.page.title()).includes('139 0123 2211') || null,
  );
  await calls(other.page).getByText('此刻没有来电').waitFor();

  house.switch.answerParty(legId(call, 'party', 1));
  await calls(clerk.page).getByText('市民此刻听不到你们的谈话。').waitFor();
  await agent.page.getByRole('button', { name: '带入三方' }).click();
  await calls(clerk.page).getByText('市民正在听，请当场答复。').waitFor();
  house.callerHangsUp(call);
  await calls(clerk.page).getByText('此刻没有来电').waitFor();
  t.same([...clerk.complaints, ...other.complaints, ...agent.complaints], []);
  await Promise.all([clerk, other, agent].map(({ close }) => close()));
});

t.test(
  'a clerk signs in at a remote seat, and agents can ask for it; signs out, and they cannot',
  async (t) => {
    const { page, complaints, close } = await signedIn('rsj1');
    const expert = page.getByRole('region', { name: '人社局 专家' });
    await expert.getByText('未签到，不会振铃').waitFor();
    await page.getByRole('region', { name: '人社局 窗口' }).getByText('始终可呼').waitFor();
    await expert.getByRole('button', { name: '签到' }).click();
    await expert.getByText('已签到，热线可以呼叫这里。').waitFor();
    await expert.getByText(/在席/).waitFor();
    await expert.getByRole('button', { name: '签退' }).click();
    await expert.getByText('未签到，不会振铃').waitFor();
    t.same(complaints, []);
    await close();
  },
);
