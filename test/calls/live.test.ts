import t from 'tap';
import type { Actor } from '../../src/access/model.ts';
import type { CallerEntryId } from '../../src/callers/model.ts';
import { liveCall } from '../../src/calls/live.ts';
import { type Language, usualLanguage } from '../../src/calls/model.ts';
import {
  after,
  agent7,
  arrived,
  ask,
  at,
  caller,
  move,
  noon,
  party,
  partyLeg,
  plan,
  prompts,
  sample,
  seat7,
  seatLeg,
} from './given.ts';

const actor: Actor = { id: agent7, roles: ['agent'], unit: null, district: null, cleared: false };
const known = { nameOf: (id: string) => `name of ${id}`, whyListed: (id: number) => `why ${String(id)}` };
const row = (call: Parameters<typeof liveCall>[1]) => liveCall(actor, call, known);

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

const languages = {
  prompts: prompts('choose-language'),
  options: { '2': 'yue' as Language },
  numbers: [],
  skills: {},
  limitMs: 5_000,
  default: usualLanguage,
};

t.test('the language is told when it was asked for and the question is settled', async (t) => {
  const asked = arrived({ ...plan, languages }).call;
  t.equal(row(asked).language, null, 'nothing is chosen yet');
  t.equal(row(after(asked, move.pressed('2', at(1_000)))).language, 'yue');
  const silent = after(asked, move.finished(1, at(3_000)), { type: 'KeyOverdue', at: at(8_000) });
  t.equal(row(silent).language, 'zh-CN', 'what who does not choose hears');
  t.equal(row(sample.talking()).language, null, 'nobody is asked');
});

t.test('as what a caller is treated everybody is told, and why whoever may read the lists', async (t) => {
  const vip = { kind: 'vip', entry: 4 as CallerEntryId, calls: null } as const;
  const listed = sample.talking({ ...plan, standing: vip });
  t.same(row(listed).standing, { ...vip, reason: null }, 'an agent reads no lists');
  const leader: Actor = { ...actor, roles: ['shiftLeader'] };
  t.same(liveCall(leader, listed, known).standing, { ...vip, reason: 'why 4' });
  const repeat = { kind: 'repeat', entry: null, calls: 3 } as const;
  const again = sample.talking({ ...plan, standing: repeat });
  t.same(liveCall(leader, again, known).standing, { ...repeat, reason: null }, 'there is no entry');
  t.equal(row(sample.talking()).standing, null);
});
