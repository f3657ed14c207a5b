import { callOfLeg, type LegId } from '../../calls/model.ts';
import type { Texts } from '../i18n/zh.ts';
import type { CallStep, Leg } from '../state/wire.ts';

/** One line of a call's course, in words. */
export type Step = {
  readonly at: number;
  readonly what: string;
  readonly tone: 'quiet' | 'talk' | 'wait' | 'alarm' | 'end';
};

type Input = NonNullable<CallStep['event']>;
type Words = readonly [what: string, tone: Step['tone']];

/**
 * The course of a call in words: what came, and what it led to where that is not said already. Pure.
 * @param rows the call's journal, oldest first  @param seatOf the seat of a leg, by the record's legs
 */
export function steps(t: Texts, rows: readonly CallStep[], seatOf: (leg: string) => string): readonly Step[] {
  return rows.flatMap((row) => {
    const lines = [row.event === null ? null : cameIn(t, row.event, seatOf), ledTo(t, row)];
    return lines.flatMap((line) => (line === null ? [] : [{ at: row.at, what: line[0], tone: line[1] }]));
  });
}

function cameIn(t: Texts, input: Input, seatOf: (leg: string) => string): Words | null {
  const s = t.step;
  switch (input.type) {
    case 'CallArrived':
      return [s.arrived, 'end'];
    case 'CallerHungUp':
      return [s.callerHungUp, 'end'];
    case 'SeatRinging':
      return [s.ringing(seatOf(input.leg)), 'wait'];
    case 'SeatAnswered':
      return [s.answered(seatOf(input.leg)), 'talk'];
    case 'SeatLegEnded':
      return [s.seatLeft(seatOf(input.leg)), 'quiet'];
    case 'PromptFinished':
      return input.played ? [s.promptFinished, 'quiet'] : [s.promptFailed, 'alarm'];
    case 'RingFailed':
      return [s.ringFailed(seatOf(input.leg)), 'alarm'];
    case 'LegFoundGone':
      return [s.legGone(partyOf(t, input.leg, seatOf)), 'alarm'];
    case 'SeatOffered':
      return [s.offered(input.seat), 'quiet'];
    case 'DigitPressed':
      return [s.keyPressed(input.digit), 'quiet'];
    case 'AnnouncementDue':
      return [s.announced(input.position), 'quiet'];
    case 'HangUpAsked':
      return [s.seatAsked(input.seat), 'end'];
    case 'DeclineAsked':
      return [s.declined(input.seat), 'quiet'];
    case 'SoftphoneGone':
      return [t.phones.step.gone, 'alarm'];
    case 'SoftphoneBack':
      return [t.phones.step.back, 'quiet'];
    case 'SoftphoneLost':
      return [t.phones.step.lost, 'alarm'];
    default:
      return beside(t, input, seatOf) ?? plain(t, input.type as Plain);
  }
}

/** What happens to parties, and what agents ask beyond hanging up. */
function beside(t: Texts, input: Input, seatOf: (leg: string) => string): Words | null {
  const s = t.conference.step;
  if ('leg' in input && input.type in s.ofLeg)
    return [s.ofLeg[input.type as keyof typeof s.ofLeg](partyOf(t, input.leg, seatOf)), 'quiet'];
  switch (input.type) {
    case 'ServedMeanwhile':
      return [t.step.servedMeanwhile, 'alarm'];
    case 'CallOrdered':
      return [t.outbound.step.ordered, 'end'];
    case 'TargetTimedOut':
      return [s.timedOut, 'quiet'];
    case 'EmergencyAsked':
      return [s.emergency(input.number), 'alarm'];
    case 'InviteAsked':
      return [s.invite[input.quest.goal](input.quest.name), 'wait'];
    case 'ReturnAsked':
      return [input.bring ? s.brings : s.returns, 'talk'];
    case 'CancelAsked':
    case 'HoldAsked':
    case 'LeaveAsked':
      return [s.asked[input.type], 'quiet'];
    default:
      return null;
  }
}

type Plain =
  | 'JoinFailed'
  | 'Resumed'
  | 'PromptOverdue'
  | 'WaitedTooLong'
  | 'OfferTimedOut'
  | 'LegsLingered'
  | 'OverflowDue'
  | 'KeyOverdue'
  | 'QueueCrowded'
  | 'QueueUnstaffed'
  | DialStep;

function plain(t: Texts, type: Plain): Words {
  const s = t.step;
  switch (type) {
    case 'JoinFailed':
      return [s.joinFailed, 'alarm'];
    case 'Resumed':
      return [s.resumed, 'quiet'];
    case 'PromptOverdue':
      return [s.promptOverdue, 'alarm'];
    case 'WaitedTooLong':
      return [s.waitedTooLong, 'alarm'];
    case 'OfferTimedOut':
      return [s.noAnswer, 'quiet'];
    case 'LegsLingered':
      return [s.lingered, 'alarm'];
    case 'OverflowDue':
      return [s.sentOn, 'wait'];
    case 'KeyOverdue':
      return [s.noKey, 'quiet'];
    case 'QueueCrowded':
      return [s.crowded, 'alarm'];
    case 'QueueUnstaffed':
      return [s.unstaffed, 'alarm'];
    default:
      return dialStep(t, type);
  }
}

type DialStep =
  | 'CitizenReady'
  | 'CitizenRinging'
  | 'CitizenAnswered'
  | 'DialFailed'
  | 'DialTimedOut'
  | 'WithdrawAsked';

/** How a citizen is called. */
function dialStep(t: Texts, type: DialStep): Words {
  const s = t.outbound.step;
  switch (type) {
    case 'CitizenReady':
      return [s.citizenReady, 'quiet'];
    case 'CitizenRinging':
      return [s.citizenRinging, 'wait'];
    case 'CitizenAnswered':
      return [s.citizenAnswered, 'talk'];
    case 'DialFailed':
      return [s.dialFailed, 'alarm'];
    case 'DialTimedOut':
      return [s.dialTimedOut, 'quiet'];
    case 'WithdrawAsked':
      return [s.withdrawn, 'quiet'];
  }
}

/** Where the event led, when the call went into another phase; a talk and an offer are said by their own events. */
function ledTo(t: Texts, row: CallStep): Words | null {
  if (row.from === row.to) return null;
  switch (row.to) {
    case 'greeting':
      return [t.step.greeting, 'quiet'];
    case 'queued':
      return row.from === 'greeting' || row.from === 'menu'
        ? [t.step.queued, 'wait']
        : [t.step.backToQueue, 'wait'];
    case 'menu':
      return [t.step.menu, 'quiet'];
    case 'survey':
      return [t.step.survey, 'quiet'];
    case 'farewell':
      return [t.step.farewell, 'quiet'];
    case 'ended':
      return [t.step.ended, 'end'];
    default:
      return null;
  }
}

const partyOf = (t: Texts, leg: string, seatOf: (leg: string) => string): string =>
  leg === `${callOfLeg(leg as LegId)}.caller` ? t.call.role.caller : seatOf(leg);

/** Who was on a leg, in a word: a party by its name, a seat by its number. */
export const whoOf = (t: Texts, { role, name, seat }: Pick<Leg, 'role' | 'name' | 'seat'>): string =>
  role === 'caller' ? t.call.role.caller : (name ?? seat ?? t.call.role.party);
