import fc from 'fast-check';
import t from 'tap';
import {
  callOfPlayback,
  channelOfCaller,
  channelOfLeg,
  isBridge,
  legOfChannel,
  phoneOfEndpoint,
} from '../../src/asterisk/ids.ts';
import { asideId, bridgeId, type CallId, callOfBridge, legId, playbackId } from '../../src/calls/model.ts';

const uniqueId = fc
  .tuple(
    fc.option(fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)),
    fc.integer({ min: 1, max: 99_999_999_999 }),
    fc.nat(),
  )
  .map(([system, time, n]) => `${system === null ? '' : `${system}-`}${time}.${n}`);

t.test('what the house names it finds again, with and without a system name', (t) => {
  fc.assert(
    fc.property(uniqueId, fc.integer({ min: 1, max: 999_999 }), (id, n) => {
      const call = `C${id}` as CallId;
      t.strictSame(legOfChannel(id), { role: 'caller', call, leg: legId(call, 'caller') });
      const seat = legId(call, 'seat', n);
      t.strictSame(legOfChannel(seat), { role: 'seat', call, leg: seat });
      t.equal(channelOfLeg(legId(call, 'caller')), id);
      t.equal(channelOfLeg(seat), seat);
      t.equal(channelOfCaller(call), id);
      const party = legId(call, 'party', n);
      t.strictSame(legOfChannel(party), { role: 'party', call, leg: party });
      t.equal(channelOfLeg(party), party);
      for (const bridge of [bridgeId(call), asideId(call)]) {
        t.ok(isBridge(bridge));
        t.equal(callOfBridge(bridge), call);
      }
      t.equal(callOfPlayback(playbackId(call, n)), call);
    }),
  );
  t.end();
});

t.test('what is not the house’s is nothing', (t) => {
  for (const id of [
    '',
    'x',
    '1763978815',
    '1763978815.12;1',
    'C1763978815.12',
    'C1763978815.12.seat.',
    'C1763978815.12.seat.x',
    'C1763978815.12.seat.1.2x',
    'X1763978815.12.seat.1',
    '../1763978815.12',
    '1763978815.12\n',
    `${'9'.repeat(200)}.1`,
  ]) {
    t.equal(legOfChannel(id), null, `channel ${id}`);
    t.notOk(isBridge(id), `bridge ${id}`);
    t.equal(callOfPlayback(id), null, `playback ${id}`);
  }
  for (const name of ['', 'a/b', 'a&b', 'a b', '8001\n', 'x'.repeat(65)])
    t.equal(phoneOfEndpoint(name), null);
  t.strictSame(phoneOfEndpoint('8001'), { seat: '8001', device: 'desk' });
  t.strictSame(phoneOfEndpoint('8001w'), { seat: '8001', device: 'browser' });
  t.strictSame(phoneOfEndpoint('w'), { seat: 'w', device: 'desk' });
  t.end();
});
