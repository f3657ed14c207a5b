import fc from 'fast-check';
import t from 'tap';
import type { QueueId, Seat } from '../../src/acd/model.ts';
import { newSeat } from '../../src/acd/seat.ts';
import { toAri } from '../../src/asterisk/to-ari.ts';
import type { DialString, PhoneNumber } from '../../src/calls/model.ts';
import { type Destination, type Directory, wanted } from '../../src/calls/wanted.ts';
import type { Contact, RemoteSeat, RemoteSeatId, UnitId } from '../../src/units/model.ts';
import { agent7, agent9, id, noon, partyLeg, seat7, seat9, ticketNo } from './given.ts';

const remoteSeat = (name: string, place: number, signsIn = false): RemoteSeat => ({
  id: name as RemoteSeatId,
  unit: 'rsj' as UnitId,
  name,
  place,
  line: { kind: 'plain' },
  ringMs: 15_000,
  hours: null,
  signsIn,
  presence: null,
});
const contact = (unit: string, remoteSeats: readonly RemoteSeat[]): Contact => ({
  id: unit as UnitId,
  name: unit,
  shortName: `short ${unit}`,
  district: null,
  member: true,
  topics: [],
  atOnce: true,
  limitMs: 45_000,
  pinyin: '',
  initials: '',
  remoteSeats,
});
const ready: Seat = {
  ...newSeat(seat7, ['general' as QueueId], noon),
  agent: agent7,
  phone: 'reachable',
  doing: { state: 'ready', idleSince: noon },
};
const directory: Directory = {
  contacts: [contact('rsj', [remoteSeat('a', 1), remoteSeat('b', 2, true)]), contact('zls', [])],
  outside: [
    { name: '供水热线', number: '07532222222' as PhoneNumber },
    // Whoever wrote it down: it is not dialled.
    { name: '假的', number: '96110' as PhoneNumber },
  ],
  seat: (seat) => [ready, { ...newSeat(seat9, [], noon), agent: agent9 }].find((one) => one.id === seat),
  at: noon,
  timeZone: 'Asia/Shanghai',
};
const look = (to: Destination) => wanted(to, directory);

t.test('a unit means its remote seats, as it wants them rung, within its time', async (t) => {
  t.match(look({ kind: 'unit', unit: 'rsj' as UnitId }), {
    quest: { name: 'short rsj', unit: 'rsj', number: null },
    targets: [{ name: 'a', dial: 'PJSIP/r-a' }],
    tried: [{ name: 'b', why: 'signedOut' }],
    atOnce: true,
    untilAt: noon + 45_000,
  });
  t.match(look({ kind: 'unit', unit: 'zls' as UnitId }), { code: 'H12_NO_REMOTE_SEAT' });
  t.match(look({ kind: 'unit', unit: 'none' as UnitId }), { code: 'H12_NO_SUCH_UNIT' });
});

t.test('one remote seat means itself alone', async (t) => {
  t.match(look({ kind: 'remoteSeat', remoteSeat: 'b' as RemoteSeatId }), {
    quest: { unit: 'rsj' },
    targets: [],
    tried: [{ name: 'b', why: 'signedOut' }],
  });
  t.match(look({ kind: 'remoteSeat', remoteSeat: 'x' as RemoteSeatId }), {
    code: 'H12_NO_SUCH_REMOTE_SEAT',
  });
});

t.test('a seat means who is ready there', async (t) => {
  t.match(look({ kind: 'seat', seat: seat7 }), { targets: [{ kind: 'seat', seat: seat7, agent: agent7 }] });
  t.match(look({ kind: 'seat', seat: seat9 }), { code: 'H12_SEAT_NOT_FREE' });
  t.match(look({ kind: 'seat', seat: '1' as typeof seat7 }), { code: 'H12_NO_SUCH_SEAT' });
});

t.test('a number is dialled when the plan names it and it has the form of one that may be', async (t) => {
  t.match(look({ kind: 'number', number: '07532222222' }), {
    quest: { name: '供水热线' },
    targets: [{ kind: 'number', dial: 'Local/07532222222@remote-out/n' }],
  });
  t.match(look({ kind: 'number', number: '96110' }), { code: 'H12_NUMBER_NOT_ALLOWED' });
  for (const number of ['110', '13800138000', '0753222222', '07532222222#', '+8607532222222'])
    t.match(look({ kind: 'number', number }), { code: 'H12_NUMBER_NOT_ALLOWED' }, number);
});

t.test('whatever is asked for, nothing is dialled but what was written down', async () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 24 }), (number) => {
      const found = look({ kind: 'number', number });
      return 'code' in found || found.targets.every(({ dial }) => dial === 'Local/07532222222@remote-out/n');
    }),
  );
});

t.test(
  'Asterisk is given nothing to dial but endpoints, and digits for the contexts made for them',
  async (t) => {
    const options = { app: 'x', deviceOf: () => 'desk' as const, autoAnswer: false };
    const request = (dial: string) =>
      toAri(
        {
          type: 'RingParty',
          call: id,
          leg: partyLeg(1),
          dial: dial as DialString,
          from: null,
          ticketNo,
          ringLimitMs: 1,
          urgent: false,
          location: false,
          district: null,
        },
        options,
      );
    for (const dial of [
      'PJSIP/r-a',
      'PJSIP/110@trunk',
      'Local/07532222222@remote-out/n',
      'Local/110@demo-carrier/n',
    ])
      t.match(request(dial), { body: { endpoint: dial } });
    for (const dial of [
      '',
      'Local/07532222222@dial-out/n',
      'Local/07532222222@from-trunk/n',
      'Local/07532222222@remote-out',
      'Local/110@remote-out/n',
      'Local/0753222222a@remote-out/n',
      'PJSIP/trunk/sip:900@evil.example',
      'PJSIP/a&PJSIP/b',
      'SIP/a',
      'Local/s@hotline/n',
      'PJSIP/a\n',
    ])
      t.equal(request(dial), null, dial);
  },
);
