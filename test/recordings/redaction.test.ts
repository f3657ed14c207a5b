import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { AgentId } from '../../src/acd/model.ts';
import { decode } from '../../src/recordings/encoder.ts';
import { verifyVault } from '../../src/recordings/keeping.ts';
import { type RecordingId, recordingOf } from '../../src/recordings/model.ts';
import { Redactor } from '../../src/recordings/redaction.ts';
import { createRedactionStore } from '../../src/recordings/redaction-store.ts';
import { callId, noon } from '../store/samples.ts';
import { keptHouse } from './kept-house.ts';
import {
  freshPlace,
  gathered,
  heardIn,
  intakeOf,
  openPlace,
  type Place,
  pieces,
  toneIn,
  tones,
} from './place.ts';

/** How loud the citizen is in a stretch of a recording, from and to in ms. */
const voice = (raw: Buffer, from: number, to: number, hz = 350): number =>
  toneIn(raw.subarray(from * 32, to * 32), 0, hz);

async function redactable(t: Test) {
  const house = await keptHouse(t, 1, 4_900);
  const id = house.ids[0] as RecordingId;
  const cookies = new Map<string, string>();
  const as = async (who: string): Promise<string> => {
    const cookie = cookies.get(who) ?? (await house.signedIn(who));
    cookies.set(who, cookie);
    return cookie;
  };
  const redact = async (who: string, fromMs: number, toMs: number) =>
    house.say(await as(who), 'POST', `/recordings/${id}/redactions`, {
      fromMs,
      toMs,
      reason: 'an identity number',
    });
  const played = async (who: string): Promise<Buffer> => {
    const asked = await house.play(await as(who), id, { purpose: 'complaint', note: 'to look into it' });
    const { link } = asked.json<{ link: string }>();
    return gathered(decode(pieces((await house.get(await as(who), link)).rawPayload)));
  };
  const keys = (): unknown => house.db.prepare('SELECT count(*) FROM vault_keys').pluck().get();
  return { ...house, id, as, redact, played, keys };
}

t.test('what a custodian redacts is silent from then on, and nobody hears it meanwhile', async (t) => {
  const { id, as, redact, played, audit, listening, archive, findings, recordings, say } =
    await redactable(t);
  const before = recordings.read(id);
  const asked = await redact('custodian', 1_000, 2_500);
  t.equal(asked.statusCode, 201);
  t.match(asked.json(), { fromMs: 1_000, toMs: 2_500, by: 'custodian', doneAt: null });
  t.match(audit.newest(1)[0], {
    ...{ actor: 'custodian', action: 'recording.redact', target: `${id} 1000-2500`, outcome: 'done' },
    why: 'an identity number',
  });
  t.equal(await listening(await as('leader'), id), 'H12_BEING_REDACTED');
  await archive.redactor.run();
  const raw = await played('leader');
  t.ok(voice(raw, 1_100, 2_400) < 0.002, 'silent');
  t.ok(voice(raw, 0, 900) > 0.15 && voice(raw, 2_600, 4_900) > 0.15, 'and as it was before and after');
  const after = recordings.read(id);
  t.match(after, { state: 'kept', durationMs: before?.durationMs, alarm: null });
  t.ok((after?.measures?.silenceShare ?? 0) > 0.25, 'its measures tell nothing of what was there');
  t.same(await findings(), []);
  const list = await say(await as('leader'), 'GET', `/recordings/${id}/redactions`);
  t.match(list.json(), [{ fromMs: 1_000, toMs: 2_500, reason: 'an identity number', doneAt: Number }]);
});

t.test('the original is heard only when one person asks and another agrees', async (t) => {
  const { id, as, redact, say, archive, findings, keys } = await redactable(t);
  const wish = { how: 'original', purpose: 'evidence', reason: 'a court asks', recipient: '中级人民法院' };
  const ask = async (who: string) => say(await as(who), 'POST', `/recordings/${id}/requests`, wish);
  t.match((await ask('custodian')).json(), { code: 'H12_NO_ORIGINAL' });
  await redact('custodian', 1_000, 2_500);
  await archive.redactor.run();
  await redact('keeper', 3_000, 4_000);
  await archive.redactor.run();
  t.equal(keys(), 2, 'one for what is heard, one for the original, none for what was between');
  t.same(await findings(), []);
  const { no } = (await ask('custodian')).json<{ no: string }>();
  const decide = async (who: string) =>
    say(await as(who), 'POST', `/recording-requests/${no}/decision`, {
      granted: true,
      word: 'as the law says',
    });
  const copy = async () => say(await as('custodian'), 'GET', `/recording-requests/${no}/copy`);
  t.match((await copy()).json(), { code: 'H12_NOT_APPROVED' });
  t.match((await decide('custodian')).json(), { code: 'H12_SAME_PERSON' });
  t.match((await ask('leader')).json(), { code: 'H12_RECORDING_NOT_FOR_ROLE' });
  t.equal((await decide('keeper')).statusCode, 200);
  const sound = await gathered(decode(pieces((await copy()).rawPayload)));
  const lead = 14 * 120 + 300;
  t.ok(voice(sound, lead + 1_100, lead + 2_400) > 0.15, 'what was silenced is there');
});

