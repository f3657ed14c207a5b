import { caller, party, type Script, seat, type ToLeg, talking } from './twin-part.ts';
import { absent } from './twin-stage.ts';

const toLegs: readonly ToLeg[] = ['StartMusic', 'StopMusic', 'StartRinging', 'StopRinging', 'Mute', 'Unmute'];
const waysOfSeats = [
  ['answered', '8001', 'SeatAnswered'],
  ['busy', '8003', 'SeatLegEnded'],
  ['refused', '8004', 'SeatLegEnded'],
  ['not known there', '8007', 'SeatLegEnded'],
  ['not answered', '8002', 'SeatLegEnded'],
  ['answered and left', '8006', 'SeatLegEnded'],
] as const;

const announced: readonly Script[] = [
  {
    name: 'Play, once and for the second time, and on a leg that is gone',
    play: async (part) => {
      await part.arrives();
      await part.give(part.play(1, 'greeting', 'recording-notice'));
      await part.holds(1);
      await part.give(part.play(1, 'greeting'));
      await part.told('PromptFinished');
      await part.holds(1);
      await part.give(part.play(2, 'greeting'));
      await part.told('PromptFinished', 2);
      await part.leaves();
      await part.give(part.play(3, 'greeting'));
    },
  },
  {
    name: 'Play with an id that was used before, and with a prompt that is not there',
    play: async (part) => {
      await part.arrives();
      await part.give(part.play(1, 'greeting'));
      await part.told('PromptFinished');
      await part.give(part.play(1, 'greeting'));
      await part.told('PromptFinished', 2);
      await part.give(part.play(2, 'no-such-prompt'));
      await part.told('PromptFinished', 3);
    },
  },
  {
    name: 'Play while another is under way: one after the other',
    play: async (part) => {
      await part.arrives();
      await part.giveAll(part.play(1, 'greeting'), part.play(2, 'greeting'));
      await part.holds(1, 2);
      await part.told('PromptFinished', 2);
      await part.holds(1, 2);
    },
  },
  {
    name: 'StopPlay, once and for the second time, and of one that waits behind another',
    play: async (part) => {
      await part.arrives();
      await part.give(part.play(1, 'greeting', 'greeting', 'greeting'));
      await part.give(part.stopPlay(1));
      await part.told('PromptFinished');
      await part.give(part.stopPlay(1));
      await part.give(part.stopPlay(9));
      await part.giveAll(part.play(2, 'greeting', 'greeting'), part.play(3, 'greeting'));
      await part.give(part.stopPlay(2));
      await part.told('PromptFinished', 3);
      await part.leaves();
      await part.give(part.stopPlay(3));
    },
  },
  {
    name: 'Play during music, music during a prompt',
    play: async (part) => {
      await part.arrives();
      await part.giveAll(part.to('StartMusic', caller), part.play(1, 'greeting'));
      await part.give(part.to('StartMusic', caller));
      await part.told('PromptFinished');
      await part.give(part.to('StopMusic', caller));
    },
  },
  ...toLegs.map(
    (type): Script => ({
      name: `${type}, once and for the second time, and on a leg that is gone`,
      play: async (part) => {
        await part.arrives();
        await part.give(part.to(type, caller));
        await part.give(part.to(type, caller));
        await part.give(part.to(type, seat(7)));
        await part.leaves();
        await part.give(part.to(type, caller));
      },
    }),
  ),
  ...toLegs.map(
    (type): Script => ({
      name: `${type} on a leg in a talk, and on a phone that rings`,
      play: async (part) => {
        await talking(part);
        await part.give(part.to(type, seat(1)));
        await part.give(part.to(type, caller));
        await part.give(part.ringSeat(2, '8002'));
        await part.told('SeatRinging', 2);
        await part.give(part.to(type, seat(2)));
      },
    }),
  ),
];

