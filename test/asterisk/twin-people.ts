import type { PhoneBehaviour } from './sipp.ts';
import { caller, prepared, type Script, seat, talking } from './twin-part.ts';

const answers: PhoneBehaviour = { type: 'answer', ringMs: 200, talkMs: null };
const waysOfCitizens = [
  ['answers and leaves', { type: 'answer', ringMs: 200, talkMs: 400 }],
  ['is busy', { type: 'refuse', status: 486 }],
  ['refuses', { type: 'refuse', status: 603 }],
  ['is not known', { type: 'refuse', status: 404 }],
  ['does not answer', { type: 'ring' }],
] as const;

const left: readonly Script[] = [
  {
    name: 'the caller leaves at the door',
    play: async (part) => {
      await part.arrives();
      await part.leaves();
    },
  },
  {
    name: 'the caller leaves during a prompt',
    play: async (part) => {
      await part.arrives();
      await part.giveAll(
        part.play(1, 'greeting', 'greeting', 'greeting', 'greeting'),
        part.play(2, 'greeting'),
      );
      await part.leaves();
      await part.told('PromptFinished', 2);
    },
  },
  {
    name: 'the caller leaves during music while a phone rings',
    play: async (part) => {
      await part.arrives();
      await part.giveAll(part.to('StartMusic', caller), part.ringSeat(1, '8002'), part.ringParty(1, '8002'));
      await part.told('SeatRinging');
      await part.told('PartyRinging');
      await part.leaves();
      await part.holds();
    },
  },
  {
    name: 'the caller leaves in a talk',
    play: async (part) => {
      await talking(part);
      await part.leaves();
      await part.holds();
    },
  },
  {
    name: 'the seat leaves in a talk',
    play: async (part) => {
      await talking(part, '8006');
      await part.told('SeatLegEnded');
      await part.holds();
    },
  },
  {
    name: 'the house hangs up during a prompt',
    play: async (part) => {
      await part.arrives();
      await part.give(part.play(1, 'greeting', 'greeting', 'greeting'));
      await part.give(part.hangUp(caller));
      await part.told('CallerHungUp');
      await part.told('PromptFinished');
      await part.without(caller);
    },
  },
  {
    name: 'a key at the door, in a prompt and in a talk',
    keys: [
      { digit: '5', atMs: 600 },
      { digit: '#', atMs: 1_600 },
      { digit: '7', atMs: 4_000 },
    ],
    play: async (part) => {
      await part.arrives();
      part.presses('5');
      await part.told('DigitPressed');
      await part.give(part.play(1, ...Array<string>(8).fill('greeting')));
      part.presses('#');
      await part.told('DigitPressed', 2);
      await part.give(part.stopPlay(1));
      await part.told('PromptFinished');
      await part.giveAll(part.createBridge(), part.ringSeat(1, '8001'));
      await part.told('SeatAnswered');
      await part.give(part.join(caller, seat(1)));
      part.presses('7');
      await part.told('DigitPressed', 3);
    },
  },
];

const dialled: readonly Script[] = [
  ...waysOfCitizens.map(
    ([how, citizen]): Script => ({
      name: `Dial: the citizen ${how}`,
      citizen,
      play: async (part) => {
        await prepared(part);
        await part.give(part.join(caller, seat(1)));
        await part.holds();
        await part.give(part.dial(citizen.type === 'ring' ? 1_000 : 20_000));
        await part.told('CallerHungUp');
        await part.holds();
      },
    }),
  ),
  {
    name: 'PrepareDial and Dial, for the second time, and on a leg that is gone',
    citizen: answers,
    play: async (part) => {
      await part.give(part.dial());
      await prepared(part);
      await part.give(part.prepareDial(seat(1)));
      await part.give(part.join(caller, seat(1)));
      await part.giveAll(part.dial(), part.dial());
      await part.told('CitizenRinging');
      await part.give(part.dial());
      await part.told('CitizenAnswered');
      await part.give(part.dial());
      await part.holds();
      await part.give(part.hangUp(caller));
      await part.told('CallerHungUp');
      await part.without(caller);
      await part.give(part.hangUp(caller));
      await part.give(part.dial());
    },
  },
  {
    name: 'PrepareDial beside a seat that is gone',
    citizen: answers,
    play: async (part) => {
      await part.give(part.prepareDial(seat(1)));
      await part.told('CitizenReady');
      await part.holds();
    },
  },
  ...(['before it is dialled', 'while it rings'] as const).map(
    (when): Script => ({
      name: `HangUp of a citizen ${when}, and the seat leaves`,
      citizen: { type: 'ring' },
      play: async (part) => {
        await prepared(part);
        await part.give(part.join(caller, seat(1)));
        if (when === 'while it rings') {
          await part.give(part.dial());
          await part.told('CitizenRinging');
        }
        await part.give(part.hangUp(caller));
        await part.told('CallerHungUp');
        await part.give(part.hangUp(seat(1)));
        await part.told('SeatLegEnded');
      },
    }),
  ),
];

const away: readonly Script[] = [
  {
    name: 'the connection is away: commands end at once, what happens is not told, the inventory shows it',
    play: async (part) => {
      await talking(part);
      await part.give(part.ringSeat(2, '8002'));
      await part.told('SeatRinging', 2);
      await part.holds();
      await part.stage.away(async () => {
        await part.give(part.hangUp(seat(2)));
        await part.stage.hangsUp(part.call);
      });
      await part.without(caller);
      await part.holds();
      await part.give(part.hangUp(seat(1)));
      await part.told('SeatLegEnded');
      await part.holds();
    },
  },
  {
    name: 'a prompt and a phone go on while the connection is away',
    play: async (part) => {
      await part.arrives();
      await part.give(part.play(1, ...Array<string>(30).fill('greeting')));
      await part.give(part.ringSeat(1, '8002'));
      await part.told('SeatRinging');
      await part.stage.away(async () => undefined);
      await part.holds(1, 2);
      await part.give(part.stopPlay(1));
      await part.told('PromptFinished');
      await part.give(part.hangUp(seat(1)));
      await part.told('SeatLegEnded');
    },
  },
];

/** What the house asks again after each break, since it cannot know whether it was done. */
const dialledAgain: Script = {
  name: 'Dial, again over the next connection, while the phone rings',
  citizen: { type: 'answer', ringMs: 1_500, talkMs: null },
  play: async (part) => {
    await prepared(part);
    await part.give(part.join(caller, seat(1)));
    await part.give(part.dial());
    await part.told('CitizenRinging');
    await part.stage.away(async () => undefined);
    await part.giveAll(part.createBridge(), part.join(caller, seat(1)), part.dial());
    await part.told('CitizenAnswered');
    await part.holds();
  },
};

/** What people do, and what the connection does. */
export const peopleScripts: readonly Script[] = [...left, ...dialled, ...away, dialledAgain];
