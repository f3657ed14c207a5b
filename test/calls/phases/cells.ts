import type { Test } from 'tap';
import type { QueueId } from '../../../src/acd/model.ts';
import { decide } from '../../../src/calls/decide.ts';
import type { CallEvent, EventOf, PhaseEventType } from '../../../src/calls/events.ts';
import { comesUp } from '../../../src/calls/legs.ts';
import type { Call } from '../../../src/calls/model.ts';
import { playbackId } from '../../../src/calls/model.ts';
import { phases } from '../../../src/calls/phases/index.ts';
import { agent9, at, caller, id, partyLeg, seat7, seat9, seatLeg, wasTested } from '../given.ts';

/** One of each event, an hour after the arrival, about legs and playbacks that the call never had. */
const odd: { readonly [E in PhaseEventType]: EventOf<E> } = {
  CallerHungUp: { type: 'CallerHungUp', at: at(3_600_000), cause: 16 },
  SeatRinging: { type: 'SeatRinging', at: at(3_600_000), leg: seatLeg(99) },
  SeatAnswered: { type: 'SeatAnswered', at: at(3_600_000), leg: seatLeg(99) },
  SeatLegEnded: { type: 'SeatLegEnded', at: at(3_600_000), leg: seatLeg(99), cause: 16 },
  PartyRinging: { type: 'PartyRinging', at: at(3_600_000), leg: partyLeg(99) },
  PartyAnswered: { type: 'PartyAnswered', at: at(3_600_000), leg: partyLeg(99) },
  PartyLegEnded: { type: 'PartyLegEnded', at: at(3_600_000), leg: partyLeg(99), cause: 16 },
  PartyRingFailed: { type: 'PartyRingFailed', at: at(3_600_000), leg: partyLeg(99), outcome: 'refused' },
  TargetTimedOut: { type: 'TargetTimedOut', at: at(3_600_000) },
  EmergencyAsked: { type: 'EmergencyAsked', at: at(3_600_000), seat: seat7, number: '110', targets: [] },
  InviteAsked: {
    type: 'InviteAsked',
    at: at(3_600_000),
    seat: seat7,
    quest: { goal: 'join', name: '人社局', unit: null, number: null },
    targets: [],
    atOnce: false,
    untilAt: null,
  },
  QueueAsked: { type: 'QueueAsked', at: at(3_600_000), seat: seat7, queue: 'tax' as QueueId },
  CancelAsked: { type: 'CancelAsked', at: at(3_600_000), seat: seat7 },
  HoldAsked: { type: 'HoldAsked', at: at(3_600_000), seat: seat7 },
  ReturnAsked: { type: 'ReturnAsked', at: at(3_600_000), seat: seat7, bring: false },
  LeaveAsked: { type: 'LeaveAsked', at: at(3_600_000), seat: seat7 },
  MuteAsked: { type: 'MuteAsked', at: at(3_600_000), seat: seat7, leg: caller, on: true },
  DropAsked: { type: 'DropAsked', at: at(3_600_000), seat: seat7, leg: caller },
  PromptFinished: {
    type: 'PromptFinished',
    at: at(3_600_000),
    playback: playbackId(id, 99),
    played: true,
  },
  RingFailed: { type: 'RingFailed', at: at(3_600_000), leg: seatLeg(99), outcome: 'refused' },
  JoinFailed: { type: 'JoinFailed', at: at(3_600_000), outcome: 'refused', legs: [caller] },
  CitizenReady: { type: 'CitizenReady', at: at(3_600_000), leg: caller },
  CitizenRinging: { type: 'CitizenRinging', at: at(3_600_000), leg: caller },
  CitizenAnswered: { type: 'CitizenAnswered', at: at(3_600_000), leg: caller },
  DialFailed: { type: 'DialFailed', at: at(3_600_000), leg: caller, outcome: 'refused' },
  DialTimedOut: { type: 'DialTimedOut', at: at(3_600_000) },
  LegFoundGone: { type: 'LegFoundGone', at: at(3_600_000), leg: caller },
  Resumed: { type: 'Resumed', at: at(3_600_000), playing: [] },
  PromptOverdue: { type: 'PromptOverdue', at: at(3_600_000) },
  WaitedTooLong: { type: 'WaitedTooLong', at: at(3_600_000) },
  OfferTimedOut: { type: 'OfferTimedOut', at: at(3_600_000) },
  LegsLingered: { type: 'LegsLingered', at: at(3_600_000) },
  SoftphoneGone: { type: 'SoftphoneGone', at: at(3_600_000), leg: seatLeg(99) },
  SoftphoneBack: { type: 'SoftphoneBack', at: at(3_600_000), leg: seatLeg(99) },
  SoftphoneLost: { type: 'SoftphoneLost', at: at(3_600_000) },
  SeatOffered: { type: 'SeatOffered', at: at(3_600_000), seat: seat9, agent: agent9 },
  QueueUnstaffed: { type: 'QueueUnstaffed', at: at(3_600_000) },
  DigitPressed: { type: 'DigitPressed', at: at(3_600_000), digit: '1' },
  AnnouncementDue: { type: 'AnnouncementDue', at: at(3_600_000), position: 3, expectedWaitMs: 60_000 },
  OverflowDue: { type: 'OverflowDue', at: at(3_600_000) },
  KeyOverdue: { type: 'KeyOverdue', at: at(3_600_000) },
  QueueCrowded: { type: 'QueueCrowded', at: at(3_600_000), waiting: 9 },
  HangUpAsked: { type: 'HangUpAsked', at: at(3_600_000), seat: seat7 },
  WithdrawAsked: { type: 'WithdrawAsked', at: at(3_600_000) },
  DeclineAsked: { type: 'DeclineAsked', at: at(3_600_000), seat: seat7 },
};

/** Ignored events change nothing but what the record says of legs; and every cell that does something was tested before this. */
export function ignoredCells(t: Test, call: Call): void {
  const cells = Object.entries(phases[call.phase]) as [PhaseEventType, unknown][];
  for (const [type, cell] of cells) {
    if (typeof cell === 'function') {
      t.ok(wasTested(call.phase, type), `${call.phase} × ${type} has its test`);
      continue;
    }
    const event: CallEvent = odd[type];
    const { call: next, commands, facts } = decide(call, event);
    t.strictSame({ ...next, legs: [] }, { ...call, legs: [] }, `${type} changes nothing`);
    t.strictSame(facts, [], `${type} tells nothing`);
    if (!comesUp(event)) t.strictSame(commands, [], `${type} asks for nothing`);
  }
}
