import type { Command } from './commands.ts';
import type { EventOf, PhaseEventType } from './events.ts';
import type { Fact } from './facts.ts';
import type { Call, CallIn, Phase } from './model.ts';

/** Why something a person asked for was not done; codes are stable and part of the API. */
export type CallRefusal = { readonly code: CallRefusalCode; readonly why: string };
export type CallRefusalCode =
  | 'H12_CALL_ENDED'
  | 'H12_NOT_YOUR_CALL'
  | 'H12_OUT_OF_TURN'
  | 'H12_NO_SUCH_PARTY'
  | 'H12_CALL_FULL'
  | 'H12_QUEUE_CLOSED'
  | 'H12_CALL_SUPERVISED';

/** What one event did: the call as it is now, what to ask of the switch, what to tell the house. */
export type Turn = {
  readonly call: Call;
  readonly commands: readonly Command[];
  readonly facts: readonly Fact[];
  readonly refusal?: CallRefusal;
};

/** An event that changes nothing in a phase, and why. */
export type Ignored = { readonly ignored: string };

/** Every phase answers every event. A missing line does not compile. */
export type PhaseTable<P extends Phase> = {
  readonly [E in PhaseEventType]: ((call: CallIn<P>, event: EventOf<E>) => Turn) | Ignored;
};

/** Says that an event changes nothing here. @param why shown in `docs/call-table.md` and to a person whose command it was */
export const ignore = (why: string): Ignored => ({ ignored: why });

/** What happens to the page that is a seat's softphone: the business of phases in which a seat rings or talks. */
export const softphoneEvents = ['SoftphoneGone', 'SoftphoneBack', 'SoftphoneLost'] as const;

/** Says the same of several events. */
export const ignoreAll = <E extends PhaseEventType>(
  events: readonly E[],
  why: string,
): Readonly<Record<E, Ignored>> =>
  Object.fromEntries(events.map((event) => [event, ignore(why)])) as Record<E, Ignored>;

/** What a phase says in which no number is dialled. */
export const nobodyDialled = ignoreAll(
  ['CitizenReady', 'CitizenRinging', 'DialFailed', 'DialTimedOut'],
  'no number is being dialled for this call',
);

/** The call goes on as `call`; nothing else unless given. */
export const turn = (call: Call, commands: readonly Command[] = [], facts: readonly Fact[] = []): Turn => ({
  call,
  commands,
  facts,
});

/** Nothing changes, and whoever asked is told why. */
export const refuse = (call: Call, code: CallRefusalCode, why: string): Turn => ({
  call,
  commands: [],
  facts: [],
  refusal: { code, why },
});

/** `before`, then `next` applied to its call; commands and facts in that order. */
export function then<C extends Call>(before: Turn & { readonly call: C }, next: (call: C) => Turn): Turn {
  const second = next(before.call);
  return {
    ...second,
    commands: [...before.commands, ...second.commands],
    facts: [...before.facts, ...second.facts],
  };
}
