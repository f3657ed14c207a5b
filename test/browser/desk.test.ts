import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { type DeskHouse, password, startDeskHouse } from './desk-house.ts';

const browser = await startChromium();
const house = await startDeskHouse({ wrapUpMs: 3_000 });
t.teardown(async () => {
  await browser.close();
  await house.close();
});

// A test that failed must not be the failure of the next.
t.afterEach(() => house.clear());

async function signIn(page: Page, username: string, word = password): Promise<void> {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(word);
  await page.getByRole('button', { name: '登录' }).click();
}

/** An agent at a seat. */
async function sitDown(agent: string, seat: string): Promise<Screen> {
  const screen = await openScreen(browser, house.address);
  await signIn(screen.page, agent);
  await screen.page.getByRole('button', { name: `签入 ${seat} 用桌上话机` }).click();
  await screen.page.getByRole('heading', { name: `我的座席 ${seat}` }).waitFor();
  return screen;
}

const bar = (page: Page) => page.getByRole('region', { name: '通话栏' });
const act = (page: Page, name: string) => bar(page).getByRole('button', { name });
/** Waits for the word of the bar's state. */
const says = (page: Page, word: string) => bar(page).getByText(word, { exact: true }).first().waitFor();
const isDimmed = async (page: Page, name: string): Promise<boolean> =>
  (await act(page, name).getAttribute('aria-disabled')) === 'true';

async function leave(
  t: Test,
  { page, complaints, close }: Screen,
  house: DeskHouse,
  seat: string,
): Promise<void> {
  t.same(complaints, [], 'the browser has nothing to complain of');
  await page.getByRole('button', { name: '签出座席' }).click();
  await page.getByRole('region', { name: '选择座席' }).waitFor();
  t.equal(house.seat(seat).agent, null);
  await close();
}

t.test('a wrong password is told where it was typed, and the name is still there', async (t) => {
  const { page, complaints, close } = await openScreen(browser, house.address);
  await signIn(page, 'agent6', 'wrong password');
  await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
  t.equal(await page.getByLabel('用户名').inputValue(), 'agent6');
  t.equal(await page.getByLabel('密码').inputValue(), '');
  await page.reload();
  t.equal(await page.getByLabel('用户名').inputValue(), 'agent6', 'through a reload, too');
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: '选择座席' }).waitFor();
  t.same(complaints, []);
  await close();
});

t.test('a call from the ring to the end of the wrap-up', async (t) => {
  const screen = await sitDown('agent1', '8001');
  const { page } = screen;
  await says(page, '未就绪');
  await page.keyboard.press('F9');
  await says(page, '空闲');
  const places = await Promise.all(['完成整理', '拒接', '挂断'].map((name) => act(page, name).boundingBox()));

  const call = house.arrive('13901232211');
  await says(page, '来电振铃');
  await bar(page).getByText('139 0123 2211', { exact: true }).waitFor();
  t.ok(await isDimmed(page, '挂断'), 'a ringing call cannot be hung up by mistake');
  t.equal(await act(page, '挂断').getAttribute('title'), '通话接通后才能挂断');
  await page.keyboard.press('F8');
  await bar(page).getByText('通话接通后才能挂断').waitFor();
  t.equal(house.call(call)?.phase, 'offering', 'F8 too early does no harm');

  house.pickUp(call);
  await says(page, '通话中');
  t.notOk(await isDimmed(page, '挂断'));
  t.same(
    await Promise.all(['完成整理', '拒接', '挂断'].map((name) => act(page, name).boundingBox())),
    places,
    'nothing has moved',
  );
  await page.getByText('8001 应答，开始通话').waitFor();
  await page.keyboard.press('Escape');
  t.equal(house.call(call)?.phase, 'talking', 'Esc touches no call');

  await page.keyboard.press('F8');
  await says(page, '话后整理');
  await bar(page).getByText('139 0123 2211', { exact: true }).waitFor();
  await page.reload();
  await bar(page).getByText('139 0123 2211', { exact: true }).waitFor();
  await says(page, '空闲');
  t.equal(house.seat('8001').doing.state, 'ready', 'ready again when the time is up');
  await leave(t, screen, house, '8001');
});

t.test('wrap-up is finished by its button before its time', async (t) => {
  const screen = await sitDown('agent1', '8001');
  await screen.page.keyboard.press('F9');
  await says(screen.page, '空闲');
  const call = house.arrive('13901232212');
  await says(screen.page, '来电振铃');
  house.pickUp(call);
  await says(screen.page, '通话中');
  await screen.page.getByRole('button', { name: '用餐' }).click();
  house.callerHangsUp(call);
  await act(screen.page, '完成整理').click();
  await says(screen.page, '未就绪');
  t.match(house.seat('8001').doing, { state: 'notReady', reason: 'meal' }, 'as chosen during the talk');
  await leave(t, screen, house, '8001');
});

