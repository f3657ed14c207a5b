import t from 'tap';
import { bridgeId, legId, playbackId } from '../../src/calls/model.ts';
import type { Inventory } from '../../src/ports/switch.ts';
import { playbacksOf, recover, strays } from '../../src/switchboard/recover.ts';
import type { Input } from '../../src/switchboard/turn.ts';
import { callId, from, oneSeat, plan, readySeat, Scene, seatId, twoSeats } from './scene.ts';

const caller = legId(callId(1), 'caller');
const seatLeg = (n: number) => legId(callId(1), 'seat', n);
const nothing: Inventory = {
  legs: new Map(),
  playing: new Set(),
  callers: new Map(),
  bridges: new Set(),
  phones: [],
};
/** What the house does on this inventory: what each input says, then what is done to strays. */
function recovered(scene: Scene, inventory: Partial<Inventory>, asked = new Map(scene.state.calls)) {
  const whole = { ...nothing, ...inventory };
  scene.put({ to: 'switch', at: scene.now, up: false });
  scene.said();
  const inputs: Input[] = [];
  for (const input of recover(scene.state, asked, whole, scene.now)) {
    inputs.push(input);
    scene.put(input);
  }
  return {
    told: inputs.map((input) => (input.to === 'call' ? input.event.type : input.to)),
    said: scene.said(),
    strays: strays(scene.state, whole).map((command) => `${command.type} ${command.call}`),
  };
}

t.test('all is as it was: each call is resumed, nothing else is said', async (t) => {
  const { told, strays } = recovered(oneSeat(), {
    legs: new Map([
      [caller, 'up'],
      [seatLeg(1), 'ringing'],
    ]),
  });
  t.strictSame(told, ['Resumed']);
  t.strictSame(strays, []);
});

t.test('the caller left meanwhile: the call ends as lost, the phone is stopped', async (t) => {
  const scene = oneSeat();
  const { told, said } = recovered(scene, { legs: new Map([[seatLeg(1), 'ringing']]) });
  t.strictSame(told, ['LegFoundGone']);
  t.strictSame(said, ['HangUp 1.seat.1']);
  t.match(scene.call(1), { ending: { outcome: 'lost' } });
});

t.test('the seat of a talk left meanwhile: the caller hears goodbye to its end', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  const { told, said } = recovered(scene, {
    legs: new Map([[caller, 'up']]),
    bridges: new Set([bridgeId(callId(1))]),
  });
  t.strictSame(told, ['LegFoundGone']);
  t.equal(scene.call(1).phase, 'farewell');
  t.notOk(said.includes('HangUp 1.caller'));
});

t.test('the phone was answered meanwhile: they are joined', async (t) => {
  const scene = oneSeat();
  const { told, said } = recovered(scene, {
    legs: new Map([
      [caller, 'up'],
      [seatLeg(1), 'up'],
    ]),
  });
  t.strictSame(told, ['SeatAnswered', 'Resumed']);
  t.equal(scene.call(1).phase, 'talking');
  t.strictSame(said.slice(0, 3), ['CreateBridge 1.bridge', 'StopMusic 1.caller', 'Join 1.bridge']);
});

t.test(
  'a call that moved on while the inventory was on its way is promised what its new phase promises',
  async (t) => {
    const scene = oneSeat();
    const asked = new Map(scene.state.calls);
    scene.declineAsked(1, 7);
    const { told, said } = recovered(scene, { legs: new Map([[caller, 'up']]) }, asked);
    t.strictSame(told, ['LegFoundGone', 'Resumed']);
    t.strictSame(said, ['StartMusic 1.caller'], 'its music may have been lost with the connection before');
  },
);

t.test('a farewell that began while the inventory was on its way is heard out', async (t) => {
  const scene = oneSeat({ ...plan, maxOffers: 1 });
  const asked = new Map(scene.state.calls);
  scene.declineAsked(1, 7);
  const { told } = recovered(scene, { legs: new Map([[caller, 'up']]) }, asked);
  t.strictSame(told, ['LegFoundGone']);
  t.equal(scene.call(1).phase, 'farewell');
});

