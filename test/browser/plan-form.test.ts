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
    {},
  ],
  hours: { office: { weekly: { mon: ['08:00-12:00', '14:00-18:00'] }, closed: { to: 'duty' } } },
  queues: { general: { overflow: { to: 'tax', waitMs: 60_000 } }, tax: {}, duty: {} },
};

const partsOf = (page: Page) => page.getByRole('navigation', { name: '方案的各部分' });

t.test('what is filled in the form is what the server has', async (t) => {
  const { page, complaints, saved, close } = await draftedAt(browser, house, { document, as: 'form' });
  const parts = partsOf(page);
  await parts.getByRole('button', { name: 'general', exact: true }).click();
  const general = page.getByRole('region', { name: 'general', exact: true });
  // Times are typed in seconds; what is not said shows what holds.
  t.equal(await general.getByLabel('等待超过').inputValue(), '60');
  t.equal(await general.getByLabel('最长等待').getAttribute('placeholder'), '默认：300 秒');
  await general.getByLabel('等待超过').fill('90.5');
  await general.getByLabel('最长等待').fill('9999');
  await general.getByText('应在 1 秒 到 3600 秒 之间。').waitFor();
  await general.getByLabel('最长等待').fill('soon');
  await general.getByText('请填写整数。').waitFor();
  await general.getByLabel('最长等待').fill('240');
  await general.getByLabel('派席策略').selectOption('齐振');
  await general.getByLabel('回电登记', { exact: true }).selectOption('单独设置');
  await general.getByLabel('添加技能要求').fill('dialect');
  await page.keyboard.press('Enter');
  await parts.getByRole('button', { name: '12345', exact: true }).click();
  await page.getByLabel('添加按键').selectOption('3');
  await page.getByLabel('按键 3 队列').selectOption('duty');
  await page.getByRole('button', { name: '添加被叫号码' }).click();
  await page.getByLabel('被叫号码 2', { exact: true }).fill('88880000');
  await page.getByRole('button', { name: '上移被叫号码 2' }).click();
  await page.getByLabel('添加开场播报 语音').selectOption('greeting');
  await parts.getByRole('button', { name: 'office', exact: true }).click();
  await page.getByLabel('周一 第 2 段 到（含）').fill('1730');
  await page.getByRole('button', { name: '周一的时段用于周二至周五' }).click();
  await page.getByRole('button', { name: '删除 周五 第 1 段' }).click();
  await page.getByRole('button', { name: '添加特殊日期' }).click();
  await page.getByLabel('从', { exact: true }).fill('2026-10-01');
  await page.keyboard.press('Control+s');
  await page.getByText('已保存。').waitFor();
  const spans = ['08:00-12:00', '14:00-17:30'];
  t.match(await saved(), {
    entries: [
      {
        numbers: ['88880000', '12345'],
        greeting: ['greeting'],
        menu: { options: { 1: 'tax', 2: { queue: 'general', priority: 2 }, 3: 'duty' } },
      },
      {},
    ],
    hours: {
      office: {
        weekly: { mon: spans, tue: spans, wed: spans, thu: spans, fri: ['14:00-17:30'] },
        special: [{ from: '2026-10-01' }],
      },
    },
    queues: {
      general: {
        overflow: { to: 'tax', waitMs: 90_500 },
        maxWaitMs: 240_000,
        strategy: 'ringAll',
        callBack: { key: '1', afterMs: 30_000, everyMs: 30_000 },
        skills: { dialect: 1 },
      },
    },
  });
  t.same(complaints, []);
  await close();
});

