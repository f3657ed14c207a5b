import type { Page } from 'playwright-core';
import t from 'tap';
import { draftedAt } from './plan-drafted.ts';
import { startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const document = {
  queue: 'general',
  entries: [
    {
      numbers: ['12345'],
      hours: 'office',
      menu: { prompts: ['menu'], options: { '1': 'tax', '2': { queue: 'general', priority: 2 } } },
    },
    { menu: null },
  ],
  hours: {
    office: {
      weekly: { mon: ['08:00-12:00', '14:00-18:00'] },
      closed: { to: 'duty' },
      special: [{ from: '2026-10-01', until: '2026-10-07' }],
    },
  },
  queues: { general: { overflow: { to: 'tax', waitMs: 60_000 } }, tax: {}, duty: {}, idle: {} },
};

const stop = (page: Page, name: string | RegExp) =>
  page.getByRole('group', { name: '来电流程图' }).getByRole('button', { name });
const focused = (page: Page): Promise<string | null> => page.locator(':focus').getAttribute('data-node');

t.test('the ways are walked, opened and left by keys alone', async (t) => {
  const { page, complaints, close } = await draftedAt(browser, house, { document, as: 'form' });
  await page.getByRole('tab', { name: '表单' }).press('ArrowRight');
  t.match(page.url(), /as=flow/);
  const walked: (string | null)[] = [];
  while ((await focused(page)) === null) await page.keyboard.press('Tab');
  for (const key of [
    'ArrowRight',
    'ArrowRight',
    'ArrowRight',
    'ArrowLeft',
    'ArrowLeft',
    'ArrowLeft',
    'ArrowDown',
    'ArrowUp',
    'ArrowUp',
  ]) {
    walked.push(await focused(page));
    await page.keyboard.press(key);
  }
  t.strictSame(walked.slice(0, 3), ['numbers:0', 'entry:0', 'hours:0']);
  t.strictSame(walked.slice(4, 7), ['hours:0', 'entry:0', 'numbers:0']);
  await stop(page, /^office/).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: '服务时间 office' });
  await panel.waitFor();
  t.equal(await page.locator('aside:focus').count(), 1, 'the panel has the focus');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  t.equal(await focused(page), 'hours:0', 'back where it was opened');
  await page.keyboard.press('Space');
  await panel.waitFor();
  await stop(page, /^office/).press('Escape');
  await panel.waitFor({ state: 'detached' });
  t.same(complaints, []);
  await close();
});

t.test('a step is led elsewhere, by choice and by drawing its end', async (t) => {
  const { page, complaints, saved, close } = await draftedAt(browser, house, { document, as: 'flow' });
  await stop(page, /^按键菜单/).click();
  t.equal(await page.locator('.flow-line.lit').count(), 3, 'the steps of what is open are lit');
  await page.getByLabel('按 1 转到').selectOption('duty');
  await page.getByLabel('按 2 转到').selectOption('tax');
  await page.getByRole('button', { name: '添加菜单按键' }).click();
  await page.getByLabel('按 3 转到').selectOption('idle');
  await page.getByRole('complementary').getByRole('button', { name: '关闭' }).click();
  const grip = page.locator('[data-edge="entry:1>goes:>queue:general"] .flow-grip');
  const from = await grip.boundingBox();
  const to = await stop(page, /^duty/).boundingBox();
  if (from === null || to === null) throw new Error('nothing is drawn');
  await page.mouse.move(from.x + 3, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 4 });
  await page.mouse.up();
  await page.locator('[data-edge="entry:1>goes:>queue:duty"]').waitFor({ state: 'attached' });
  await page.keyboard.press('Control+s');
  await page.getByText('已保存。').waitFor();
  const [first, second] = document.entries;
  t.strictSame(await saved(), {
    ...document,
    entries: [
      {
        ...first,
        menu: {
          prompts: ['menu'],
          options: { '1': 'duty', '2': { queue: 'tax', priority: 2 }, '3': 'idle' },
        },
      },
      { ...second, queue: 'duty' },
    ],
  });
  t.same(complaints, []);
  await close();
});

