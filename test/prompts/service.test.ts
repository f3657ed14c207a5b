import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { AgentId } from '../../src/acd/model.ts';
import { createAuditStore } from '../../src/audit/store.ts';
import type { Call, PromptName } from '../../src/calls/model.ts';
import type { Refusal } from '../../src/ports/house.ts';
import { soundsFolder } from '../../src/prompts/folder.ts';
import type { PromptVersion } from '../../src/prompts/model.ts';
import { PromptService } from '../../src/prompts/service.ts';
import { type SoundTools, soundTools } from '../../src/prompts/sound-tools.ts';
import { createPromptStore } from '../../src/prompts/store.ts';
import { checkPlan } from '../../src/routing/check.ts';
import type { Document } from '../../src/routing/document.ts';
import { defaultWholePlan, type Plan } from '../../src/routing/model.ts';
import type { DraftId } from '../../src/routing/versions.ts';
import { openPrompts } from '../../src/sounds-place.ts';
import { tx } from '../../src/store/tx.ts';
import { freshStore, noon } from '../store/samples.ts';
import { soxed, strength, tone } from './sounds.ts';

const who = { agent: 'routing' as AgentId, actor: 'routing', address: '192.0.2.1' };
const words = { text: null, note: '', who };
const named = (name: string): PromptName => name as PromptName;
const greeting = named('greeting');

function place(t: Test, { tools, plan = defaultWholePlan }: { tools?: SoundTools; plan?: Plan } = {}) {
  const stores = freshStore(t);
  const { db } = stores;
  const audit = createAuditStore(db);
  const soundsDir = join(t.testdirName, 'sounds');
  const folder = join(soundsDir, 'zh', 'hotline');
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, `${name}.wav`);
  const live: Call[] = [];
  const drafts: { id: DraftId; document: Document }[] = [];
  const errors: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => errors.push(line) });
  const open = (dir: string | null = soundsDir) =>
    openPrompts(
      { soundsDir: dir },
      {
        ...{ db, log, audit: audit.add, now: () => noon },
        routing: { plans: { ahead: () => [plan] }, store: { drafts: () => drafts } },
        house: { calls: () => live },
      },
    );
  const withTools = (some: SoundTools) =>
    new PromptService({
      store: createPromptStore(db),
      tx: (work) => tx(db, work),
      ...{ audit: audit.add, now: () => noon, folder: soundsFolder(soundsDir), tools: some },
      builtIns: new Map(),
      uses: () => new Map(),
    });
  const prompts = tools === undefined ? open() : withTools(tools);
  return { ...stores, audit, prompts, open, file, folder, live, drafts, errors, soundsDir };
}

const made = (version: PromptVersion | Refusal): PromptVersion => {
  if ('code' in version) throw new Error(version.code);
  return version;
};

const tone8k = (hz: number): Buffer =>
  soxed(['-r', '8000', '-c', '1', '-b', '16', '-t', 'wav'], ['synth', '1', 'sine', String(hz)]);

t.test(
  'what set-up made is listed with its text and heard, and is not the database’s business',
  async (t) => {
    const { prompts, file } = place(t);
    writeFileSync(file('greeting'), tone8k(500));
    writeFileSync(file('broken'), 'no sound');
    const all = prompts.list();
    t.match(
      all.find(({ name }) => name === 'greeting'),
      {
        builtIn: true,
        playable: true,
        inForce: { n: 0, origin: 'built', text: /^您好/, ms: 1_000 },
        usedIn: [{ where: 'plan', of: 'default-1', at: '/entries/0/greeting/0' }],
      },
    );
    t.match(prompts.read(named('closed')), { builtIn: true, playable: false, inForce: null });
    t.match(prompts.read(named('broken')), { builtIn: false, playable: false, inForce: { text: null } });
    t.equal(prompts.read(named('nothing')), null);
    t.same(prompts.sound(greeting, 0), readFileSync(file('greeting')));
    t.same(prompts.playable(), new Set(['greeting']));
  },
);

t.test('an upload is heard first, then put in force; the first one can be had back', async (t) => {
  const { prompts, file, audit, folder } = place(t);
  const first = tone8k(500);
  writeFileSync(file('greeting'), first);
  for (const [type, n] of [
    ['wav', 1],
    ['flac', 2],
    ['vorbis', 3],
  ] as const) {
    const version = made(await prompts.upload(greeting, tone(1_300, 1, type), words));
    t.match(version, { n, origin: 'uploaded', by: 'routing', inForce: false }, type);
    t.ok(Math.abs(version.ms - 1_000) < 50);
    const wav = prompts.sound(greeting, n) ?? Buffer.alloc(0);
    t.ok(strength(wav, 1_300) > 0.5, 'as loud as all prompts');
    t.equal(wav.readUInt32LE(24), 8_000);
  }
  t.same(readFileSync(file('greeting')), first, 'nothing has changed for callers');
  t.match(prompts.use(greeting, 2, who), { inForce: { n: 2, origin: 'uploaded' } });
  t.same(readFileSync(file('greeting')), prompts.sound(greeting, 2));
  t.match(
    prompts.read(greeting)?.versions.map(({ n, inForce }) => [n, inForce]),
    [
      [0, false],
      [1, false],
      [2, true],
      [3, false],
    ],
  );
  prompts.use(greeting, 0, who);
  t.same(readFileSync(file('greeting')), first, 'what set-up made is back');
  t.same(readdirSync(folder), ['greeting.wav']);
  t.same(
    audit.newest(5).map(({ action, target }) => `${action} ${String(target)}`),
    [
      'prompt.use greeting 0',
      'prompt.use greeting 2',
      'prompt.make greeting 3 uploaded',
      'prompt.make greeting 2 uploaded',
      'prompt.make greeting 1 uploaded',
    ],
  );
});