t.test('both silences are in it, whichever was asked first', async (t) => {
  const { redact, archive, played } = await redactable(t);
  await redact('custodian', 3_000, 4_000);
  await redact('keeper', 500, 1_500);
  await archive.redactor.run();
  const raw = await played('leader');
  t.ok(voice(raw, 600, 1_400) < 0.002 && voice(raw, 3_100, 3_900) < 0.002);
  t.ok(voice(raw, 1_700, 2_900) > 0.15);
});

t.test('who may not, and what is no stretch of it, changes nothing', async (t) => {
  const { redact, audit, id, archive, db, as, say } = await redactable(t);
  for (const who of ['leader', 'agent1', 'office', 'watcher'])
    t.match((await redact(who, 0, 100)).json(), { status: 403, code: 'H12_FORBIDDEN' }, who);
  t.match(audit.newest(1)[0], { actor: 'watcher', outcome: 'H12_FORBIDDEN' });
  for (const [from, to] of [
    [100, 100],
    [200, 100],
    [60_000, 61_000],
  ] as const)
    t.match((await redact('custodian', from, to)).json(), { status: 400, code: 'H12_BAD_SPAN' });
  t.match(audit.newest(1)[0], { action: 'recording.redact', outcome: 'H12_BAD_SPAN' });
  t.match(
    (
      await say(await as('custodian'), 'POST', '/recordings/R1.1/redactions', {
        fromMs: 0,
        toMs: 1,
        reason: 'xx',
      })
    ).json(),
    {
      code: 'H12_NO_SUCH_RECORDING',
    },
  );
  t.same(archive.redactions.of(id), []);
  db.exec("UPDATE recordings SET state = 'destroyed'");
  t.match((await redact('custodian', 0, 100)).json(), { code: 'H12_RECORDING_NOT_KEPT' });
});

t.test('destroying it destroys the original with it', async (t) => {
  const { redact, archive, id, clock, keys, root, recordings } = await redactable(t);
  await redact('custodian', 1_000, 2_000);
  await archive.redactor.run();
  const files = (): number =>
    readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
  t.equal(files(), 2);
  await redact('custodian', 3_000, 3_500);
  archive.custody.destroy(id, clock.at, () => undefined);
  await archive.redactor.run();
  await archive.retirement.run();
  t.equal(recordings.read(id)?.state, 'destroyed', 'what was being redacted does not come back');
  t.same([files(), keys(), archive.redactions.waiting()], [0, 0, []]);
});

async function findings(place: Place): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { text } of verifyVault(place)) found.push(text);
  return found;
}

t.test('killed at any step, the next start does it again, and nothing is lost or left', async (t) => {
  const id = recordingOf(callId(1));
  for (const step of ['page', 'sealed', 'noting', 'noted']) {
    const place = freshPlace(t);
    writeFileSync(join(place.spool, '1763978815.1.raw'), tones(2_500));
    const intake = intakeOf(place);
    await intake.resume();
    await intake.idle();
    const span = { fromMs: 1_000, toMs: 1_500, reason: 'x', by: 'custodian' as AgentId, at: noon };
    createRedactionStore(place.db).add(id, span);
    const script = join(import.meta.dirname, 'redact-and-die.ts');
    const died = spawnSync(process.execPath, ['--import=tsx', script, place.dir, step], { encoding: 'utf8' });
    t.equal(died.signal, 'SIGKILL', `${step}: ${died.stderr}`);
    const again = openPlace(place.dir);
    const store = createRedactionStore(again.db);
    const redactor = new Redactor({
      ...{ store, recordings: again.store, vault: again.vault, recordingsDir: again.root },
      ...{ audit: (entry) => again.audit.add(entry), now: () => noon, log: pino({ level: 'silent' }) },
    });
    await redactor.run();
    t.same(store.waiting(), [], step);
    const raw = await heardIn(again, id);
    t.ok(toneIn(raw.subarray(1_100 * 32, 1_400 * 32), 0, 400) < 0.002, `${step}: silent`);
    t.ok(toneIn(raw.subarray(0, 900 * 32), 0, 400) > 0.15);
    t.same(await findings(again), [], step);
    t.ok(existsSync(join(again.root, store.original(id)?.file ?? 'none')), 'the original is there');
    const files = readdirSync(again.root, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    t.equal(files.length, 2, 'and nothing else');
    t.equal(again.db.prepare('SELECT count(*) FROM vault_keys').pluck().get(), 2);
    again.db.close();
    place.db.close();
  }
});