t.test('a queue is added, renamed wherever it is named, and removed', async (t) => {
  const { page, saved, close } = await draftedAt(browser, house, { document, as: 'form' });
  const parts = partsOf(page);
  await parts.getByRole('button', { name: 'tax', exact: true }).click();
  const name = page.getByLabel('代号', { exact: true });
  await name.fill('duty');
  await page.getByText('已有同名的。').waitFor();
  await name.fill('tax-2026');
  await name.press('Enter');
  await page.getByRole('region', { name: 'tax-2026' }).waitFor();
  await parts.getByRole('button', { name: '添加队列' }).click();
  await page.getByRole('region', { name: 'queue-1' }).waitFor();
  await parts.getByRole('button', { name: '其他号码' }).click();
  await page.getByRole('button', { name: '上移', exact: true }).click();
  await page.getByRole('button', { name: '删除 其他号码' }).click();
  await page.getByRole('button', { name: '确认删除' }).click();
  await page.keyboard.press('Control+s');
  await page.getByText('已保存。').waitFor();
  t.strictSame(await saved(), {
    ...document,
    entries: [
      {
        ...document.entries[0],
        menu: { prompts: ['menu'], options: { '1': 'tax-2026', '2': { queue: 'general', priority: 2 } } },
      },
    ],
    queues: {
      general: { overflow: { to: 'tax-2026', waitMs: 60_000 } },
      'tax-2026': {},
      duty: {},
      'queue-1': {},
    },
  });
  await close();
});

t.test(
  'form and text are one: nothing is lost between them, and broken text leads to its place',
  async (t) => {
    const { page, complaints, close } = await draftedAt(browser, house, { document, as: 'form' });
    await page.getByLabel('方案版本名').fill('winter');
    const form = page.getByRole('tab', { name: '表单' });
    await form.focus();
    await page.keyboard.press('End');
    t.match(page.url(), /as=text/);
    const text = page.getByLabel('方案（JSON）');
    t.match(JSON.parse(await text.inputValue()), { ...document, version: 'winter' });
    await text.fill('{\n  "version": "spring",\n  oops\n}');
    await page.getByRole('tab', { name: '文本' }).press('Home');
    await page.getByText('文本第 3 行不是有效的 JSON').waitFor();
    await page.getByRole('button', { name: '去文本中修改' }).click();
    t.equal(
      await text.evaluate((area) => {
        const { value, selectionStart } = area as unknown as { value: string; selectionStart: number };
        return value.slice(selectionStart).slice(0, 4);
      }),
      'oops',
    );
    await text.fill('[]');
    await form.click();
    await page.getByText('文本不是一个方案').waitFor();
    await page.getByRole('tab', { name: '文本' }).click();
    await text.fill('{ "version": "spring" }');
    await form.click();
    t.equal(await page.getByLabel('方案版本名').inputValue(), 'spring');
    // It is still there when the page is loaded anew, unsaved.
    await page.reload();
    t.equal(await page.getByLabel('方案版本名').inputValue(), 'spring');
    t.same(complaints, []);
    await close();
  },
);

t.test('a finding stands beside its field and leads to it', async (t) => {
  const wrong = {
    ...document,
    queues: { ...document.queues, tax: { maxWaitMs: 5, overflow: { to: 'nowhere' } } },
  };
  const { page, close } = await draftedAt(browser, house, { document: wrong, as: 'form' });
  await page.getByRole('button', { name: '检查', exact: true }).click();
  await page.getByRole('button', { name: '定位到 /queues/tax/maxWaitMs' }).press('Enter');
  const tax = page.getByRole('region', { name: 'tax', exact: true });
  await tax.waitFor();
  t.equal(await page.locator(':focus').getAttribute('aria-label'), '最长等待');
  t.equal(await tax.locator('[data-at="/queues/tax/maxWaitMs"] .pf-found').count(), 1);
  t.equal(await tax.getByLabel('转到队列').inputValue(), '"nowhere"');
  await close();
});

t.test('the form speaks English', async (t) => {
  const { page, complaints, close } = await draftedAt(browser, house, {
    document,
    as: 'form',
    language: 'en',
  });
  await page
    .getByRole('navigation', { name: 'Parts of the plan' })
    .getByRole('button', { name: 'general' })
    .click();
  t.equal(await page.getByLabel('Longest wait').getAttribute('placeholder'), 'default: 300 s');
  t.equal(
    await page
      .getByText(/[\u4e00-\u9fff]/)
      .filter({ visible: true })
      .and(page.locator('.pf *'))
      .count(),
    0,
  );
  t.same(complaints, []);
  await close();
});
