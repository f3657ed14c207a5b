import { readdirSync, statSync } from 'node:fs';
import t, { type Test } from 'tap';
import type { AgentId, SeatId } from '../../src/acd/model.ts';
import { between, longestGapMs, longestSilenceMs, type Stereo, toneSpan } from './audio.ts';
import { type CallRecord, eventually, type Hotline, startHotline } from './hotline.ts';
import { promptHz } from './private-asterisk.ts';
import { callerHz, type Sipp, seatHz, startCallers } from './sipp.ts';
import { spawnDaemon } from './spawned.ts';

const answers = { type: 'answer', ringMs: 100, talkMs: null } as const;
const quick = { wrapUpMs: 0 };

const seatOf = (hotline: Hotline, seat: string) => hotline.daemon().house.seat(seat as SeatId);

/** A citizen whom the hotline has answered. @param from the last digits of the number @param talkMs when it hangs up */
async function citizen(hotline: Hotline, from: string, talkMs: number | null = null): Promise<Sipp> {
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: `1380000${from}`, talkMs });
  await caller.seen('answered');
  return caller;
}

/** This citizen talks with an agent. */
const talking = (hotline: Hotline, from: string): Promise<unknown> =>
  eventually(`${from} talks`, () => {
    const calls = [...hotline.daemon().house.calls()];
    return calls.some((call) => call.from === `1380000${from}` && call.phase === 'talking') || null;
  });

function recordOf(records: readonly CallRecord[], from: string): CallRecord {
  const record = records.find(({ call }) => call.from === `1380000${from}`);
  if (record === undefined) throw new Error(`no call from ${from}`);
  return record;
}

/** What was said in a part of a call goes on without a break on both sides. Times are those of the house's clock. */
function unbroken(t: Test, { sound, call }: CallRecord, fromAt: number, toAt: number): void {
  const part = (side: Stereo['left']) => between(side, fromAt - call.arrivedAt, toAt - call.arrivedAt);
  const gaps = {
    caller: longestGapMs(part(sound.left), callerHz),
    seat: longestGapMs(part(sound.right), seatHz),
  };
  t.ok(toAt - fromAt >= 500 && gaps.caller <= 100 && gaps.seat <= 100, 'both hear each other throughout', {
    ...gaps,
    lookedAtMs: toAt - fromAt,
  });
}

