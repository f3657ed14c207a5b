import fc from 'fast-check';
import t from 'tap';
import { inventoryRequests, listIn, toInventory } from '../../src/asterisk/inventory.ts';
import type { PlaybackId } from '../../src/calls/model.ts';

const stasis = (data: string): object => ({ context: 'hotline', app_name: 'Stasis', app_data: data });
const answers = {
  channels: [
    {
      id: '1.2',
      state: 'Up',
      caller: { number: '138 0013 8000' },
      dialplan: stasis('hotline,inbound,12345'),
    },
    { id: '1.3', state: 'Up', caller: { number: 'x' }, dialplan: stasis('other,inbound,12345') },
    { id: '1.4', state: 'Up', dialplan: { app_name: 'BackGround', app_data: 'hotline/system-fault' } },
    { id: 'C1.2.seat.1', state: 'Up' },
    { id: 'C1.2.seat.2', state: 'Ringing' },
    { id: 'C1.9.seat.1', state: 'Down' },
    { id: 'snoop-1', state: 'Up' },
    null,
    7,
  ],
  bridges: [{ id: 'C1.2.bridge' }, { id: 'C1.9.bridge' }, { id: 'holding' }, {}],
  endpoints: [
    { technology: 'PJSIP', resource: '8001', state: 'online' },
    { technology: 'PJSIP', resource: '8002', state: 'offline' },
    { technology: 'PJSIP', resource: 'a/b', state: 'online' },
  ],
  playing: ['C1.2.play.1' as PlaybackId],
};

t.test('what bears the house’s ids is in the inventory, and nothing else', (t) => {
  const found = toInventory(answers, 'hotline');
  t.strictSame(
    [...found.legs],
    [
      ['C1.2.caller', 'up'],
      ['C1.2.seat.1', 'up'],
      ['C1.2.seat.2', 'ringing'],
      ['C1.9.seat.1', 'ringing'],
    ],
  );
  t.strictSame([...found.callers], [['C1.2', { from: '13800138000', dialled: '12345' }]]);
  t.strictSame([...found.bridges], ['C1.2.bridge', 'C1.9.bridge']);
  t.strictSame([...found.playing], ['C1.2.play.1']);
  t.strictSame(
    [...found.phones],
    [
      { seat: '8001', device: 'desk', phone: 'reachable' },
      { seat: '8002', device: 'desk', phone: 'unreachable' },
    ],
  );
  t.end();
});

t.test('playbacks are asked for one by one', (t) => {
  t.strictSame(
    inventoryRequests(['C1.2.play.1' as PlaybackId]).playbacks.map(({ request }) => request.uri),
    ['playbacks/C1.2.play.1'],
  );
  t.end();
});

t.test('an answer that is no list is no empty list: nothing is concluded from it', (t) => {
  t.strictSame(listIn('channels', { status: 200, body: '[]' }), []);
  for (const answer of [
    { status: 500, body: '[]' },
    { status: 200, body: '{}' },
    { status: 200, body: '[' },
  ])
    t.throws(() => listIn('channels', answer));
  t.end();
});

t.test('nothing that Asterisk may answer makes it throw', (t) => {
  fc.assert(
    fc.property(fc.anything(), fc.array(fc.anything()), (channels, bridges) => {
      const found = toInventory({ channels, bridges, endpoints: bridges, playing: [] }, 'hotline');
      return found.callers.size <= found.legs.size;
    }),
  );
  t.end();
});