t.test('a text is spoken; a part of a sentence without silence around it', async (t) => {
  const { prompts } = place(t);
  const text = '台风期间，请注意安全。"; rm -rf / #$(x) --stdin';
  const own = made(await prompts.speak(named('typhoon'), { text, note: '防汛' }, who));
  t.match(own, { n: 1, origin: 'spoken', text, note: '防汛', inForce: false });
  const silent = (wav: Buffer | null, samples: number): boolean =>
    Array.from({ length: samples }, (_, i) => wav?.readInt16LE(44 + i * 2)).every((one) => one === 0);
  t.ok(silent(prompts.sound(named('typhoon'), 1), 1_200), 'a breath before');
  const tight = made(await prompts.speak(named('number-1'), { text: '一', note: '' }, who));
  t.ok(tight.ms < 1_000);
  t.notOk(silent(prompts.sound(named('number-1'), 1), 200));
});

t.test('what is no sound, too short, too long or silent is refused and leaves nothing', async (t) => {
  const { prompts } = place(t);
  const refusals: readonly (readonly [string, Buffer])[] = [
    ['H12_SOUND_TYPE', Buffer.from('#!/bin/sh\necho no sound')],
    ['H12_SOUND_TYPE', Buffer.alloc(0)],
    ['H12_SOUND_TYPE', Buffer.from('ID3\u0003 an mp3')],
    ['H12_SOUND_TYPE', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('\u0001OpusHead')])],
    ['H12_SOUND_UNREADABLE', Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(2_000, 'x')])],
    ['H12_SOUND_UNREADABLE', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(2_000, 0xff)])],
    ['H12_SOUND_TOO_SHORT', tone(500, 0.1)],
    ['H12_SOUND_TOO_LONG', soxed(['-r', '8000', '-t', 'flac'], ['synth', '181', 'sine', '500'])],
    // A quarter of an hour of nearly nothing: small as a file, large as samples.
    ['H12_SOUND_TOO_LONG', soxed(['-r', '8000', '-t', 'flac'], ['synth', '900', 'square', '1'])],
    ['H12_SOUND_SILENT', soxed(['-r', '8000', '-t', 'wav'], ['trim', '0', '2'])],
    ['H12_SOUND_SILENT', soxed(['-r', '8000', '-t', 'wav'], ['synth', '2', 'sine', '500', 'gain', '-70'])],
    // A constant is loud and cannot be heard.
    [
      'H12_SOUND_SILENT',
      soxed(['-r', '8000', '-b', '16', '-t', 'wav'], ['trim', '0', '2', 'dcshift', '0.00001']),
    ],
  ];
  for (const [code, bytes] of refusals)
    t.match(await prompts.upload(named('hostile'), bytes, words), { code }, code);
  t.equal(prompts.read(named('hostile')), null);
  t.match(prompts.use(named('hostile'), 1, who), { code: 'H12_NO_SUCH_PROMPT' });
});

t.test('eight channels at 192 kHz become a telephone’s one', async (t) => {
  const { prompts } = place(t);
  const many = soxed(['-r', '192000', '-c', '8', '-b', '24', '-t', 'wav'], ['synth', '1', 'sine', '800']);
  t.match(await prompts.upload(greeting, many, words), { n: 1, ms: 1_000 });
});

t.test('programs that are not there, or never end, are a refusal', async (t) => {
  const { prompts } = place(t, {
    tools: { decode: () => Promise.resolve('missing'), speak: () => Promise.resolve('missing') },
  });
  t.match(await prompts.upload(greeting, tone(500), words), { code: 'H12_NO_SOUND_TOOL', why: /^sox/ });
  t.match(await prompts.speak(greeting, { text: '您好', note: '' }, who), {
    code: 'H12_NO_SOUND_TOOL',
    why: /^espeak-ng/,
  });
  t.equal(await soundTools(1).decode(tone(500, 100), 'wav'), 'unreadable', 'a limit of 1 ms');
});

t.test('without a folder of sounds prompts are made, and not put in force', async (t) => {
  const { open, soundsDir } = place(t);
  const prompts = open(null);
  made(await prompts.upload(greeting, tone(500), words));
  t.match(prompts.use(greeting, 1, who), { code: 'H12_NO_SOUNDS_FOLDER' });
  t.match(prompts.read(greeting), { playable: null, inForce: { n: 0, text: /^您好/ } });
  t.equal(prompts.playable(), null, 'nobody knows what can be played');
  t.match(open(join(soundsDir, 'not-there')).use(greeting, 1, who), { code: 'H12_NO_SOUNDS_FOLDER' });
});

