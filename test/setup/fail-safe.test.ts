import t from 'tap';
import { between, longestSilenceMs, readRawStereo, type Stereo, toneSpan } from '../asterisk/audio.ts';
import {
  musicHz,
  type PrivateAsterisk,
  type PrivateAsteriskOptions,
  promptHz,
  startPrivateAsterisk,
} from '../asterisk/private-asterisk.ts';
import {
  type CallerOptions,
  callerHz,
  type PhoneBehaviour,
  type Sipp,
  seatHz,
  startCallers,
  startPhone,
} from '../asterisk/sipp.ts';

// The daemon is away in all of these: nothing is connected to ARI.

type Away = { readonly asterisk: PrivateAsterisk; call(options?: Partial<CallerOptions>): Promise<Sipp> };

async function away(t: Tap, options: PrivateAsteriskOptions = {}): Promise<Away> {
  const asterisk = await startPrivateAsterisk({ seats: ['8001'], ...options });
  t.teardown(asterisk.stop);
  return { asterisk, call: (more) => startCallers({ asterisk: asterisk.sip, ...more }) };
}
type Tap = { teardown(fn: () => Promise<unknown>): unknown };

async function phone(t: Tap, asterisk: PrivateAsterisk, behaviour: PhoneBehaviour): Promise<Sipp> {
  const password = asterisk.password('8001');
  const started = await startPhone({ asterisk: asterisk.sip, endpoint: '8001', password, behaviour });
  t.teardown(() => started.stop());
  return started;
}

/** The only recording, once all channels are gone. */
async function recorded(asterisk: PrivateAsterisk): Promise<Stereo> {
  await asterisk.quiet();
  const [file, ...others] = asterisk.recordings();
  if (file === undefined || others.length > 0)
    throw new Error(`there are ${asterisk.recordings().length} recordings`);
  return readRawStereo(file);
}

t.test(
  'daemon away: the caller hears the announcement, then music while the static group rings, then a person',
  async (t) => {
    const { asterisk, call } = await away(t, { settings: { staticGroup: ['8001'] } });
    const desk = await phone(t, asterisk, { type: 'answer', ringMs: 1_000, talkMs: null });
    const { ok, failed } = await (await call({ talkMs: 4_000 })).done;
    t.same({ ok, failed }, { ok: 1, failed: 0 });
    await desk.seen('hungUp');
    const { left, right, durationMs } = await recorded(asterisk);
    t.ok(durationMs > 3_700, 'recorded from the first second to the last');
    t.ok((toneSpan(left, callerHz)?.totalMs ?? 0) > 3_500, 'the citizen is on the left');
    t.equal(toneSpan(left, seatHz), null, 'and nobody else is');
    const [menu, music, seat] = [promptHz('fail-safe-menu'), musicHz, seatHz].map((hz) =>
      toneSpan(right, hz),
    );
    t.ok(
      menu && music && seat && menu.toMs <= music.fromMs + 100 && music.toMs <= seat.fromMs + 100,
      'one after the other',
    );
    t.ok(longestSilenceMs(between(right, 100, durationMs)) <= 200, 'never silence');
  },
);

t.test('daemon away: key 1 during the announcement reaches the police of the demonstration', async (t) => {
  const { asterisk, call } = await away(t, { promptMs: 1_500, settings: { staticGroup: ['8001'] } });
  const desk = await phone(t, asterisk, { type: 'ring' });
  await (await call({ digits: [{ digit: '1', atMs: 500 }], talkMs: 4_500 })).done;
  const { right, durationMs } = await recorded(asterisk);
  t.ok(
    (toneSpan(right, promptHz('fail-safe-menu'))?.toMs ?? 9_999) < 1_200,
    'the announcement stops at once',
  );
  t.ok((toneSpan(right, promptHz('emergency-connecting'))?.totalMs ?? 0) > 1_200);
  t.ok((toneSpan(right, promptHz('demo-110'))?.totalMs ?? 0) > 800);
  t.ok(longestSilenceMs(between(right, 100, durationMs)) <= 300, 'never silence');
  t.equal(desk.marks().length, 0, 'the group was not disturbed');
});

