import t from 'tap';
import { strength, tone } from '../prompts/sounds.ts';
import type { Screen } from './chromium.ts';
import { signedInAt, startScreens } from './signed-in.ts';

const { browser, house } = await startScreens(t);

const signedIn = (username: string, path = '/#/prompts'): Promise<Screen> =>
  signedInAt(browser, house, [username, path]);

t.test('an administrator uploads a greeting, hears it and puts it in force', async (t) => {
  const { page, complaints, close } = await signedIn('routing');
  await page.getByRole('button', { name: '查看 greeting' }).press('Enter');
  const card = page.getByRole('region', { name: '语音提示 greeting' });
  await card.getByText('使用位置').waitFor();
  await card.getByLabel('内容（合成时朗读，最多 500 字）').fill('新的问候语');
  await card
    .getByLabel('上传录音')
    .setInputFiles({ name: 'x.flac', mimeType: 'audio/flac', buffer: tone(800, 1, 'flac') });
  const version = card.getByRole('row', { name: '版本 1' });
  await version.getByText('新的问候语').waitFor();
  const sound = await page.request.get(
    `${house.address}${(await version.getByLabel('试听版本 1').getAttribute('src')) ?? ''}`,
  );
  t.ok(strength(await sound.body(), 800) > 0.5, 'what the player plays');
  await version.getByRole('button', { name: '启用' }).click();
  await version.getByRole('button', { name: '确认启用版本 1' }).click();
  await card.getByText('版本 1 已启用').waitFor();
  await version.getByText('使用中').waitFor();
  await page
    .getByRole('row', { name: /^查看 greeting 新的问候语/ })
    .getByText('上传')
    .waitFor();
  t.match(house.lastAudit(), { action: 'prompt.use', target: 'greeting 1' });
  t.same(complaints, []);
  await close();
});

t.test('a text is spoken; what is refused leaves what was typed, also on another page', async (t) => {
  const { page, close } = await signedIn('routing');
  await page.getByRole('button', { name: '新建语音提示' }).click();
  const form = page.getByRole('form', { name: '新建语音提示' });
  const words = form.getByLabel('内容（合成时朗读，最多 500 字）');
  await form.getByLabel('名称（小写字母、数字、-）').fill('typhoon');
  await words.fill('台风期间，请注意安全。');
  await form
    .getByLabel('上传录音')
    .setInputFiles({ name: 'x.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound') });
  await form.getByRole('alert').getByText('只接受 WAV、FLAC、Ogg Vorbis').waitFor();
  await page.getByRole('link', { name: '报表', exact: true }).click();
  await page.getByRole('link', { name: '语音提示' }).click();
  await page.getByRole('button', { name: '新建语音提示' }).click();
  t.equal(await words.inputValue(), '台风期间，请注意安全。');
  await form.getByRole('button', { name: '合成试听稿' }).click();
  const card = page.getByRole('region', { name: '语音提示 typhoon' });
  await card.getByRole('row', { name: '版本 1' }).getByText('合成').waitFor();
  await card.getByRole('button', { name: '删除此提示' }).click();
  await card.getByRole('button', { name: '确认删除此提示' }).click();
  await page.getByRole('button', { name: '查看 typhoon' }).waitFor({ state: 'detached' });
  await close();
});

t.test('a prompt in another language is made beside the usual one', async (t) => {
  const { page, complaints, close } = await signedIn('routing');
  await page.getByLabel('语言', { exact: true }).selectOption('yue');
  await page
    .getByRole('row', { name: /^查看 greeting/ })
    .getByText('播放普通话')
    .waitFor();
  await page.getByRole('button', { name: '查看 greeting' }).press('Enter');
  const card = page.getByRole('region', { name: '语音提示 greeting · yue' });
  await card.getByLabel('内容（合成时朗读，最多 500 字）').fill('你好，呢度系一二三四五。');
  await card.getByRole('button', { name: '合成试听稿' }).click();
  const version = card.getByRole('row', { name: '版本 1' });
  await version.getByRole('button', { name: '启用' }).click();
  await version.getByRole('button', { name: '确认启用版本 1' }).click();
  await card.getByText('版本 1 已启用').waitFor();
  t.match(house.lastAudit(), { action: 'prompt.use', target: 'yue/greeting 1' });
  t.same(complaints, []);
  await close();
});

t.test('who only listens changes nothing; an agent has no place for it', async (t) => {
  const leader = await signedIn('leader', '/#/prompts?name=greeting');
  await leader.page.getByRole('region', { name: '语音提示 greeting' }).getByText('使用位置').waitFor();
  t.equal(await leader.page.getByRole('button', { name: '启用' }).count(), 0);
  t.equal(await leader.page.getByRole('button', { name: '新建语音提示' }).count(), 0);
  await leader.close();
  const agent = await signedIn('agent3', '/');
  t.equal(await agent.page.getByRole('link', { name: '语音提示' }).count(), 0);
  await agent.close();
});