t.test('a declined call leaves the seat not ready, with the reason and what to do', async (t) => {
  const screen = await sitDown('agent2', '8002');
  await screen.page.keyboard.press('F9');
  await says(screen.page, '空闲');
  const call = house.arrive(null);
  await says(screen.page, '来电振铃');
  await bar(screen.page).getByText('未显示号码', { exact: true }).first().waitFor();
  await act(screen.page, '拒接').click();
  await screen.page.getByText('您拒接了刚才的来电').waitFor();
  house.callerHangsUp(call);
  await leave(t, screen, house, '8002');
});

t.test('a seat that somebody took, and a phone that is gone, say so', async (t) => {
  const first = await sitDown('agent1', '8001');
  const second = await openScreen(browser, house.address);
  await signIn(second.page, 'agent2');
  const taken = second.page.getByRole('button', { name: '签入 8001 用桌上话机' });
  await second.page.getByText('话务员 陈静 正在使用').waitFor();
  t.equal(await taken.getAttribute('title'), '该座席已有人签入');
  house.switch.phone(house.seat('8001').id, 'unreachable');
  await first.page.getByText('话机离线，无法接听来电').waitFor();
  t.equal(
    await first.page.getByRole('button', { name: '就绪' }).last().getAttribute('title'),
    '话机离线，恢复后才能就绪',
  );
  house.switch.phone(house.seat('8001').id, 'reachable');
  await first.page.getByText('话机在线').waitFor();
  t.same(second.complaints, []);
  await second.close();
  await leave(t, first, house, '8001');
});

t.test('a cut connection is told, commands wait, and the desk comes back by itself', async (t) => {
  const screen = await sitDown('agent3', '8003');
  const { page } = screen;
  await page.keyboard.press('F9');
  await says(page, '空闲');
  house.network('away');
  await page.getByText(/秒后重连/).waitFor();
  t.equal(
    await page.getByRole('button', { name: '小休' }).getAttribute('title'),
    '与服务器的连接中断，恢复后可用',
  );
  const call = house.arrive('13901232213');
  house.network('back');
  await says(page, '来电振铃');
  house.callerHangsUp(call);
  await says(page, '空闲');
  await leave(t, screen, house, '8003');
});

t.test('a desk that was cut off goes on where it was, and has missed nothing', async (t) => {
  const { page, close } = await openScreen(browser, house.address);
  const opened: { readonly url: string; readonly first: Promise<string> }[] = [];
  page.on('websocket', (socket) =>
    opened.push({
      url: socket.url(),
      first: socket.waitForEvent('framereceived').then(({ payload }) => String(payload)),
    }),
  );
  await signIn(page, 'agent6');
  await page.getByRole('link', { name: '实时状态' }).click();
  const before = house.arrive('13901230001');
  const row = (ends: string) => page.getByRole('link', { name: ends });
  house.sitDown('agent5', '8005');
  await row('139****0001').waitFor();
  house.network('away');
  await page.getByText(/秒后重连/).waitFor();
  // While nobody tells this desk: one call leaves, another comes, a third comes and leaves.
  house.callerHangsUp(before);
  house.arrive('13901230002');
  house.callerHangsUp(house.arrive('13901230003'));
  house.network('back');
  await page.getByRole('status').getByText('实时').waitFor();
  await row('139****0002').waitFor();
  t.equal(await row('139****0001').count(), 0);
  t.equal(await row('139****0003').count(), 0);
  const [first, ...later] = opened;
  const snapshot = JSON.parse((await first?.first) ?? '') as { type: string; stream: string };
  t.equal(snapshot.type, 'snapshot');
  const again = later.at(-1);
  t.match(again?.url, `stream=${snapshot.stream}&after=`);
  t.match(JSON.parse((await again?.first) ?? ''), { type: 'change', calls: { gone: [before] } });
  await close();
});

t.test('a lost switch is shouted, and its return is seen', async (t) => {
  const screen = await sitDown('agent4', '8004');
  house.switch.connect(false);
  await screen.page.getByRole('alert').getByText('话路中断').waitFor();
  house.switch.connect(true);
  await screen.page.getByRole('status').getByText('实时').waitFor();
  await leave(t, screen, house, '8004');
});

t.test('the language is switched, and remembered', async (t) => {
  const { page, complaints, close } = await openScreen(browser, house.address);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByLabel('User name').fill('agent5');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('region', { name: 'Choose a seat' }).waitFor();
  t.equal(await page.locator('html').getAttribute('lang'), 'en');
  t.same(complaints, []);
  await close();
});

t.test('a session that ended elsewhere leads back to the door, with the reason', async () => {
  const { page, close } = await openScreen(browser, house.address);
  await signIn(page, 'agent6');
  await page.getByRole('region', { name: '选择座席' }).waitFor();
  await page.getByRole('status').getByText('实时').waitFor();
  await page.context().request.delete('/api/v1/session', { headers: { 'x-h12-request': '1' } });
  await page.getByText('登录已失效').waitFor();
  await close();
});