const rung: readonly Script[] = [
  ...waysOfSeats.map(
    ([how, id, ends]): Script => ({
      name: `RingSeat: ${how}`,
      play: async (part) => {
        await part.arrives();
        await part.give(part.ringSeat(1, id, 1_000));
        await part.told(ends);
      },
    }),
  ),
  ...waysOfSeats.map(
    ([how, id, ends]): Script => ({
      name: `RingParty: ${how}`,
      play: async (part) => {
        await part.arrives();
        await part.give(part.ringParty(1, id, 1_000));
        await part.told(ends === 'SeatAnswered' ? 'PartyAnswered' : 'PartyLegEnded');
      },
    }),
  ),
  {
    name: 'RingSeat and RingParty: nobody there, nobody known, the same leg again, a leg that was, a caller who is gone',
    play: async (part) => {
      await part.arrives();
      await part.give(part.ringSeat(1, absent));
      await part.give(part.ringSeat(1, '8999'));
      await part.give(part.ringParty(1, absent));
      await part.give(part.ringParty(1, '8999'));
      await part.give(part.ringSeat(1, '8002'));
      await part.give(part.ringSeat(1, '8002'));
      await part.give(part.ringParty(1, '8002'));
      await part.give(part.ringParty(1, '8002'));
      await part.told('SeatRinging');
      await part.told('PartyRinging');
      await part.give(part.hangUp(seat(1)));
      await part.told('SeatLegEnded');
      await part.give(part.ringSeat(1, '8002'));
      await part.told('SeatRinging', 2);
      await part.leaves();
      await part.give(part.ringSeat(2, '8001'));
      await part.give(part.ringParty(2, '8001'));
    },
  },
  ...(['normal', 'no_answer', 'answered_elsewhere', 'failure'] as const).map(
    (reason): Script => ({
      name: `HangUp (${reason}): of a phone that rings, of a talk, for the second time, of a leg that never was`,
      play: async (part) => {
        await talking(part);
        await part.give(part.ringSeat(2, '8002'));
        await part.told('SeatRinging', 2);
        await part.give(part.ringParty(1, '8002'));
        await part.told('PartyRinging');
        await part.give(part.hangUp(seat(2), reason));
        await part.give(part.hangUp(party(1), reason));
        await part.told('SeatLegEnded');
        await part.told('PartyLegEnded');
        await part.give(part.hangUp(seat(2), reason));
        await part.give(part.hangUp(seat(1), reason));
        await part.told('SeatLegEnded', 2);
        await part.give(part.hangUp(caller, reason));
        await part.told('CallerHungUp');
        await part.without(caller);
        await part.give(part.hangUp(caller, reason));
        await part.give(part.hangUp(seat(9), reason));
      },
    }),
  ),
];

const joined: readonly Script[] = [
  {
    name: 'CreateBridge and DestroyBridge, once and for the second time',
    play: async (part) => {
      await part.arrives();
      await part.give(part.createBridge());
      await part.give(part.createBridge());
      await part.give(part.createBridge(true));
      await part.holds();
      await part.give(part.destroyBridge());
      await part.give(part.destroyBridge());
      await part.give(part.join(caller));
      await part.give(part.leave(caller));
    },
  },
  {
    name: 'Join: no bridge, a leg that is gone, one that rings, once and for the second time',
    play: async (part) => {
      await part.arrives();
      await part.give(part.join(caller));
      await part.give(part.createBridge());
      await part.give(part.join(caller, seat(9)));
      await part.give(part.ringSeat(1, '8002'));
      await part.give(part.ringParty(1, '8002'));
      await part.told('SeatRinging');
      await part.give(part.join(caller, seat(1)));
      await part.give(part.join(party(1)));
      await part.give(part.join(caller));
      await part.give(part.join(caller));
      await part.leaves();
      await part.give(part.join(caller));
    },
  },
  {
    name: 'Join during a prompt, and during music',
    play: async (part) => {
      await part.arrives();
      await part.giveAll(part.createBridge(), part.to('StartMusic', caller), part.play(1, 'greeting'));
      await part.give(part.join(caller));
      await part.told('PromptFinished');
      await part.give(part.leave(caller));
      await part.give(part.to('StartMusic', caller));
      await part.give(part.join(caller));
    },
  },
  {
    name: 'Leave: one in the bridge, one that left already, one of another bridge, one that is gone',
    play: async (part) => {
      await talking(part);
      await part.give(part.leave(seat(1)));
      await part.give(part.leave(seat(1)));
      await part.give(part.leave(seat(9)));
      await part.give(part.createBridge(true));
      await part.give(part.joinAside(seat(1)));
      await part.give(part.leave(seat(1)));
      await part.give(part.join(seat(1)));
      await part.give(part.leave(seat(1)));
      await part.leaves();
      await part.give(part.leave(caller));
    },
  },
  {
    name: 'DestroyBridge under a talk: both are still there, and can be joined again',
    play: async (part) => {
      await talking(part);
      await part.give(part.destroyBridge());
      await part.holds();
      await part.give(part.createBridge());
      await part.give(part.join(caller, seat(1)));
      await part.giveAll(part.hangUp(caller), part.hangUp(seat(1)), part.destroyBridge());
      await part.without(caller);
      await part.without(seat(1));
    },
  },
  {
    name: 'Play to one who is in a bridge',
    play: async (part) => {
      await talking(part);
      await part.give(part.play(1, 'greeting'));
      await part.told('PromptFinished');
      await part.give(part.play(2, 'greeting', 'greeting', 'greeting'));
      await part.leaves();
    },
  },
];

/** Every command to those who are in a call: once, a second time, where it cannot be done, and for one who is gone. */
export const commandScripts: readonly Script[] = [...announced, ...rung, ...joined];
