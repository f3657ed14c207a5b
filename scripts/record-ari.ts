// Records test/fixtures/ari/*.json anew from a real Asterisk: npx tsx scripts/record-ari.ts [NAME]
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PrivateAsterisk, startPrivateAsterisk } from '../test/asterisk/private-asterisk.ts';
import { connectRaw, type RawAri, type RawEvent } from '../test/asterisk/raw-ari.ts';
import { type CallerOptions, type PhoneBehaviour, startCallers, startPhone } from '../test/asterisk/sipp.ts';

type Stage = { readonly asterisk: PrivateAsterisk; readonly ari: RawAri };
type Scene = (stage: Stage & { readonly caller: string }) => Promise<void>;

const wanted = process.argv[2];
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'ari');
/** Told dozens of times a call, and nothing the house listens to. */
const dull = new Set(['ChannelVarset', 'ChannelDialplan']);

const idOf = (event: RawEvent): string => (event['channel'] as { readonly id: string } | undefined)?.id ?? '';
const ofSeat = (event: RawEvent): boolean => idOf(event).includes('.seat.');

/** A call at the door, then what the scene makes of it. */
async function record(
  name: string,
  behaviour: PhoneBehaviour,
  scene: Scene,
  caller: Pick<CallerOptions, 'talkMs' | 'digits'> = {},
) {
  if (wanted !== undefined && wanted !== name) return;
  const asterisk = await startPrivateAsterisk({ seats: ['8001'] });
  const ari = await connectRaw(asterisk);
  const phone = await startPhone({
    asterisk: asterisk.sip,
    endpoint: '8001',
    password: asterisk.password('8001'),
    behaviour,
  });
  const callers = await startCallers({ asterisk: asterisk.sip, ...caller });
  const channel = idOf(await ari.event('StasisStart'));
  await scene({ asterisk, ari, caller: channel });
  await ari.ask('DELETE', `channels/${channel}`);
  await ari.event('StasisEnd', (event) => idOf(event) === channel);
  await Promise.all([callers.stop(), phone.stop()]);
  save(name, ari.events);
  ari.close();
  await asterisk.stop();
}

function save(name: string, events: readonly RawEvent[]): void {
  const kept = events
    .filter((event) => !dull.has(event.type))
    .map((event) => ({ ...event, asterisk_id: 'asterisk' }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `[\n${kept.map((e) => JSON.stringify(e)).join(',\n')}\n]\n`);
  execFileSync('grep', ['-c', '', join(folder, `${name}.json`)], { stdio: 'inherit' });
}

const ring = ({ ari, caller }: { readonly ari: RawAri; readonly caller: string }) =>
  ari.ask('POST', `channels/C${caller}.seat.1`, {
    endpoint: 'PJSIP/8001',
    app: 'hotline12345',
    appArgs: 'seat',
    timeout: 2,
    originator: caller,
  });
const play = ({ ari, caller }: { readonly ari: RawAri; readonly caller: string }, ...prompts: string[]) =>
  ari.ask('POST', `channels/${caller}/play/C${caller}.play.1`, {
    media: prompts.map((prompt) => `sound:hotline/${prompt}`),
  });

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;

await record(
  'seat-answers-caller-hangs-up',
  answers,
  async (stage) => {
    const { ari, caller } = stage;
    await play(stage, 'greeting', 'recording-notice');
    await ari.event('PlaybackFinished');
    await ari.ask('POST', `bridges/C${caller}.bridge?type=mixing`);
    await ring(stage);
    await ari.event('StasisStart', ofSeat);
    await ari.ask('POST', `bridges/C${caller}.bridge/addChannel?channel=${caller},C${caller}.seat.1`);
    await ari.event('StasisEnd', (event) => idOf(event) === caller);
    await ari.ask('DELETE', `channels/C${caller}.seat.1`);
    await ari.event('ChannelDestroyed', ofSeat);
    await ari.ask('DELETE', `bridges/C${caller}.bridge`);
  },
  { talkMs: 2_500 },
);
await record('seat-hangs-up', { type: 'answer', ringMs: 100, talkMs: 300 }, async (stage) => {
  await ring(stage);
  await stage.ari.event('ChannelDestroyed', ofSeat);
});
for (const [name, status] of [
  ['seat-busy', 486],
  ['seat-declines', 603],
  ['seat-speaks-no-codec', 488],
] as const)
  await record(name, { type: 'refuse', status }, async (stage) => {
    await ring(stage);
    await stage.ari.event('ChannelDestroyed', ofSeat);
  });
await record('seat-rings-out', { type: 'ring' }, async (stage) => {
  await ring(stage);
  await stage.ari.event('ChannelDestroyed', ofSeat);
});
await record('seat-is-cancelled', { type: 'ring' }, async (stage) => {
  await ring(stage);
  await stage.ari.event('ChannelStateChange', ofSeat);
  await stage.ari.ask('DELETE', `channels/C${stage.caller}.seat.1?reason=answered_elsewhere`);
  await stage.ari.event('ChannelDestroyed', ofSeat);
});
await record(
  'caller-hangs-up-in-a-prompt',
  answers,
  async (stage) => {
    await play(stage, 'greeting', 'greeting', 'greeting', 'greeting');
    await stage.ari.event('StasisEnd');
  },
  { talkMs: 700 },
);
await record('prompt-is-missing', answers, async (stage) => {
  await play(stage, 'no-such-prompt');
  await stage.ari.event('PlaybackFinished');
});

await record(
  'caller-presses-keys',
  answers,
  async ({ ari }) => {
    await ari.event('ChannelDtmfReceived', (event) => event['digit'] === '#');
  },
  {
    digits: [
      { digit: '7', atMs: 400 },
      { digit: '#', atMs: 800 },
    ],
  },
);

async function recordPhones(): Promise<void> {
  const asterisk = await startPrivateAsterisk({ seats: ['8001', '8002'], settings: { qualifyS: 1 } });
  const ari = await connectRaw(asterisk, 'phones');
  await ari.ask('POST', 'applications/phones/subscription?eventSource=endpoint:PJSIP,deviceState:');
  const phone = await startPhone({
    asterisk: asterisk.sip,
    endpoint: '8001',
    password: asterisk.password('8001'),
    behaviour: answers,
  });
  await ari.event('PeerStatusChange');
  await phone.unregister();
  await ari.event('ContactStatusChange', (e) => JSON.stringify(e).includes('"Removed"'));
  await phone.stop();
  const dead = await startPhone({
    asterisk: asterisk.sip,
    endpoint: '8002',
    password: asterisk.password('8002'),
    behaviour: answers,
  });
  await dead.stop();
  await ari.event('ContactStatusChange', (e) => JSON.stringify(e).includes('"Unreachable"'));
  save('phones', ari.events);
  ari.close();
  await asterisk.stop();
}
if (wanted === undefined) await recordPhones();
