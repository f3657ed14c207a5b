import type { Page } from 'playwright-core';
import t from 'tap';
import { type CallId, legId } from '../../src/calls/model.ts';
import { desksAnywhere, plainRoutes } from '../../src/emergency/choose.ts';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const routes = plainRoutes({
  '110': ['PJSIP/110@trunk'],
  '119': ['PJSIP/119@trunk'],
  '120': ['PJSIP/120@trunk'],
});
const house = await startDeskHouse({ wrapUpMs: 60_000, emergency: desksAnywhere(routes) });
t.teardown(async () => {
  await browser.close();
  await house.close();
});
t.afterEach(() => house.clear());

const bar = (page: Page) => page.getByRole('region', { name: '通话栏' });
const act = (page: Page, name: string) => bar(page).getByRole('button', { name });
const chips = (page: Page) => bar(page).getByRole('list', { name: '通话各方' });
const chip = (page: Page, name: string) => chips(page).getByRole('listitem').filter({ hasText: name });

/** An agent in a talk with a citizen. */
async function talk(from = '13901232211'): Promise<Screen & { readonly call: CallId }> {
  const screen = await openScreen(browser, house.address);
  const { page } = screen;
  await page.getByLabel('用户名').fill('agent1');
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '签入 8001 用桌上话机' }).click();
  await page.getByRole('heading', { name: '我的座席 8001' }).waitFor();
  await page.keyboard.press('F9');
  await bar(page).getByText('空闲', { exact: true }).waitFor();
  const call = house.arrive(from);
  await house.until(() => house.call(call)?.legs.at(-1)?.state === 'ringing');
  house.pickUp(call);
  await bar(page).getByText('通话中', { exact: true }).waitFor();
  return { ...screen, call };
}

const phaseOf = (call: CallId) => house.call(call)?.phase;
const until = (call: CallId, phase: string) => house.until(() => phaseOf(call) === phase);

t.test(
  'one press puts through to 110: the desk answers, the three talk, the agent leaves them',
  async (t) => {
    const { page, complaints, close, call } = await talk();
    await act(page, '110').click();
    await bar(page).getByText('2 秒后转接 110 公安').waitFor();
    t.equal(phaseOf(call), 'talking', 'nobody is rung as long as it can be taken back');
    await until(call, 'emergency');
    await bar(page)
      .getByText(/正在呼叫 110/)
      .waitFor();
    t.equal(await act(page, '挂断').getAttribute('aria-disabled'), 'true', 'nobody hangs up on this citizen');
    house.switch.answerParty(legId(call, 'party', 1));
    await chip(page, '110').waitFor();
    t.equal(phaseOf(call), 'conference');
    await chip(page, '来电人').waitFor();
    await chip(page, '我 8001').getByRole('button', { name: '离开，让他们继续' }).click();
    await bar(page).getByText('话后整理', { exact: true }).waitFor();
    t.equal(phaseOf(call), 'conference', 'citizen and police go on talking');
    t.same(complaints, []);
    await close();
  },
);

