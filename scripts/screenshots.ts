// Makes the pictures of docs/images/ from the real screens: a morning at the demonstration city's hotline, played in a few seconds.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type CallId, legId } from '../src/calls/model.ts';
import { desksAnywhere, plainRoutes } from '../src/emergency/choose.ts';
import { openScreen, startChromium } from '../test/browser/chromium.ts';
import { type DeskHouse, password, startDeskHouse } from '../test/browser/desk-house.ts';
import { JumpingClock } from '../test/browser/jumping-clock.ts';
import { sent } from '../test/browser/signed-in.ts';

const folder = resolve(import.meta.dirname, '../docs/images');

const clock = new JumpingClock();
const routes = plainRoutes({
  '110': ['PJSIP/110@trunk', 'PJSIP/110@second'],
  '119': ['PJSIP/119@trunk'],
  '120': ['PJSIP/120@trunk'],
});
const house = await startDeskHouse({ wrapUpMs: 30_000, emergency: desksAnywhere(routes) }, clock);
const browser = await startChromium();
mkdirSync(folder, { recursive: true });
try {
  await morning();
  const agent = await desk(browser, 'agent1');
  const call = await rush();
  await agent.getByText('来电振铃', { exact: true }).waitFor();
  await settled(agent, 'desk-offer');
  clock.pass(4);
  house.pickUp(call);
  clock.pass(83);
  await agent.reload();
  await agent.getByText('8001 应答，开始通话').waitFor();
  await settled(agent, 'desk-talk');
  await page('leader', '/', 'live');
  await page('leader', '/#/calls', 'calls');
  await page('leader', '/#/tickets?callBack=true', 'tickets');
  await page('agent1', '/', 'desk-talk-dark', { colorScheme: 'dark' });
  await page('agent1', '/', 'desk-talk-en', { language: 'English' });
  await conference(agent, call);
  await page('leader', '/#/callbacks?id=1', 'call-backs');
  await page('leader', '/#/agents?agent=agent1', 'agents');
  await page('leader', '/#/wallboard', 'wallboard');
  clock.pass(21);
  house.callerHangsUp(call);
  await agent.getByText('话后整理', { exact: true }).first().waitFor();
  await settled(agent, 'desk-wrap-up');
  house.keepRecording(call, 125_000);
  await page('leader', `/#/calls/${call}`, 'call-record');
  await plan();
  await planShapes();
  await callers(call);
  await door();
} finally {
  await browser.close();
  await house.close();
}

/** A unit is asked in and joins; then the police are rung, the first route in vain. */
async function conference(agent: Page, call: CallId): Promise<void> {
  await agent.keyboard.press('F4');
  await agent.getByLabel('单位名称、拼音首字母、事项、座席').fill('rsj');
  await agent.getByRole('listitem').filter({ hasText: '市教育局' }).waitFor({ state: 'detached' });
  await settled(agent, 'invite');
  await agent.keyboard.press('Shift+Enter');
  await agent.getByText('正在呼叫 人社局 窗口').waitFor();
  await page('rsj1', '/#/remote', 'remote-seat');
  house.switch.answerParty(legId(call, 'party', 1));
  clock.pass(38);
  await agent.getByRole('button', { name: '静音 人社局 窗口' }).waitFor();
  await settled(agent, 'conference');
  await agent.keyboard.press('Shift+F2');
  await agent.getByText('2 秒后转接 110').waitFor();
  await settled(agent, 'emergency-undo', 'allow');
  await house.until(() => house.call(call)?.phase === 'emergency');
  house.switch.refuseParty(legId(call, 'party', 2), 17);
  await agent.getByText('110 忙或拒接').waitFor();
  await settled(agent, 'emergency');
  house.switch.answerParty(legId(call, 'party', 3));
  await agent.getByRole('button', { name: /静音 110/ }).waitFor();
}

