import t from 'tap';
import type { AgentId } from '../../src/acd/model.ts';
import type { CallerEntryId } from '../../src/callers/model.ts';
import { createCallerStore } from '../../src/callers/store.ts';
import type { CallId, Language, PhoneNumber, PromptName } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import { type Screen, startChromium } from './chromium.ts';
import { startDeskHouse } from './desk-house.ts';
import { signedInAt } from './signed-in.ts';

const browser = await startChromium();
const house = await startDeskHouse({
  languages: {
    prompts: ['choose-language' as PromptName],
    options: { '1': 'zh-CN' as Language, '2': 'yue' as Language },
    numbers: [],
    skills: {},
    limitMs: 60_000,
    default: 'zh-CN' as Language,
  },
  standing: { kind: 'vip', entry: 1 as CallerEntryId, calls: null },
});
createCallerStore(house.db).add({
  number: '13901232211' as PhoneNumber,
  kind: 'vip',
  reason: '独居老人，行动不便',
  madeBy: 'routing' as AgentId,
  madeAt: epochMs(Date.now()),
  expiresAt: null,
});
t.teardown(async () => {
  await browser.close();
  await house.close();
});
t.afterEach(() => house.clear());

/** A caller who is on a list, and presses 2 for Cantonese. */
async function callIn(seat: string): Promise<CallId> {
  house.ready(seat);
  const call = house.arrive('13901232211');
  await house.until(() => house.call(call)?.phase === 'menu');
  house.switch.press(call, '2');
  await house.until(() => house.call(call)?.phase === 'offering');
  return call;
}

const bar = ({ page }: Screen) => page.getByRole('region', { name: /通话栏|Call bar/ });

t.test(
  'an agent sees the language and the list while it rings, through the talk and after a reload',
  async (t) => {
    house.sitDown('agent1', '8001');
    const call = await callIn('8001');
    const screen = await signedInAt(browser, house, ['agent1', '/#/desk']);
    const { page, complaints } = screen;
    await bar(screen).getByText('来电语言：粤语', { exact: true }).waitFor();
    await bar(screen).getByText('优先', { exact: true }).waitFor();
    const card = page.getByRole('region', { name: '来电人' });
    await card.getByText('粤语', { exact: true }).waitFor();
    t.equal(await page.getByText('独居老人，行动不便').count(), 0, 'an agent reads no lists');
    await page.getByText(/^来电：139 0123 2211，来电语言 粤语，来电人 优先$/).waitFor();
    house.pickUp(call);
    await bar(screen).getByText('通话中', { exact: true }).first().waitFor();
    await bar(screen).getByText('来电语言：粤语', { exact: true }).waitFor();
    house.callerHangsUp(call);
    await bar(screen).getByText('话后整理', { exact: true }).first().waitFor();
    await page.reload();
    await page.getByRole('region', { name: '刚结束的来电' }).getByText('粤语', { exact: true }).waitFor();
    t.same(complaints, []);
    await screen.close();
  },
);

t.test('the same in English', async (t) => {
  house.sitDown('agent1', '8001');
  const call = await callIn('8001');
  const screen = await signedInAt(browser, house, ['agent1', '/#/desk']);
  const { page, complaints } = screen;
  await page.getByRole('button', { name: 'English' }).click();
  await bar(screen).getByText('Language: Cantonese', { exact: true }).waitFor();
  await bar(screen).getByText('Priority', { exact: true }).waitFor();
  house.pickUp(call);
  await bar(screen).getByText('Talking', { exact: true }).first().waitFor();
  await bar(screen).getByText('Language: Cantonese', { exact: true }).waitFor();
  t.same(complaints, []);
  await screen.close();
});

t.test('a shift leader is told why, at the own desk and in the list of live calls', async (t) => {
  house.sitDown('leader', '8001');
  await callIn('8001');
  const screen = await signedInAt(browser, house, ['leader', '/#/desk']);
  const { page, complaints } = screen;
  await page.getByRole('region', { name: '来电人' }).getByText('独居老人，行动不便').waitFor();
  await page.goto('/#/live');
  const row = page.getByRole('row', { name: /139 0123 2211/ });
  await row.getByText('来电语言：粤语', { exact: true }).waitFor();
  t.equal(await row.getByTitle('独居老人，行动不便').textContent(), '优先');
  t.same(complaints, []);
  await screen.close();
});