t.test('a file that cannot be written is refused, and the database says what is played', async (t) => {
  const { prompts, file, folder } = place(t);
  made(await prompts.upload(greeting, tone(500), words));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  t.match(prompts.use(greeting, 1, who), { code: 'H12_SOUNDS_NOT_WRITABLE' });
  t.equal(prompts.read(greeting)?.inForce, null);
  rmSync(folder);
  // A file that cannot be replaced: nothing of the step is left in the database.
  mkdirSync(file('greeting'), { recursive: true });
  writeFileSync(join(file('greeting'), 'x'), 'x');
  t.throws(() => prompts.use(greeting, 1, who));
  rmSync(file('greeting'), { recursive: true });
  t.equal(prompts.read(greeting)?.inForce, null);
  t.same(readdirSync(folder), [], 'nor in the folder');
});

t.test('the start makes files good: missing, other, half-written', async (t) => {
  const { prompts, open, file, folder, errors } = place(t);
  const typhoon = named('typhoon');
  for (const name of [greeting, typhoon, named('draft')]) made(await prompts.upload(name, tone(700), words));
  for (const name of [greeting, typhoon]) prompts.use(name, 1, who);
  rmSync(file('typhoon'));
  writeFileSync(file('greeting'), 'damaged');
  writeFileSync(join(folder, '.0123.part'), 'cut off');
  writeFileSync(file('closed'), 'the city’s own');
  const again = open();
  t.same(readFileSync(file('greeting')), again.sound(greeting, 1));
  t.same(readFileSync(file('typhoon')), again.sound(typhoon, 1));
  t.equal(readFileSync(file('closed'), 'utf8'), 'the city’s own');
  t.same(readdirSync(folder).toSorted(), ['closed.wav', 'greeting.wav', 'typhoon.wav']);
  t.match(errors.join(''), /"prompts":\["greeting","typhoon"\]/);
  errors.length = 0;
  open();
  t.same(errors, [], 'and leaves alone what is well');
});

t.test('a prompt in use cannot vanish: the plan, a draft, a call under way, the hotline’s own', async (t) => {
  const checked = checkPlan({
    greeting: ['city-greeting'],
    menu: { prompts: ['city-menu'], options: {} },
    comfort: { prompts: ['city-comfort'], everyMs: 20_000 },
    queues: { general: {} },
  });
  if (!checked.ok) throw new Error(checked.problems.join());
  const { prompts, live, drafts, file } = place(t, { plan: checked.plan });
  for (const name of ['city-greeting', 'city-menu', 'city-comfort', 'old', 'next', 'free', 'greeting'])
    made(await prompts.upload(named(name), tone(700), words));
  prompts.use(named('free'), 1, who);
  live.push({
    id: 'C1.1',
    plan: { greeting: ['old'], menu: null, closed: null, farewell: {}, shut: [], others: {} },
  } as never);
  drafts.push(
    { id: 7 as DraftId, document: { greeting: ['next'] } },
    { id: 8 as DraftId, document: { greeting: 1 } },
  );
  const refused = (name: string, why: RegExp) =>
    t.match(prompts.remove(named(name), who), { code: 'H12_PROMPT_IN_USE', why }, name);
  refused('city-greeting', /plan default-1 \/entries\/0\/greeting\/0/);
  refused('city-menu', /\/entries\/0\/menu\/prompts\/0/);
  refused('city-comfort', /\/queues\/general\/comfort\/prompts\/0/);
  refused('old', /call C1\.1 \/greeting\/0/);
  refused('next', /draft 7 \/entries\/0\/greeting\/0/);
  refused('greeting', /the hotline itself needs it/);
  t.equal(prompts.remove(named('free'), who), null);
  t.throws(() => readFileSync(file('free')));
  t.match(prompts.remove(named('free'), who), { code: 'H12_NO_SUCH_PROMPT' });
  live.length = 0;
  t.equal(prompts.remove(named('old'), who), null, 'when the call has ended');
  t.match(await prompts.upload(named('free'), tone(700), words), { n: 2 }, 'no number stands for two sounds');
});

t.test('versions that are not in force can be removed, and there are not too many', async (t) => {
  const { prompts } = place(t, {
    tools: {
      decode: () => Promise.resolve(tone8k(500).subarray(44)),
      speak: () => Promise.resolve('missing'),
    },
  });
  const name = named('typhoon');
  const wav = tone(500, 0.3);
  for (let n = 1; n <= 50; n++) made(await prompts.upload(name, wav, words));
  t.match(await prompts.upload(name, wav, words), { code: 'H12_PROMPT_FULL' });
  prompts.use(name, 50, who);
  t.match(prompts.removeVersion(name, 50, who), { code: 'H12_PROMPT_IN_USE' });
  t.match(prompts.removeVersion(name, 51, who), { code: 'H12_NO_SUCH_PROMPT_VERSION' });
  t.equal(prompts.removeVersion(name, 7, who), null);
  t.equal(prompts.sound(name, 7), null);
  t.match(await prompts.upload(name, wav, words), { n: 51 });
});