for (const [end, how] of [
  ['kill', 'is killed'],
  // As an upgrade does: the new version takes over from the one that stops.
  ['stop', 'hands over to the next'],
] as const)
  t.test(
    `the daemon ${how} while one call talks, one rings, one waits and one is greeted: each goes on`,
    async (t) => {
      const hotline = await startHotline(t, { plan: quick, asterisk: { promptMs: 1_000 } });
      await hotline.readySeat('8001', answers);
      await hotline.readySeat('8002', { type: 'answer', ringMs: 8_000, talkMs: null });
      const child = await spawnDaemon(t, hotline);
      // One after the other: who comes first must not hang on whose phone starts sooner.
      const talks = await citizen(hotline, '0001');
      await child.inPhases('talking');
      const rings = await citizen(hotline, '0002');
      await child.inPhases('talking', 'offering');
      const waits = await citizen(hotline, '0003');
      await child.inPhases('talking', 'offering', 'queued');
      const greeted = await citizen(hotline, '0004');
      await child.inPhases('talking', 'offering', 'queued', 'greeting');
      const endedAt = Date.now();
      await child[end]();
      await hotline.startDaemon();
      const backAt = Date.now();
      await talking(hotline, '0002');
      await eventually('half a second more of the talk', () => Date.now() > backAt + 600 || null);
      // Each hangs up when the house has had its time, however slow the machine is.
      talks.hangUp();
      await talking(hotline, '0003');
      waits.hangUp();
      await talking(hotline, '0004');
      for (const caller of [rings, greeted]) caller.hangUp();
      const records = await hotline.ended(4);
      for (const caller of [talks, rings, waits, greeted]) t.equal((await caller.done).failed, 0);

      const ended = records.map(({ call, ticket, recording }) => ({
        from: call.from,
        ending: call.ending,
        seat: call.talk?.seat,
        ticket: ticket?.no === call.ticketNo && ticket.agent,
        recording: recording?.state,
      }));
      t.match(
        ended,
        [
          ['0001', '8001'],
          ['0002', '8002'],
          ['0003', '8001'],
          ['0004', '8001'],
        ].map(([from, seat = '']) => ({
          from: `1380000${String(from)}`,
          ending: { by: 'caller', outcome: 'answered' },
          seat,
          ticket: `agent${seat.slice(-1)}`,
          recording: 'kept',
        })),
        'each with its seat, its ticket and its recording',
      );
      const talked = recordOf(records, '0001');
      unbroken(t, talked, (talked.call.talk?.startedAt ?? endedAt) + 200, backAt + 500);
      const [ringing, waiting, last] = ['0002', '0003', '0004'].map((from) => recordOf(records, from).call);
      t.ok(ringing && ringing.legs.length === 2, 'the phone that rang was not rung again');
      t.ok(
        (waiting?.queuedAt ?? backAt) < endedAt && (waiting?.talk?.startedAt ?? 0) > backAt,
        'the wait counts on',
      );
      t.ok((waiting?.talk?.startedAt ?? 0) < (last?.talk?.startedAt ?? 0), 'and the place is kept');
      // Whose greeting ends while the daemon is away hears the next thing when it is back.
      const awayMs = (call: CallRecord['call']) =>
        call.from?.endsWith('0004') === true ? backAt - endedAt : 0;
      for (const { sound, events, call } of records)
        t.ok(longestSilenceMs(sound.right) <= 300 + awayMs(call), 'nobody is left in silence', {
          silentMs: longestSilenceMs(sound.right),
          events,
        });
    },
  );

t.test(
  'the daemon is away: callers and a seat hang up, one comes in; then all is set right and nobody is served twice',
  async (t) => {
    const hotline = await startHotline(t, { plan: { ...quick, greeting: [] } });
    await hotline.readySeat('8001', answers);
    const leaves = await hotline.readySeat('8002', { type: 'answer', ringMs: 100, talkMs: 6_000 });
    const rung = await hotline.readySeat('8003', { type: 'ring' });
    const child = await spawnDaemon(t, hotline);
    const talker = await citizen(hotline, '0001');
    await citizen(hotline, '0002');
    const ringer = await citizen(hotline, '0003');
    const waiter = await citizen(hotline, '0004');
    const patient = await citizen(hotline, '0005');
    await child.inPhases('talking', 'talking', 'offering', 'queued', 'queued');
    await child.kill();
    const away = await citizen(hotline, '0006', 5_000);
    for (const gone of [talker, ringer, waiter]) gone.hangUp();
    for (const gone of [talker, ringer, waiter]) await gone.seen('hangsUp');
    await leaves.seen('hangsUp');
    await hotline.startDaemon();
    await rung.seen('cancelled');
    const { house } = hotline.daemon();
    const { id, offer } = await hotline.callIn('offering');
    t.equal(offer.seat, '8003', 'the seat that was rung in vain has kept its turn');
    t.equal(house.askCall(id, { type: 'DeclineAsked', at: house.now(), seat: offer.seat }), null);
    await talking(hotline, '0005');
    patient.hangUp();
    const records = await hotline.ended(6);
    t.equal((await away.done).failed, 0);
    t.equal((await patient.done).failed, 0);

    t.equal(records.length, 6, 'whom the dialplan served is taken in afterwards');
    const endings = ['0001', '0002', '0003', '0004', '0005', '0006'].map(
      (from) => recordOf(records, from).call.ending,
    );
    t.match(endings, [
      { by: 'switch', outcome: 'answered' },
      { by: 'switch', outcome: 'answered' },
      { by: 'switch', outcome: 'lost', during: 'offering' },
      { by: 'switch', outcome: 'lost', during: 'queued' },
      { by: 'caller', outcome: 'answered' },
      { by: 'switch', outcome: 'lost', during: 'greeting' },
    ]);
    for (const last of ['0004', '0006']) t.match(recordOf(records, last).ticket, { state: 'abandoned' });
    t.equal(hotline.daemon().stores.callBacks.open(), 3, 'the lost are called back');
    const { sound, call: served } = recordOf(records, '0006');
    t.ok((toneSpan(sound.left, callerHz)?.totalMs ?? 0) > 4_000, 'with its recording');
    t.ok(Math.abs(served.endedAt - served.arrivedAt - 5_000) <= 1_500, 'and its times');
    t.ok(
      toneSpan(recordOf(records, '0002').sound.right, promptHz('goodbye')),
      'whom the seat left hears goodbye',
    );
    t.same(
      records.map(({ call }) => call.legs.filter(({ role }) => role === 'caller').length),
      [1, 1, 1, 1, 1, 1],
    );
    t.match(
      ['8001', '8002', '8003'].map((seat) => seatOf(hotline, seat)?.doing.state),
      ['ready', 'ready', 'notReady'],
    );
    await hotline.asterisk.quiet();
    t.same(readdirSync(hotline.config.spoolDir), [], 'and nothing is left of it in the spool');
  },
);

