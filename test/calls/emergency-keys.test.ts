import t from 'tap';
import { decide } from '../../src/calls/decide.ts';
import type { Call, Digit } from '../../src/calls/model.ts';
import { after, arrived, at, emergencyPlan, given, move, richPlan, sample, waitingPlan } from './given.ts';

const keys = { '7': '110', '8': '120', '0': '119' } as const;
const with_ = <T extends Call>(call: T): T => ({ ...call, plan: { ...call.plan, emergencyKeys: keys } });
const rich = { ...waitingPlan, emergencyKeys: keys };

/** Wherever a citizen can be without an agent. */
const places = {
  greeting: with_(sample.greeting()),
  menu: with_(sample.menu(richPlan)),
  'menu, in the pause': after(
    sample.menu({ ...richPlan, emergencyKeys: keys }),
    move.finished(2, at(10_000)),
  ),
  queue: with_(sample.queued()),
  'an announcement': after(sample.queued(rich), move.announce(at(18_000))),
  offer: with_(sample.offering()),
  survey: with_(sample.survey()),
  farewell: with_(sample.farewell()),
} as const;

for (const [where, call] of Object.entries(places))
  t.test(`the emergency key is heard in the ${where}: the desk is rung, whatever else goes on`, async (t) => {
    for (const [digit, number] of Object.entries(keys)) {
      const turn = decide(call, { type: 'DigitPressed', at: at(65_000), digit: digit as Digit });
      t.match(turn.facts, [{ type: 'EmergencyBegan', number, by: null }], `${digit} for ${number}`);
      t.notOk(['queued', 'offering', 'menu', 'greeting', 'survey'].includes(turn.call.phase));
    }
  });

t.test('another key changes nothing in greeting and farewell', async (t) => {
  given(sample.greeting(emergencyPlan))
    .when(move.pressed('1', at(3_000)))
    .gives(t, { phase: 'greeting' });
  given(places.farewell)
    .when(move.pressed('1', at(61_000)))
    .gives(t, { phase: 'farewell' });
});

t.test(
  'the key twice, and a hundred more: the desk is rung once, and every later key changes nothing',
  async (t) => {
    let call: Call = after(
      arrived({ ...emergencyPlan, greeting: [], emergency: routes() }).call,
      move.pressed('7', at(1_000)),
    );
    t.equal(call.phase, 'emergency');
    const rung = call.legs.length;
    for (let n = 0; n < 100; n += 1) {
      const turn = decide(call, move.pressed('7', at(1_010 + n)));
      t.equal(turn.commands.length + turn.facts.length, 0);
      call = turn.call;
    }
    t.equal(call.legs.length, rung);
  },
);

const routes = () => {
  const route = {
    kind: 'desk',
    name: '110',
    dial: 'PJSIP/110@trunk' as never,
    seat: null,
    agent: null,
    unit: null,
    ringMs: 30_000,
    location: false,
  } as const;
  return { '110': [route], '120': [route], '119': [route] };
};

t.test('without keys in the plan no key leads anywhere', async (t) => {
  given(sample.queued())
    .when(move.pressed('7', at(9_000)))
    .gives(t, { phase: 'queued' });
});
