import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { fromAri } from '../../src/asterisk/from-ari.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { SwitchEvent } from '../../src/ports/switch.ts';

// The fixtures are what a real Asterisk 22.10.1 told without any filter: scripts/record-ari.ts records them anew.
const recorded = (name: string): readonly unknown[] =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'fixtures', 'ari', `${name}.json`), 'utf8'),
  ) as readonly unknown[];

const at = epochMs(1_000);

/** What was made of a recording, a line each. */
const heard = (name: string): readonly string[] =>
  recorded(name).flatMap((event) => {
    const said = fromAri(event, at);
    return 'ignored' in said ? [] : [line(said)];
  });

function line(said: SwitchEvent): string {
  if (said.to === 'seat') return `${said.seat} ${said.phone}`;
  if (said.to === 'door') return `door ${String(said.from)} → ${said.dialled}`;
  if (said.to === 'connection') return 'connection';
  const { event } = said;
  if (event.type === 'SeatLegEnded') return `SeatLegEnded ${String(event.cause)}`;
  if (event.type === 'DigitPressed') return `DigitPressed ${event.digit}`;
  return event.type === 'PromptFinished' ? `PromptFinished ${String(event.played)}` : event.type;
}

const door = 'door 13800138000 → 12345';
const callerLeaves = ['CallerHungUp', 'CallerHungUp'];

const rows: Readonly<Record<string, readonly string[]>> = {
  'seat-answers-caller-hangs-up': [
    door,
    'PromptFinished true',
    'SeatRinging',
    'SeatAnswered',
    ...callerLeaves,
    'SeatLegEnded 16',
  ],
  'seat-hangs-up': [door, 'SeatRinging', 'SeatAnswered', 'SeatLegEnded null', ...callerLeaves],
  'seat-busy': [door, 'SeatLegEnded 17', ...callerLeaves],
  'seat-declines': [door, 'SeatLegEnded 21', ...callerLeaves],
  'seat-speaks-no-codec': [door, 'SeatLegEnded 58', ...callerLeaves],
  'seat-rings-out': [door, 'SeatRinging', 'SeatLegEnded 19', ...callerLeaves],
  'seat-is-cancelled': [door, 'SeatRinging', 'SeatLegEnded 26', ...callerLeaves],
  'caller-hangs-up-in-a-prompt': [door, 'CallerHungUp', 'PromptFinished false', 'CallerHungUp'],
  'caller-presses-keys': [door, 'DigitPressed 7', 'DigitPressed #', ...callerLeaves],
  'prompt-is-missing': [door, 'PromptFinished false', ...callerLeaves],
};
for (const [name, lines] of Object.entries(rows))
  t.test(`recorded: ${name.replaceAll('-', ' ')}`, (t) => {
    t.strictSame(heard(name), lines);
    t.end();
  });

t.test('recorded: a phone comes and goes; one that registers and never answers is never reachable', (t) => {
  const lines = heard('phones');
  t.strictSame(
    [...new Set(lines.filter((l) => l.startsWith('8001')))],
    ['8001 unreachable', '8001 reachable'],
  );
  t.equal(
    lines.findLast((l) => l.startsWith('8001')),
    '8001 unreachable',
  );
  t.strictSame([...new Set(lines.filter((l) => l.startsWith('8002')))], ['8002 unreachable']);
  t.end();
});

t.test('the call and the leg are read from the channel’s id', (t) => {
  const said = recorded('seat-busy').map((event) => fromAri(event, at));
  const [arrival] = said;
  if (arrival === undefined || 'ignored' in arrival || arrival.to !== 'door') return t.fail('no arrival');
  t.match(arrival.call, /^C[0-9]+\.[0-9]+$/);
  t.has(
    said.find((s) => 'event' in s && s.event.type === 'SeatLegEnded'),
    { call: arrival.call, event: { leg: `${arrival.call}.seat.1`, cause: 17, at } },
  );
  return t.end();
});

const start = (channel: object, args: unknown): unknown => ({ type: 'StasisStart', args, channel });

t.test('a hostile or missing number is none, and the call still comes in', (t) => {
  for (const number of ['', 'anonymous', '"><script>', '1\r\n2', 7, null, undefined, '9'.repeat(40)])
    t.has(fromAri(start({ id: '1.2', caller: { number } }, ['inbound', '12345']), at), {
      to: 'door',
      call: 'C1.2',
      from: null,
    });
  t.has(fromAri(start({ id: '1.2' }, ['inbound']), at), { to: 'door', from: null, dialled: '' });
  t.has(fromAri(start({ id: '1.2' }, ['inbound', '1;2\n3']), at), { to: 'door', dialled: '123' });
  t.end();
});

t.test('what is not meant for the house is ignored, with the reason', (t) => {
  const events: readonly unknown[] = [
    null,
    [],
    'x',
    {},
    { type: 'RESTResponse' },
    { type: 'StasisStart' },
    start({ id: 'snoop-1' }, ['inbound', '1']),
    start({ id: '1.2' }, []),
    start({ id: '1.2' }, 'inbound'),
    start({ id: '1.2' }, ['outbound']),
    { type: 'PlaybackFinished' },
    { type: 'PlaybackFinished', playback: { id: 'p1', state: 'done' } },
    { type: 'ChannelStateChange', channel: { id: 'C1.2.seat.1', state: 'Up' } },
    { type: 'ChannelHangupRequest', channel: { id: 'C1.2.seat.1' }, cause: 17 },
    { type: 'PeerStatusChange', endpoint: { technology: 'IAX2', resource: '8001', state: 'online' } },
    { type: 'DeviceStateChanged', device_state: { name: 'Queue:x', state: 'INUSE' } },
  ];
  for (const event of events) t.match(fromAri(event, at), { ignored: /^\S+( \S+)+$/ }, JSON.stringify(event));
  t.end();
});

t.test('nothing that may come on a socket makes it throw', (t) => {
  const word = fc.constantFrom(
    ...['StasisStart', 'StasisEnd', 'ChannelDestroyed', 'ChannelStateChange', 'PlaybackFinished'],
    ...['PeerStatusChange', 'DeviceStateChanged', '1.2', 'C1.2.seat.1', 'C1.2.play.1', 'inbound', 'Ringing'],
  );
  const value = fc.anything({ values: [word, fc.integer()], key: fc.constantFrom('id', 'state', 'number') });
  const members = ['type', 'channel', 'args', 'playback', 'endpoint', 'device_state', 'cause'];
  const event = fc.record(Object.fromEntries(members.map((m) => [m, fc.oneof(word, value)])), {
    requiredKeys: ['type'],
  });
  fc.assert(
    fc.property(event, (e) => typeof fromAri(e, at) === 'object'),
    { numRuns: 3_000 },
  );
  t.end();
});
