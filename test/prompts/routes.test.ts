import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { password, running } from '../http/running.ts';
import { strength, tone } from './sounds.ts';

async function withRouting(t: Test) {
  const house = await running(t);
  const { people, ask, signedIn, soundsDir } = house;
  await people.create({
    username: 'routing',
    displayName: '何路由',
    roles: ['routingAdministrator'],
    password,
  });
  const cookie = await signedIn('routing');
  const post = (path: string, payload?: object) =>
    ask(cookie, { method: 'POST', url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) });
  const upload = (path: string, payload: Buffer, type = 'application/octet-stream') =>
    ask(cookie, { method: 'POST', url: `/api/v1${path}`, payload, headers: { 'content-type': type } });
  const get = (path: string) => ask(cookie, { method: 'GET', url: `/api/v1${path}` });
  const remove = (path: string) => ask(cookie, { method: 'DELETE', url: `/api/v1${path}` });
  const folder = join(soundsDir, 'zh', 'hotline');
  mkdirSync(folder, { recursive: true });
  return { ...house, cookie, post, upload, get, remove, folder };
}

t.test('an upload is made, heard, put in force and seen by others', async (t) => {
  const { post, upload, get, folder, ask, signedIn, audit } = await withRouting(t);
  const made = await upload(`/prompts/greeting/upload?text=${encodeURIComponent('您好')}`, tone(900));
  t.match(made.json(), { n: 1, origin: 'uploaded', text: '您好', by: '何路由', inForce: false });
  const sound = await get('/prompts/greeting/versions/1/sound');
  t.match(sound.headers, {
    'content-type': 'audio/wav',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });
  t.ok(strength(sound.rawPayload, 900) > 0.5);
  t.match((await post('/prompts/greeting/versions/1/use')).json(), { inForce: { n: 1 } });
  t.same(readFileSync(join(folder, 'greeting.wav')), sound.rawPayload);
  t.match(audit.newest(1), [{ actor: 'routing', action: 'prompt.use', target: 'greeting 1' }]);
  const leader = await signedIn('leader');
  const seen = await ask(leader, { method: 'GET', url: '/api/v1/prompts' });
  t.match(
    seen.json<{ name: string }[]>().find(({ name }) => name === 'greeting'),
    { playable: true, inForce: { n: 1 }, usedIn: [{ where: 'plan' }] },
  );
  const denied = await ask(leader, { method: 'POST', url: '/api/v1/prompts/greeting/versions/1/use' });
  t.equal(denied.statusCode, 403, 'who hears them does not change them');
});

t.test('names, texts and bodies that are none are refused', async (t) => {
  const { post, upload, get } = await withRouting(t);
  for (const name of ['..%2f..%2fetc', 'Greeting', 'a'.repeat(65), '-x', 'x.wav', '%E9%97%AE', 'x%00'])
    for (const what of ['speak', 'upload'])
      t.equal((await post(`/prompts/${name}/${what}`, { text: 'x' })).statusCode, 400, `${name} ${what}`);
  for (const text of ['', ' \n ', '长'.repeat(501)])
    t.match((await post('/prompts/x/speak', { text })).json(), { code: 'H12_INVALID' });
  t.match((await upload('/prompts/x/upload', Buffer.from('x'), 'audio/wav')).json(), {
    code: 'H12_MEDIA_TYPE',
  });
  t.match((await upload('/prompts/x/upload', Buffer.alloc(10_485_761))).json(), {
    code: 'H12_BODY_TOO_LARGE',
  });
  t.match((await upload('/prompts/x/upload', Buffer.from('no sound'))).json(), {
    status: 415,
    code: 'H12_SOUND_TYPE',
  });
  t.match((await post('/prompts/x/upload')).json(), { code: 'H12_SOUND_TYPE' });
  t.equal((await get('/prompts/x')).statusCode, 404, 'nothing was made');
});

t.test('more than two sounds are not made at once', async (t) => {
  const { post } = await withRouting(t);
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) => post(`/prompts/${name}/speak`, { text: '您好' })),
  );
  const codes = answers.map(({ statusCode }) => statusCode).toSorted();
  t.same(codes, [200, 200, 503, 503]);
  t.match(
    answers.find(({ statusCode }) => statusCode === 503)?.headers,
    { 'retry-after': '2' },
    'and it is said when to try again',
  );
});

t.test('what the plan names or the hotline needs stays; a file put there by hand can go', async (t) => {
  const { remove, folder } = await withRouting(t);
  writeFileSync(join(folder, 'by-hand.wav'), tone(500));
  t.match((await remove('/prompts/greeting')).json(), { status: 409, code: 'H12_PROMPT_IN_USE' });
  t.equal((await remove('/prompts/by-hand')).statusCode, 204);
  t.match((await remove('/prompts/by-hand')).json(), { code: 'H12_NO_SUCH_PROMPT' });
});
