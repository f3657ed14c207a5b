import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import { liveCall } from '../../src/calls/live.ts';
import {
  after,
  agent7,
  ask,
  at,
  caller,
  move,
  noon,
  party,
  partyLeg,
  sample,
  seat7,
  seatLeg,
} from './given.ts';

const actor: Actor = { id: agent7, roles: ['agent'], unit: null, district: null, cleared: false };
const row = (call: Parameters<typeof liveCall>[1]) => liveCall(actor, call, (id) => `name of ${id}`);

t.test('who is in a talk: citizen and agent', async (t) => {
  const { parties, hunt, lastHunt } = row(sample.talking());
  t.match(parties, [
    { leg: caller, role: 'citizen', since: noon, place: 'together', muted: false },
    { leg: seatLeg(1), role: 'agent', seat: seat7, since: at(15_000), place: 'together' },
  ]);
  t.equal(parties.length, 2);
  t.equal(hunt, null);
  t.equal(lastHunt, null);
  t.same(row(sample.queued()).parties, [], 'nobody before the talk');
});

t.test('who is being rung, and where the others are meanwhile', async (t) => {
  const asking = row(sample.asking());
  t.match(asking.parties, [{ place: 'alone' }, { role: 'agent', place: 'alone' }]);
  t.match(asking.hunt, {
    goal: 'consult',
    name: '人社局',
    unit: 'rsj',
    ringing: [{ leg: partyLeg(1), name: 'rsj1', since: at(20_000), state: 'asked' }],
    tried: [],
    left: ['rsj2'],
  });
  t.match(row(after(sample.asking(), party.ringing(1))).hunt?.ringing, [{ state: 'ringing' }]);
  const next = row(after(sample.asking(), party.ended(1, 17)));
  t.match(next.hunt, { ringing: [{ name: 'rsj2' }], tried: [{ name: 'rsj1', why: 'refused' }], left: [] });
});

t.test('who answered in private, then with everybody, and who is muted', async (t) => {
  const aside = sample.aside();
  t.match(row(aside).parties, [
    { role: 'citizen', place: 'alone' },
    { role: 'agent', place: 'aside' },
    { role: 'remoteSeat', name: 'rsj1', place: 'aside', since: at(25_000) },
  ]);
  t.match(row(aside).lastHunt, { result: 'reached', goal: 'consult' });
  const all = after(aside, ask.back(true), ask.mute(partyLeg(1)));
  t.match(row(all).parties, [
    { place: 'together' },
    { place: 'together' },
    { leg: partyLeg(1), place: 'together', muted: true },
  ]);
});

t.test('nobody of the unit answered: what was tried is there for the ticket', async (t) => {
  const failed = row(after(sample.asking(), party.ended(1, 17), party.ended(2, 20)));
  t.equal(failed.phase, 'talking');
  t.match(failed.lastHunt, {
    unit: 'rsj',
    result: 'failed',
    tried: [
      { name: 'rsj1', why: 'refused' },
      { name: 'rsj2', why: 'unreachable' },
    ],
    readOut: [],
  });
});

t.test('no emergency desk answered: the number to read out is told', async (t) => {
  const failed = after(sample.emergency(), party.ended(1, 17), party.ended(2, 20));
  t.match(row(failed).lastHunt, { goal: 'emergency', number: '110', result: 'failed', readOut: ['110'] });
  t.same(row(sample.conference()).lastHunt?.readOut, []);
});

t.test('an agent who has left is not among them any more', async (t) => {
  const left = after(sample.conference(), ask.simply('LeaveAsked'), move.seatEnded(1, 16, at(30_500)));
  t.match(row(left).parties, [{ role: 'citizen' }, { role: 'desk', name: '110a' }]);
  t.equal(row(left).parties.length, 2);
});