t.test('entries, queues, menus and overflows are added', async (t) => {
  const { page, saved, close } = await draftedAt(browser, house, { document, as: 'flow' });
  await page.getByRole('button', { name: '添加队列' }).click();
  const queue = page.getByRole('complementary', { name: '队列 queue-1' });
  await queue.getByRole('button', { name: '添加溢出' }).click();
  await queue.getByLabel('溢出 转到').selectOption('duty');
  await page.getByRole('button', { name: '添加入口' }).click();
  const entry = page.getByRole('complementary', { name: '入口', exact: true });
  await entry.getByRole('button', { name: '添加按键菜单' }).click();
  await stop(page, /^按键菜单/)
    .nth(1)
    .waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('已保存。').waitFor();
  t.match(await saved(), {
    entries: [{}, {}, { menu: { options: { '1': 'general' } } }],
    queues: { 'queue-1': { overflow: { to: 'duty', waitMs: 60_000 } } },
  });
  await close();
});

t.test(
  'the question for the language is a stop before the greeting: added, opened and filled in',
  async (t) => {
    const { page, complaints, saved, close } = await draftedAt(browser, house, { document, as: 'flow' });
    await stop(page, '入口，开场播报 2 段').first().click();
    const entry = page.getByRole('complementary', { name: '入口', exact: true });
    await entry.getByRole('button', { name: '添加语言选择' }).click();
    await stop(page, '入口，选语言后播报 2 段').focus();
    await page.keyboard.press('ArrowRight');
    t.equal(await focused(page), 'languages:0');
    await page.keyboard.press('ArrowRight');
    t.equal(await focused(page), 'hours:0');
    await stop(page, '语言选择，1 种语言').click();
    await page.getByRole('complementary', { name: '语言选择' }).getByLabel('等待按键').fill('9');
    await page.keyboard.press('Control+s');
    await page.getByText('已保存。').waitFor();
    t.match(await saved(), { entries: [{ languages: { options: { '1': 'zh-CN' }, limitMs: 9_000 } }, {}] });
    t.same(complaints, []);
    await close();
  },
);

t.test('what is doubtful is marked, and a finding leads to its stop and its field', async (t) => {
  const round = {
    ...document,
    queues: {
      ...document.queues,
      tax: { overflow: { to: 'general' }, maxWaitMs: 60_000 },
      duty: { maxOffers: 5, overflow: { to: 'gone' } },
    },
  };
  const { page, complaints, close } = await draftedAt(browser, house, { document: round, as: 'flow' });
  await stop(page, 'idle，队列，没有来电会到这里').waitFor();
  await stop(page, 'tax，队列，溢出或值班成环').waitFor();
  await stop(page, 'gone，队列 · 不存在').waitFor();
  await page.getByRole('button', { name: '检查', exact: true }).click();
  await page.getByRole('button', { name: '定位到 /queues/duty/overflow/to' }).press('Enter');
  await page.getByRole('complementary', { name: '队列 duty' }).waitFor();
  t.equal(await page.locator(':focus').getAttribute('aria-label'), '转到队列');
  await stop(page, /^duty，队列，检查发现 1 处/).waitFor();
  t.equal(await page.locator('[data-node="queue:duty"].alarm').count(), 1);
  t.same(complaints, []);
  await close();
});

t.test(
  'text that cannot be read says so; fifty entries and fifty queues stay usable, in English too',
  async (t) => {
    const names = Array.from({ length: 50 }, (_, n) => `q-${String(n)}`);
    const big = {
      hours: document.hours,
      queues: { ...Object.fromEntries(names.map((name) => [name, {}])), duty: {} },
      entries: names.map((name, n) => ({
        ...{ numbers: [String(12_000 + n)], hours: 'office', queue: name },
        menu: { prompts: ['menu'], options: { '1': name, '2': names[(n * 7) % 50] } },
      })),
    };
    const { page, complaints, close } = await draftedAt(browser, house, {
      document: big,
      as: 'flow',
      language: 'en',
    });
    const ways = page.getByRole('group', { name: 'The ways of calls' });
    await ways.getByRole('button', { name: '12049, Numbers' }).waitFor();
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    const [drawing, room] = await Promise.all([
      page.locator('.flow-drawing').boundingBox(),
      ways.boundingBox(),
    ]);
    t.ok((drawing?.width ?? Infinity) <= (room?.width ?? 0) + 2, 'all of its width is seen');
    await ways.getByRole('button', { name: 'q-49, Queue' }).click();
    await page.getByLabel('Longest wait').fill('120');
    t.equal(await page.getByLabel('Longest wait').inputValue(), '120');
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByLabel('Plan (JSON)').fill('{');
    await page.getByRole('tab', { name: 'Flow' }).click();
    await page.getByText('Line 1 of the text is not valid JSON').waitFor();
    t.same(complaints, []);
    await close();
  },
);
