import t from 'tap';
import { tone } from '../prompts/sounds.ts';
import { signInAt } from './api.ts';
import { toneSpan } from './audio.ts';
import { accountOf, type CallRecord, startHotline } from './hotline.ts';
import { promptHz } from './private-asterisk.ts';
import { startCallers } from './sipp.ts';

/** Like nothing else in these calls. */
const yueHz = 700;

const heard = ({ sound }: CallRecord) => ({
  question: toneSpan(sound.right, promptHz('menu')),
  usual: toneSpan(sound.right, promptHz('greeting')),
  yue: toneSpan(sound.right, yueHz),
  farewell: toneSpan(sound.right, promptHz('no-seat')),
});

t.test(
  'who presses 2 hears the greeting in the other language, and the rest, which it has not, in the usual one',
  async (t) => {
    const languages = { prompts: ['menu'], options: { '1': 'zh-CN', '2': 'yue' }, limitMs: 2_000 };
    const hotline = await startHotline(t, { plan: { languages, greeting: ['greeting'] } });
    const { address } = hotline.daemon();
    const { cookie, post } = await signInAt(address, accountOf(hotline, 'routing'));
    const headers = { cookie, 'x-h12-request': '1', 'content-type': 'application/octet-stream' };
    const url = `${address}/api/v1/prompts/greeting/upload?language=yue`;
    const made = await fetch(url, { method: 'POST', headers, body: new Uint8Array(tone(yueHz, 1, 'flac')) });
    t.match(await made.json(), { n: 1, inForce: false });
    t.equal((await post('/prompts/greeting/versions/1/use?language=yue')).status, 200);

    await startCallers({ asterisk: hotline.asterisk.sip, digits: [{ digit: '2', atMs: 1_200 }] });
    await hotline.ended();
    await startCallers({ asterisk: hotline.asterisk.sip });
    const [chose, silent] = await hotline.ended(2);
    if (chose === undefined || silent === undefined) throw new Error('two calls expected');

    const inYue = heard(chose);
    t.ok(inYue.question, 'asked first');
    t.ok((inYue.yue?.fromMs ?? 0) > (inYue.question?.fromMs ?? Number.POSITIVE_INFINITY));
    t.equal(inYue.usual, null, 'and not greeted twice');
    t.ok(inYue.farewell, 'what the language has not is heard in the usual one');
    const usual = heard(silent);
    t.ok(usual.question);
    t.ok((usual.usual?.fromMs ?? 0) > (usual.question?.toMs ?? 0) + 1_500, 'after the time for a key');
    t.equal(usual.yue, null);
    t.ok(usual.farewell);
  },
);