t.test('daemon away: key 2 while the group rings ends the ringing and reaches the ambulance', async (t) => {
  const { asterisk, call } = await away(t, { settings: { staticGroup: ['8001'] } });
  const desk = await phone(t, asterisk, { type: 'ring' });
  await (await call({ digits: [{ digit: '2', atMs: 1_500 }], talkMs: 4_000 })).done;
  await desk.seen('cancelled');
  const { right } = await recorded(asterisk);
  t.ok((toneSpan(right, promptHz('demo-120'))?.totalMs ?? 0) > 800);
});

t.test(
  'daemon away: with nobody to ring there is music, three rounds, an apology, and the end',
  async (t) => {
    const { asterisk, call } = await away(t);
    await asterisk.cli('dialplan set global FAIL_SAFE_WAIT_S 1');
    const { ok, marks } = await (await call()).done;
    t.equal(ok, 1);
    t.ok(marks.some(({ word }) => word === 'hungUp'));
    const { right, durationMs } = await recorded(asterisk);
    t.ok(
      Math.abs((toneSpan(right, promptHz('fail-safe-menu'))?.totalMs ?? 0) - 1_200) <= 300,
      'announced three times',
    );
    t.ok((toneSpan(right, musicHz)?.totalMs ?? 0) > 2_500);
    t.ok((toneSpan(right, promptHz('fail-safe-sorry'))?.fromMs ?? 0) > 3_500);
    t.ok(longestSilenceMs(between(right, 100, durationMs)) <= 200, 'never silence');
  },
);

t.test('daemon away: a phone that is off and one that is busy do not end the call', async (t) => {
  const { asterisk, call } = await away(t, {
    seats: ['8001', '8002'],
    settings: { staticGroup: ['8001', '8002'] },
  });
  await asterisk.cli('dialplan set global FAIL_SAFE_WAIT_S 1');
  const desk = await phone(t, asterisk, { type: 'refuse', status: 486 });
  const { ok } = await (await call()).done;
  t.equal(ok, 1);
  t.equal(desk.marks().filter(({ word }) => word === 'refused').length, 3, 'rung once in each round');
});

t.test('an emergency route that fails gives way to the next', async (t) => {
  const emergency = { '110': ['PJSIP/8009', 'PJSIP/8001', 'Local/110@demo-carrier/n'], '120': [], '119': [] };
  const { asterisk, call } = await away(t, { settings: { emergency } });
  const desk = await phone(t, asterisk, { type: 'refuse', status: 486 });
  await (await call({ digits: [{ digit: '1', atMs: 200 }], talkMs: 4_000 })).done;
  t.equal(desk.marks().filter(({ word }) => word === 'refused').length, 1);
  t.ok(toneSpan((await recorded(asterisk)).right, promptHz('demo-110')));
});

t.test('when no emergency route works the caller is told twice which number to dial', async (t) => {
  const { asterisk, call } = await away(t, {
    settings: { emergency: { '110': [], '120': [], '119': ['PJSIP/8009'] } },
  });
  const { ok } = await (await call({ digits: [{ digit: '3', atMs: 200 }] })).done;
  t.equal(ok, 1);
  const told = toneSpan((await recorded(asterisk)).right, promptHz('emergency-failed-119'));
  t.ok(Math.abs((told?.totalMs ?? 0) - 800) <= 200);
});

t.test('the caller hangs up during the announcement: nothing is left', async (t) => {
  const { asterisk, call } = await away(t, { promptMs: 5_000 });
  const { ok } = await (await call({ talkMs: 500 })).done;
  t.equal(ok, 1);
  t.ok((await recorded(asterisk)).durationMs < 1_500);
});

t.test('over MAXCALLS the caller hears that lines are busy, with the emergency keys alive', async (t) => {
  const { asterisk, call } = await away(t, { promptMs: 2_000, settings: { maxCalls: 1 } });
  const first = await call({ talkMs: 9_000 });
  await first.seen('answered');
  const second = await call({ digits: [{ digit: '3', atMs: 1_000 }], talkMs: 5_000 });
  await second.seen('answered');
  await t.resolves(
    asterisk.until('core show channels verbose', /demo-voice +119 /),
    'the fire service answered',
  );
  await second.done;
  const third = await (await call()).done;
  t.ok(
    third.marks.some(({ word }) => word === 'hungUp'),
    'without a key it is hung up after the announcement',
  );
  await first.done;
  await recorded(asterisk);
});