t.test('a press is taken back by the same press, and by Esc; nobody was rung', async (t) => {
  const { page, close, call } = await talk();
  await act(page, '120').click();
  await bar(page).getByText('2 秒后转接 120').waitFor();
  await act(page, '120').click();
  await bar(page).getByText('已撤销，没有转接 120').waitFor();
  await page.keyboard.press('Shift+F3');
  await bar(page).getByText('2 秒后转接 119').waitFor();
  t.equal(await act(page, '119').getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  await bar(page).getByText('已撤销，没有转接 119').waitFor();
  await page.keyboard.press('F3');
  await act(page, '恢复').waitFor();
  t.notOk(
    house.call(call)?.legs.some(({ role }) => role === 'party'),
    'nobody was rung',
  );
  await close();
});

t.test(
  'no desk answers: the agent is told at once which number to read out, and what was tried',
  async (t) => {
    const { page, close, call } = await talk();
    await page.keyboard.press('Shift+F2');
    await until(call, 'emergency');
    house.switch.refuseParty(legId(call, 'party', 1), 17);
    const told = bar(page).getByRole('alert');
    await told.getByText('110 的所有线路都没有接通').waitFor();
    await told.getByText('请您挂机后直接拨打 110').waitFor();
    await told.getByText(/110：忙或拒接/).waitFor();
    t.equal(phaseOf(call), 'talking', 'agent and citizen are together all the while');
    await told.getByRole('button', { name: '知道了' }).click();
    await told.waitFor({ state: 'detached' });
    await close();
  },
);

t.test('the citizen hangs up within the two seconds: nobody is rung', async (t) => {
  const { page, close, call } = await talk();
  await act(page, '110').click();
  house.callerHangsUp(call);
  await bar(page).getByText('通话已结束，没有转接').waitFor();
  t.equal(await act(page, '110').getAttribute('aria-disabled'), 'true');
  await close();
});

t.test('an emergency is sent though the network is away for a moment', async () => {
  const { page, close, call } = await talk();
  house.network('away');
  await page.getByText(/秒后重连/).waitFor();
  await act(page, '110').click();
  await bar(page).getByText('正在转接 110').waitFor();
  house.network('back');
  await until(call, 'emergency');
  await close();
});

t.test('hold and resume, mute and unmute: seen in the bar, done in the call', async (t) => {
  const { page, complaints, close, call } = await talk();
  await page.keyboard.press('F3');
  await chip(page, '来电人').getByText('等候音乐').waitFor();
  t.match(house.call(call), { phase: 'conference', seatIn: 'aside' });
  await page.keyboard.press('F3');
  await until(call, 'talking');
  await page.keyboard.press('F2');
  await chip(page, '我 8001').getByText('已静音').waitFor();
  t.equal(await act(page, '静音').first().getAttribute('aria-pressed'), 'true');
  t.match(house.call(call), { muted: [legId(call, 'seat', 1)] });
  await page.keyboard.press('F2');
  await until(call, 'talking');
  t.same(complaints, []);
  await close();
});

t.test('the police are muted and sent away, which is asked once more', async () => {
  const { page, close, call } = await talk();
  await page.keyboard.press('Shift+F2');
  await until(call, 'emergency');
  const police = legId(call, 'party', 1);
  house.switch.answerParty(police);
  await chip(page, '110').getByRole('button', { name: '静音 110' }).click();
  await chip(page, '110').getByText('已静音').waitFor();
  await chip(page, '110').getByRole('button', { name: '请 110 离开' }).click();
  await chip(page, '110').getByText('确认离开').click();
  await until(call, 'talking');
  await close();
});

t.test(
  'what the bar holds keeps its place from the talk to the wrap-up; wrap-up is made longer',
  async (t) => {
    const { page, close, call } = await talk();
    const names = [
      '接听',
      '拒接',
      '保持',
      '110 公安',
      '119 消防',
      '120 急救',
      '挂断',
      '延长整理',
      '完成整理',
    ];
    const places = () => Promise.all(names.map((name) => act(page, name).boundingBox()));
    const before = await places();
    await page.keyboard.press('Shift+F2');
    await until(call, 'emergency');
    t.same(await places(), before, 'in an emergency');
    house.switch.answerParty(legId(call, 'party', 1));
    await chip(page, '110').waitFor();
    t.same(await places(), before, 'in a conference');
    house.callerHangsUp(call);
    await bar(page).getByText('话后整理', { exact: true }).waitFor();
    t.same(await places(), before, 'in the wrap-up');
    const untilAt = () => {
      const { doing } = house.seat('8001');
      return doing.state === 'wrapUp' ? doing.until : 0;
    };
    const ends = untilAt();
    await act(page, '延长整理').click();
    await house.until(() => untilAt() > ends);
    t.ok(untilAt() > ends);
    await close();
  },
);