/** Cuts the connection to Asterisk and waits until both are of one mind again. */
async function cut(hotline: Hotline): Promise<void> {
  const { ari, house } = hotline.daemon();
  const before = ari.state().connections;
  ari.cut();
  await eventually(
    'the connection is made again',
    () => (ari.state().connections > before && house.figures().switchUp) || null,
  );
}

/** Resolves when Asterisk has done what was asked of it. */
const answered = (hotline: Hotline) =>
  eventually('no command is under way', () => hotline.daemon().pending().commands === 0 || null);

t.test('the connection to Asterisk is cut in every phase: the call goes on', async (t) => {
  const hotline = await startHotline(t, { plan: quick, asterisk: { promptMs: 700 } });
  await hotline.readySeat('8001', { type: 'answer', ringMs: 700, talkMs: null });
  const { house } = hotline.daemon();
  const seat = '8001' as SeatId;
  const agent = 'agent1' as AgentId;
  house.askSeat(seat, { type: 'NotReadyAsked', agent, reason: 'break', at: house.now() });
  const caller = await citizen(hotline, '0001');
  await hotline.callIn('greeting');
  await answered(hotline);
  await cut(hotline);
  await hotline.callIn('queued');
  await cut(hotline);
  house.askSeat(seat, { type: 'ReadyAsked', agent, at: house.now() });
  await hotline.callIn('offering');
  await cut(hotline);
  const { id, talk } = await hotline.callIn('talking');
  await cut(hotline);
  await eventually('they have talked for a second', () => house.now() > talk.startedAt + 1_000 || null);
  const overAt = house.now();
  t.equal(house.askCall(id, { type: 'HangUpAsked', at: house.now(), seat }), null);
  await hotline.callIn('farewell');
  await answered(hotline);
  await cut(hotline);
  const [record] = await hotline.ended();
  if (record === undefined) throw new Error('no record');
  t.equal((await caller.done).failed, 0);
  t.equal(hotline.daemon().ari.state().connections, 6);
  t.match(record.call.ending, { by: 'seat', outcome: 'answered', during: 'talking' });
  t.equal(record.call.failedOffers, 0, 'which is no fault of the seat');
  unbroken(t, record, talk.startedAt + 200, overAt - 100);
  t.ok(longestSilenceMs(record.sound.right) <= 300, 'never silence', {
    silentMs: longestSilenceMs(record.sound.right),
  });
  for (const prompt of ['greeting', 'recording-notice', 'goodbye']) {
    const { totalMs = 0 } = toneSpan(record.sound.right, promptHz(prompt)) ?? {};
    t.ok(Math.abs(totalMs - 700) <= 200, `${prompt} is heard once, and whole`, { totalMs });
  }
});

/** What Asterisk has not written yet when it is killed, about a second, is lost. */
const allBegun = ({ asterisk }: Hotline): boolean =>
  asterisk.recordings().length === 4 && asterisk.recordings().every((file) => statSync(file).size > 0);