/** Calls of the last hour: most answered, two that nobody talked to. */
async function morning(): Promise<void> {
  for (const n of [1, 2, 3, 4, 5]) house.sitDown(`agent${String(n)}`, `800${String(n)}`);
  const callers = ['13901230418', '13602219075', '07532251886', '13923006612', '15813377204', '13431865520'];
  for (const [i, from] of callers.entries()) {
    const left = i === 2 || i === 4;
    if (!left) house.ready('8001');
    const id = house.arrive(from);
    clock.pass(9);
    await house.until(() => (left ? house.call(id)?.phase === 'queued' : rings(house, id)));
    clock.pass(left ? 47 : 6);
    if (!left) {
      house.pickUp(id);
      clock.pass(74 + i * 31);
    }
    house.callerHangsUp(id);
    await house.until(() => house.call(id) === undefined);
    if (!left) house.keepRecording(id, 90_000 + i * 31_000);
    house.notReady('8001');
    clock.pass(126);
  }
}

function rings(of: DeskHouse, id: CallId): boolean {
  return of.call(id)?.legs.at(-1)?.state === 'ringing';
}

/** Three seats have a call or its wrap-up; the next caller rings 8001, two more wait. @returns the call that rings 8001 */
async function rush(): Promise<CallId> {
  const talks: CallId[] = [];
  for (const [seat, from] of [
    ['8002', '13502230091'],
    ['8003', '13670815532'],
    ['8004', '07532186650'],
  ] as const) {
    house.ready(seat);
    const id = house.arrive(from);
    await house.until(() => rings(house, id));
    clock.pass(11);
    house.pickUp(id);
    clock.pass(48);
    talks.push(id);
  }
  house.notReady('8005');
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.phase === 'queued');
  clock.pass(8);
  const waiting = house.arrive('15219988307');
  await house.until(() => house.call(waiting)?.phase === 'queued');
  clock.pass(5);
  const hungUp = talks[2];
  if (hungUp !== undefined) house.callerHangsUp(hungUp);
  house.ready('8001');
  await house.until(() => rings(house, call));
  clock.pass(3);
  return call;
}

async function desk(of: Browser, username: string, options: object = {}, path = '/'): Promise<Page> {
  const screen = await openScreen(of, house.address, { ...options, path });
  await screen.page.getByLabel('用户名').fill(username);
  await screen.page.getByLabel('密码').fill(password);
  await screen.page.keyboard.press('Enter');
  await screen.page.getByRole('status').getByText('实时').waitFor();
  return screen.page;
}

/** One picture of one page, seen by somebody. */
async function page(
  username: string,
  path: string,
  name: string,
  { language, ...options }: { readonly language?: string; readonly colorScheme?: 'dark' } = {},
): Promise<void> {
  const shown = await desk(browser, username, options, path);
  if (language !== undefined) await shown.getByRole('button', { name: language }).click();
  await settled(shown, name);
  await shown.context().close();
}

/** A draft of the plan that has been checked: what is wrong stands marked in the text. */
async function plan(): Promise<void> {
  const shown = await desk(browser, 'routing', {}, '/#/plan');
  await shown.getByLabel('草稿名称').fill('秋季分流');
  await shown.keyboard.press('Enter');
  const card = shown.getByRole('region', { name: '编辑草稿 秋季分流' });
  const document = {
    version: 'autumn-1',
    queues: {
      general: { overflow: { to: 'tax', waitMs: 60_000 } },
      tax: { overflow: { to: 'general', length: 20 } },
    },
  };
  const text = card.getByLabel('方案（JSON）');
  await text.fill(JSON.stringify(document, null, 2));
  await text.press('Control+s');
  await card.getByText('已保存。').waitFor();
  await card.getByRole('button', { name: '检查' }).click();
  await card.getByRole('button', { name: '定位到 /queues/tax/overflow/to' }).click();
  await settled(shown, 'plan');
  await shown.context().close();
}

