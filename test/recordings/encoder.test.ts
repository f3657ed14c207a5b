import t from 'tap';
import { decode, encode } from '../../src/recordings/encoder.ts';
import { gathered, pieces, toneIn, tones } from './place.ts';

const silentFor = (ms: number): Buffer => Buffer.alloc(ms * 32);
const encoded = async (raw: Buffer, options: Parameters<typeof encode>[1] = {}) => {
  const encoding = encode(pieces(raw), options);
  const ogg = await gathered(encoding.pages);
  return { ogg, measures: encoding.measures() };
};

t.test('either channel is by itself: nothing of one is heard in the other', async (t) => {
  const { ogg } = await encoded(tones(4_000));
  const raw = await gathered(decode(pieces(ogg)));
  t.ok(Math.abs(raw.length / 32 - 4_000) <= 1, 'as long as it was', { ms: raw.length / 32 });
  t.ok(toneIn(raw, 0, 400) > 0.15 && toneIn(raw, 1, 1_000) > 0.15);
  t.ok(toneIn(raw, 0, 1_000) < 0.002 && toneIn(raw, 1, 400) < 0.002);
});

t.test('an hour of both talking without pause stays below 12 MB', async (t) => {
  const { ogg } = await encoded(tones(60_000));
  t.ok(ogg.length * 60 < 12e6, 'bytes an hour', { bytes: ogg.length * 60 });
});

t.test('length, loudness, silence and waveform are measured on the way', async (t) => {
  const raw = Buffer.concat([silentFor(1_000), tones(1_000, { level: 3_277 }), silentFor(2_000)]);
  const { measures } = await encoded(raw);
  t.equal(measures.durationMs, 4_000);
  t.ok(Math.abs((measures.loudness[0] ?? 0) - -23) < 0.2, 'a sine at a tenth of full scale');
  t.ok(Math.abs(measures.silenceShare - 0.75) < 0.01);
  const [left] = measures.waveform;
  t.equal(left.length, 200);
  t.same([left[10], (left[75] ?? 0) > 20, left[150]], [0, true, 0]);
});

t.test('silence alone has no loudness, and a moment of sound is still a file', async (t) => {
  t.match((await encoded(silentFor(500))).measures, { loudness: [null, null], silenceShare: 1 });
  const { ogg } = await encoded(tones(10));
  t.ok((await gathered(decode(pieces(ogg)))).length > 0);
  const half = await encoded(Buffer.concat([tones(100), Buffer.of(1, 2, 3)]));
  t.equal(half.measures.durationMs, 100, 'half a frame at the end is left out');
});

t.test('what is marked is silent in both channels, before it reaches the encoder', async (t) => {
  const { ogg, measures } = await encoded(tones(4_000), { spans: [{ fromMs: 1_000, toMs: 2_500 }] });
  const raw = await gathered(decode(pieces(ogg)));
  const within = raw.subarray(1_100 * 32, 2_400 * 32);
  t.ok(toneIn(within, 0, 400) < 0.002 && toneIn(within, 1, 1_000) < 0.002);
  t.ok(toneIn(raw.subarray(0, 900 * 32), 0, 400) > 0.15);
  t.ok(toneIn(raw.subarray(2_600 * 32), 1, 1_000) > 0.15);
  t.ok(Math.abs(measures.silenceShare - 0.375) < 0.02);
});

t.test('who it was given to stands in the file', async (t) => {
  const { ogg } = await encoded(tones(100), { tags: { REQUEST: '17', GIVEN_TO: '丘月' } });
  t.ok(ogg.includes('REQUEST=17') && ogg.includes('GIVEN_TO=丘月'));
});

t.test('a reader who goes away leaves no encoder behind, and one that fails is told of', async (t) => {
  const encoding = encode(pieces(tones(20_000)));
  for await (const page of encoding.pages) if (page.length > 0) break;
  await t.rejects(gathered(decode(pieces(Buffer.from('no sound at all')))), {
    message: /opusdec ended with/,
  });
});

t.test('a reader who goes away while the encoder takes no more ends what feeds it', async (t) => {
  let ended: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (ended = resolve));
  async function* endless(): AsyncGenerator<Buffer> {
    try {
      // More than any pipe holds: whoever writes it waits.
      for (;;) yield tones(60_000);
    } finally {
      ended();
    }
  }
  const { pages } = encode(endless());
  await pages.next();
  await pages.return(undefined);
  await over;
  t.pass('and the file it was read from');
});

t.test('what goes wrong with what is decoded is told, and not the decoder’s own end', async (t) => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield (await encoded(tones(1_000))).ogg.subarray(0, 900);
    throw new Error('the file is damaged');
  }
  await t.rejects(gathered(decode(broken())), { message: 'the file is damaged' });
});