t.test(
  'Asterisk is killed and comes back: its calls are over, every seat is free, the next call is served',
  async (t) => {
    const hotline = await startHotline(t, { plan: quick, asterisk: { promptMs: 2_500 } });
    await hotline.readySeat('8001', answers);
    await hotline.readySeat('8002', { type: 'ring' });
    const callers: Sipp[] = [];
    // One after the other: who comes first must not hang on whose greeting ends sooner.
    for (const [n, phase] of ['talking', 'offering', 'queued'].entries()) {
      callers.push(await citizen(hotline, `000${String(n + 1)}`));
      await hotline.callIn(phase as 'talking' | 'offering' | 'queued');
    }
    callers.push(await citizen(hotline, '0004'));
    await hotline.callIn('greeting');
    await eventually('Asterisk has written the first of each recording', () => allBegun(hotline) || null);
    const { ari, house } = hotline.daemon();
    await hotline.asterisk.kill();
    await eventually('the daemon knows', () => !house.figures().switchUp || null);
    for (const caller of callers) await caller.stop();
    await hotline.asterisk.restart();
    await eventually('it is there again', () => (ari.state().up && house.figures().switchUp) || null);
    await eventually('nothing is left', () => [...house.calls()].length === 0 || null);
    await answered(hotline);
    t.same(hotline.daemon().pending(), { timers: 0, commands: 0, unwritten: 0 });

    t.match(
      ['8001', '8002'].map((seat) => seatOf(hotline, seat)),
      [
        { phone: 'reachable', doing: { state: 'ready' } },
        { phone: 'reachable', doing: { state: 'ready' } },
      ],
      'the seats are free, and their phones are known',
    );
    const next = await citizen(hotline, '0005');
    const { id, offer } = await hotline.callIn('offering');
    t.equal(offer.seat, '8002', 'whose phone had rung in vain');
    t.equal(house.askCall(id, { type: 'DeclineAsked', at: house.now(), seat: offer.seat }), null);
    await talking(hotline, '0005');
    next.hangUp();
    const records = await hotline.ended(5);
    t.equal((await next.done).failed, 0);
    t.match(
      records.map(({ call, ticket }) => [call.ending, ticket?.state]),
      [
        [{ by: 'switch', outcome: 'answered', during: 'talking' }, 'open'],
        [{ by: 'switch', outcome: 'lost', during: 'offering' }, 'abandoned'],
        [{ by: 'switch', outcome: 'lost', during: 'queued' }, 'abandoned'],
        [{ by: 'switch', outcome: 'lost', during: 'greeting' }, 'abandoned'],
        [{ by: 'caller', outcome: 'answered', during: 'talking' }, 'open'],
      ],
    );
    t.match(recordOf(records, '0005').call.talk, { seat: '8001' });
    whatIsLeftOfThem(t, hotline, records);
  },
);

/** Whoever waited is called back, in the order of arrival; the journal says what happened; what was recorded until then is heard. */
function whatIsLeftOfThem(t: Test, hotline: Hotline, records: readonly CallRecord[]): void {
  const lost = ['0002', '0003', '0004'].map((from) => recordOf(records, from));
  const { callBacks } = hotline.daemon().stores;
  const waiting = callBacks.list({ closed: false }, null, 50).items;
  t.strictSame(
    waiting.map(({ number }) => number),
    lost.map(({ call }) => call.from),
    'who waited longest is first in line',
  );
  for (const { why, first } of waiting)
    t.match({ why, first }, { why: 'lost', first: true }, 'and goes before all others');
  for (const { call, events } of [...lost, recordOf(records, '0001')])
    t.ok(events.includes('LegFoundGone'), `the journal of ${String(call.from)} says so`, { events });
  const talked = recordOf(records, '0001').sound;
  t.ok(toneSpan(talked.left, callerHz) && toneSpan(talked.right, seatHz), 'both are heard until the end');
  for (const { sound } of lost) t.ok(toneSpan(sound.left, callerHz), 'who waited is heard');
}
