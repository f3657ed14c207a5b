import t from 'tap';
import type { CallEvent } from '../../src/calls/events.ts';
import { type Call, legId, playbackId } from '../../src/calls/model.ts';
import { callId, noon, plan, readySeat, Scene, seatId } from '../switchboard/scene.ts';

const leg = (n: number) => legId(callId(1), 'seat', n);
const greeted = { ...plan, greeting: ['greeting' as (typeof plan.greeting)[number]] };

/** A whole call as the switch tells it: seat 9 does not answer, seat 7 does, and hangs up. */
const told: readonly CallEvent[] = [
  { type: 'PromptFinished', at: noon, playback: playbackId(callId(1), 1), played: true },
  { type: 'SeatRinging', at: noon, leg: leg(1) },
  { type: 'SeatLegEnded', at: noon, leg: leg(1), cause: 19 },
  { type: 'SeatRinging', at: noon, leg: leg(2) },
  { type: 'SeatAnswered', at: noon, leg: leg(2) },
  { type: 'SeatLegEnded', at: noon, leg: leg(2), cause: 16 },
  { type: 'PromptFinished', at: noon, playback: playbackId(callId(1), 2), played: true },
  { type: 'CallerHungUp', at: noon, cause: 16 },
];

function run(events: readonly CallEvent[]): Scene {
  const scene = new Scene([readySeat(7), readySeat(9)], greeted);
  scene.arrives(1);
  for (const event of events) scene.tell(1, event);
  return scene;
}
/** What the record will say of the call. */
const essence = (call: Call) => ({
  phase: call.phase,
  failedOffers: call.failedOffers,
  ending: 'ending' in call ? call.ending : null,
  talk: 'talk' in call ? call.talk?.seat : null,
  legs: call.legs.map((one) => [one.id, one.state, one.cause]),
});

const wanted = {
  phase: 'ended',
  failedOffers: 1,
  ending: { by: 'seat', outcome: 'answered', during: 'talking', cause: 16 },
  talk: seatId(7),
};

t.test('the call as it is told once', async (t) => {
  const scene = run(told);
  t.match(essence(scene.call(1)), wanted);
  t.equal(scene.state.calls.size, 0);
});

t.test('everything told twice at once gives the same call, with no command more', async (t) => {
  const once = run(told);
  const twice = run(told.flatMap((event) => [event, event]));
  t.strictSame(essence(twice.call(1)), essence(once.call(1)));
  t.strictSame(twice.said(), once.said());
});

t.test('each event told again after each later one gives the same call', async (t) => {
  const once = essence(run(told).call(1));
  for (const [i, again] of told.entries())
    for (let j = i + 1; j <= told.length; j += 1) {
      const scene = run(told.toSpliced(j, 0, again));
      t.strictSame(essence(scene.call(1)), once, `${again.type} again before step ${j}`);
      t.equal(scene.state.calls.size, 0);
    }
});

t.test('a ringing told after the answer, and an answer after the end, change nothing that was', async (t) => {
  const swapped = run([...told.slice(0, 3), ...told.slice(4, 5), ...told.slice(3, 4), ...told.slice(5)]);
  t.match(essence(swapped.call(1)), wanted);
  const late = run([...told.slice(0, 3), { type: 'SeatAnswered', at: noon, leg: leg(1) }]);
  t.match(late.call(1), { phase: 'offering', offer: { leg: leg(2) } });
});

t.test('any two neighbours told in the other order leave no seat held and no call behind', async (t) => {
  for (let i = 0; i + 1 < told.length; i += 1) {
    const order = [...told];
    const [a, b] = [order[i], order[i + 1]];
    if (a === undefined || b === undefined) continue;
    order[i] = b;
    order[i + 1] = a;
    const scene = run(order);
    scene.callerHangsUp(1);
    for (const n of [1, 2]) scene.legEnds(1, n);
    t.equal(scene.state.calls.size, 0, `${b.type} before ${a.type}`);
    for (const n of [7, 9]) t.notOk(['offered', 'talking'].includes(scene.doing(n).state));
    const tickets = scene.batches.flatMap((batch) => batch.tickets);
    t.equal(tickets.filter(({ type }) => type === 'TicketOpened').length, 1);
  }
});
