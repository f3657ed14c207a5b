import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Language, PromptName } from '../../src/calls/ids.ts';
import { soundFor } from '../../src/prompts/folder.ts';
import { password, running } from '../http/running.ts';
import { tone } from './sounds.ts';

async function withRouting(t: Test) {
  const house = await running(t);
  const { people, ask, signedIn, soundsDir } = house;
  const who = { username: 'routing', displayName: '何路由', password };
  await people.create({ ...who, roles: ['routingAdministrator'] });
  const cookie = await signedIn('routing');
  const post = (path: string, payload?: object) =>
    ask(cookie, { method: 'POST', url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) });
  const upload = (path: string, payload: Buffer) => {
    const headers = { 'content-type': 'application/octet-stream' };
    return ask(cookie, { method: 'POST', url: `/api/v1${path}`, payload, headers });
  };
  const get = (path: string) => ask(cookie, { method: 'GET', url: `/api/v1${path}` });
  const remove = (path: string) => ask(cookie, { method: 'DELETE', url: `/api/v1${path}` });
  const folder = join(soundsDir, 'zh', 'hotline');
  mkdirSync(folder, { recursive: true });
  return { ...house, post, upload, get, remove, folder };
}
const yue = 'yue' as Language;
const greeting = 'greeting' as PromptName;

t.test(
  'a language has versions of its own, and Asterisk plays the usual one where it has none',
  async (t) => {
    const { upload, post, get, remove, folder, soundsDir, audit } = await withRouting(t);
    writeFileSync(join(folder, 'greeting.wav'), tone(500));
    const soundOf = soundFor(soundsDir);
    t.equal(soundOf(greeting, yue), 'hotline/greeting');
    const made = await upload('/prompts/greeting/upload?language=yue', tone(900));
    t.match(made.json(), { n: 1, inForce: false });
    t.equal(soundOf(greeting, yue), 'hotline/greeting', 'not before it is in force');
    t.match((await post('/prompts/greeting/versions/1/use?language=yue')).json(), {
      builtIn: false,
      inForce: { n: 1 },
      playable: true,
    });
    t.match(audit.newest(1), [{ action: 'prompt.use', target: 'yue/greeting 1' }]);
    t.equal(soundOf(greeting, yue), 'hotline/yue/greeting');
    t.equal(soundFor(null)(greeting, yue), 'hotline/greeting', 'where nothing is known of the folder');
    const sound = await get('/prompts/greeting/versions/1/sound?language=yue');
    t.same(readFileSync(join(folder, 'yue', 'greeting.wav')), sound.rawPayload);
    t.match((await get('/prompts/greeting')).json(), { inForce: { n: 0 }, versions: [{ n: 0 }] });
    t.equal((await get('/prompts/greeting/versions/1/sound')).statusCode, 404, 'the usual one has none such');
    t.equal(
      (await remove('/prompts/greeting?language=yue')).statusCode,
      204,
      'callers hear the usual one again',
    );
    t.equal(soundOf(greeting, yue), 'hotline/greeting');
  },
);

t.test('a language lists what there is in the usual one; languages are told', async (t) => {
  const { upload, get } = await withRouting(t);
  await upload('/prompts/typhoon/upload?language=ug', tone(900));
  const rows = (await get('/prompts?language=ug')).json<{ name: string }[]>();
  t.match(
    rows.find(({ name }) => name === 'greeting'),
    { inForce: null, text: null, builtIn: false, usedIn: [] },
  );
  t.ok(rows.some(({ name }) => name === 'typhoon'));
  t.match((await get('/prompt-languages')).json(), [
    { language: 'zh-CN', voice: true },
    { language: 'en' },
    { language: 'ug', own: 0, voice: true },
    { language: 'yue' },
  ]);
});

t.test('a draft is spoken by the language’s own voice; without one it is refused', async (t) => {
  const { post, get } = await withRouting(t);
  const text = 'Please hold the line.';
  t.match((await post('/prompts/greeting/speak', { text, language: 'en' })).json(), { n: 1, text });
  t.match((await get('/prompts/greeting?language=en')).json(), { text, versions: [{ origin: 'spoken' }] });
  const none = await post('/prompts/greeting/speak', { text, language: 'bo' });
  t.match(none.json(), { status: 422, code: 'H12_NO_VOICE' });
  for (const language of ['../en', 'EN', 'x', 'zh_CN'])
    t.match((await post('/prompts/greeting/speak', { text, language })).json(), { code: 'H12_INVALID' });
});