t.test('a call that began while the inventory was on its way is not missed in it', async (t) => {
  const scene = new Scene([readySeat(7)]);
  const asked = new Map(scene.state.calls);
  scene.arrives(1);
  const { told } = recovered(scene, {}, asked);
  t.strictSame(told, []);
  t.equal(scene.call(1).phase, 'offering');
});

t.test('a caller whom no call knows is taken in, with number and what was dialled', async (t) => {
  const scene = new Scene([readySeat(7)]);
  const callers = new Map([[callId(1), { from, dialled: '12345' }]]);
  const { told, strays } = recovered(scene, { legs: new Map([[caller, 'up']]), callers });
  t.strictSame(told, ['door']);
  t.match(scene.call(1), { phase: 'queued', from, dialled: '12345' });
  t.strictSame(strays, []);
});

t.test('a caller who came and left while the inventory was on its way is not taken in', async (t) => {
  const scene = new Scene([]);
  const asked = new Map(scene.state.calls);
  scene.arrives(1);
  scene.callerHangsUp(1);
  const callers = new Map([[callId(1), { from, dialled: '12345' }]]);
  recovered(scene, { legs: new Map([[caller, 'up']]), callers }, asked);
  t.equal(scene.state.calls.size, 0);
});

t.test(
  'a phone whose hang-up was lost with the connection is a stray, the one that rings now is not',
  async (t) => {
    const scene = twoSeats();
    scene.timer(1, 'ring');
    const { strays } = recovered(scene, {
      legs: new Map([
        [caller, 'up'],
        [seatLeg(1), 'ringing'],
        [seatLeg(2), 'ringing'],
      ]),
    });
    t.strictSame(strays, [`HangUp ${callId(1)}`]);
  },
);

t.test('legs and bridges of calls that are over are strays', async (t) => {
  const { strays } = recovered(new Scene([]), {
    legs: new Map([[seatLeg(1), 'up']]),
    bridges: new Set([bridgeId(callId(1))]),
  });
  t.strictSame(strays, [`HangUp ${callId(1)}`, `DestroyBridge ${callId(1)}`]);
  t.equal(bridgeId(callId(1)), 'C1763978815.1.bridge');
});

t.test('the bridge of a talk stays, that of any other call is a stray', async (t) => {
  const legs: Inventory['legs'] = new Map([
    [caller, 'up'],
    [seatLeg(1), 'up'],
  ]);
  const bridges = new Set([bridgeId(callId(1))]);
  const talking = oneSeat();
  talking.answers(1);
  t.strictSame(recovered(talking, { legs, bridges }).strays, []);
  const apart = oneSeat();
  apart.answers(1);
  apart.outcome('Join', 'timeout');
  t.strictSame(recovered(apart, { legs, bridges }).strays, [
    `HangUp ${callId(1)}`,
    `DestroyBridge ${callId(1)}`,
  ]);
});

t.test('an ended call hangs up what it knows of itself, once', async (t) => {
  const scene = oneSeat();
  scene.answers(1);
  scene.callerHangsUp(1);
  const { said, strays } = recovered(scene, { legs: new Map([[seatLeg(1), 'up']]) });
  t.strictSame(said, ['HangUp 1.seat.1']);
  t.strictSame(strays, []);
});

t.test(
  'only prompts that a call waits for are asked about; one that is over is not waited for',
  async (t) => {
    const greeted = { ...plan, greeting: ['greeting' as (typeof plan.greeting)[number]] };
    const scene = oneSeat(greeted);
    t.strictSame(playbacksOf(scene.state.calls), [playbackId(callId(1), 1)]);
    const legs: Inventory['legs'] = new Map([[caller, 'up']]);
    recovered(scene, { legs, playing: new Set([playbackId(callId(1), 1)]) });
    t.equal(scene.call(1).phase, 'greeting');
    recovered(scene, { legs });
    t.equal(scene.call(1).phase, 'queued');
    t.strictSame(playbacksOf(scene.state.calls), []);
  },
);

t.test('phones are believed as found, and those of no seat left alone', async (t) => {
  const scene = new Scene([readySeat(7)]);
  recovered(scene, {
    phones: [
      { seat: seatId(7), device: 'desk', phone: 'unreachable' },
      { seat: seatId(1), device: 'desk', phone: 'reachable' },
    ],
  });
  t.match(scene.doing(7), { state: 'notReady', reason: 'phoneUnreachable' });
});
