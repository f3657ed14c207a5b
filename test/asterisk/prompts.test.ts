import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { strength, tone } from '../prompts/sounds.ts';
import { signInAt } from './api.ts';
import { toneSpan } from './audio.ts';
import { accountOf, type CallRecord, startHotline } from './hotline.ts';
import { promptHz } from './private-asterisk.ts';
import { startCallers } from './sipp.ts';

/** Like nothing else in these calls. */
const newHz = 700;

/** Whoever calls hears the greeting, and then that nobody is here. */
const heard = ({ sound }: CallRecord) => ({
  old: toneSpan(sound.right, promptHz('greeting')),
  new: toneSpan(sound.right, newHz),
  farewell: toneSpan(sound.right, promptHz('no-seat')),
});

t.test(
  'a greeting is put in force while a caller hears the one before: the next caller hears it',
  async (t) => {
    const promptMs = 4_000;
    const hotline = await startHotline(t, { plan: { greeting: ['greeting'] }, asterisk: { promptMs } });
    const { address } = hotline.daemon();
    const { cookie, post } = await signInAt(address, accountOf(hotline, 'routing'));
    const headers = { cookie, 'x-h12-request': '1', 'content-type': 'application/octet-stream' };
    const url = `${address}/api/v1/prompts/greeting/upload`;
    const made = await fetch(url, { method: 'POST', headers, body: new Uint8Array(tone(newHz, 2, 'flac')) });
    t.match(await made.json(), { n: 1, inForce: false });

    await startCallers({ asterisk: hotline.asterisk.sip });
    await hotline.callIn('greeting');
    t.equal((await post('/prompts/greeting/versions/1/use')).status, 200);
    t.ok(await hotline.callIn('greeting'), 'in the middle of the first greeting');
    const file = join(hotline.asterisk.runDir, 'sounds', 'zh', 'hotline', 'greeting.wav');
    t.ok(strength(readFileSync(file), newHz) > 0.5, 'the file is the new one already');
    await hotline.ended();
    await startCallers({ asterisk: hotline.asterisk.sip });
    const [first, second] = await hotline.ended(2);
    if (first === undefined || second === undefined) throw new Error('two calls expected');

    const before = heard(first);
    t.ok((before.old?.toMs ?? 0) - (before.old?.fromMs ?? 0) > promptMs - 300, 'heard to its end');
    t.equal(before.new, null, 'and nothing of the other');
    t.ok(before.farewell, 'the call went on');
    const after = heard(second);
    t.ok((after.new?.toMs ?? 0) - (after.new?.fromMs ?? 0) > 1_700, 'the next caller hears the new one');
    t.equal(after.old, null);
    t.ok(after.farewell);

    t.equal((await post('/prompts/greeting/versions/0/use')).status, 200);
    await startCallers({ asterisk: hotline.asterisk.sip });
    const third = (await hotline.ended(3)).at(-1);
    t.ok(third !== undefined && heard(third).old !== null, 'and the first one back again');
  },
);