/** A draft that has more ways: as a form, as a graph, and a call tried by it. */
async function planShapes(): Promise<void> {
  const shown = await desk(browser, 'routing', {}, '/#/plan');
  const says = { title: '冬季分流', version: 1, document: winter() };
  const draft = (await sent(shown, 'plan/drafts', says)) as { readonly id: number };
  const address = `/#/plan?draft=${String(draft.id)}`;
  const card = shown.getByRole('region', { name: '编辑草稿 冬季分流' });
  await shown.goto(`${address}&as=form&part=${encodeURIComponent('/queues/general')}`);
  await shown.getByRole('region', { name: 'general', exact: true }).waitFor();
  await pictureFrom(card, 'plan-form');
  await shown.goto(`${address}&as=flow`);
  await shown.getByRole('group', { name: '来电流程图' }).waitFor();
  await pictureFrom(card, 'plan-flow');
  const trial = shown.getByRole('region', { name: '试拨', exact: true });
  await trial.getByLabel('按键').fill('1');
  await trial.getByLabel('例外队列').first().selectOption('tax');
  await trial.getByLabel('按键').press('Enter');
  await trial.getByRole('list', { name: '草稿' }).waitFor();
  await pictureFrom(trial, 'plan-try');
  await shown.context().close();
}

/** A picture of the page from where this begins. */
async function pictureFrom(part: Locator, name: string): Promise<void> {
  await part.evaluate((element) => {
    (element as unknown as { scrollIntoView(): void }).scrollIntoView();
  });
  await settled(part.page(), name);
}

function winter(): object {
  return {
    version: 'winter-1',
    queue: 'general',
    entries: [
      {
        numbers: ['12345'],
        hours: 'office',
        menu: { prompts: ['menu'], options: { '1': 'tax', '2': 'social', '3': { queue: 'english' } } },
      },
      { menu: null, hours: null },
    ],
    hours: {
      office: {
        weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['08:00-18:00']])),
        closed: { to: 'night' },
        special: [{ from: '2027-02-06', until: '2027-02-12' }],
      },
    },
    queues: {
      general: {},
      tax: { overflow: { to: 'general', unstaffed: true, waitMs: 60_000 } },
      social: { overflow: { to: 'general', length: 20 } },
      english: {},
      night: {},
    },
    callers: { vip: { queue: 'general' } },
  };
}

/** Who is on a list, and a call that its agent reports. */
async function callers(call: CallId): Promise<void> {
  const shown = await desk(browser, 'routing', {}, '/#/callers');
  const entries = [
    ['13431865520', 'blocked', '一天内辱骂话务员 6 次，已书面告知', '2026-12-08'],
    ['13602219075', 'restricted', '反复拨打后不说话', '2026-12-01'],
    ['07532186650', 'vip', '市应急指挥中心', null],
  ] as const;
  for (const [number, kind, reason, until] of entries)
    await sent(shown, 'callers', {
      ...{ number, kind, reason },
      expiresAt: until === null ? null : Date.parse(`${until}T00:00:00+08:00`),
    });
  const agent = await desk(browser, 'agent1');
  await sent(agent, `calls/${call}/report-harassment`, { reason: '连续辱骂，拒绝说明诉求' });
  await agent.context().close();
  await shown.reload();
  await shown.getByRole('region', { name: '骚扰上报' }).getByText('连续辱骂').waitFor();
  await settled(shown, 'callers');
  await shown.context().close();
}

async function door(): Promise<void> {
  const { page: shown } = await openScreen(browser, house.address);
  await shown.getByLabel('用户名').fill('agent1');
  await settled(shown, 'sign-in');
}

/** Once nothing is being loaded any more. */
async function settled(
  shown: Page,
  name: string,
  animations: 'disabled' | 'allow' = 'disabled',
): Promise<void> {
  if (animations === 'disabled') await shown.waitForLoadState('networkidle');
  await shown.screenshot({ path: resolve(folder, `${name}.png`), animations });
  process.stdout.write(`${name}.png\n`);
}
