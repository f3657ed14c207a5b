import { type Static, Type } from 'typebox';
import { numberFor } from '../access/mask.ts';
import type { Actor } from '../access/model.ts';
import type { NameOf } from '../acd/wire.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, pageOf, pageQuery, strict, word } from '../lib/wire.ts';
import type { CallBack, CallBackEvent, CallBackRules, ClosedWhy, EventWord } from './model.ts';
import { holderOf, mayGiveUp, whyNotNow, whyNotWork } from './rules.ts';

const closedWhys = ['reached', 'rangAgain', 'wish', 'givenUp'] as const satisfies readonly ClosedWhy[];
const eventWords = [
  'missed',
  'claimed',
  'released',
  'dialling',
  'tried',
  'closed',
] as const satisfies readonly EventWord[];

export const CallBackParams = strict({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) });
export const CallBackQuery = strict({
  ...pageQuery,
  state: Type.Optional(word(['open', 'closed'])),
  due: Type.Optional(word(['true', 'false'])),
  mine: Type.Optional(word(['true', 'false'])),
});

const row = {
  id: Type.Integer(),
  number: Type.String({ description: 'only its ends, until one has it in hand' }),
  ticketNo: Type.String(),
  queue: Type.String(),
  why: Type.String({ description: 'how the last call that was missed ended' }),
  missed: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
  asked: Type.Boolean({ description: 'pressed the key to be called back' }),
  first: Type.Boolean({ description: 'lost by a fault of the hotline: before all others' }),
  tries: list(strict({ at: Instant, result: Type.String() })),
  nextAt: Instant,
  mayDial: Type.Boolean(),
  mayGiveUp: Type.Boolean(),
  call: nullable(Type.String({ description: 'under way to the citizen, or waiting for a seat' })),
  holder: nullable(Type.String()),
  holderName: nullable(Type.String()),
  claimedUntil: nullable(Instant),
  closed: nullable(strict({ why: word(closedWhys), at: Instant })),
};
export const CallBackRow = strict(row);
export type CallBackRow = Static<typeof CallBackRow>;
export const CallBackPage = pageOf(CallBackRow);
export const CallBackRecord = strict({
  ...row,
  history: list(
    strict({
      at: Instant,
      who: nullable(Type.String()),
      what: word(eventWords),
      detail: nullable(Type.String()),
    }),
  ),
});
export const Dialled = strict({ call: Type.String({ description: 'the call that was begun' }) });

export type Eyes = {
  readonly actor: Actor;
  readonly at: EpochMs;
  readonly rules: CallBackRules;
  readonly nameOf: NameOf;
};

/** An entry as this actor may see it: the number is for who has it in hand. */
export function callBackRow(entry: CallBack, { actor, at, rules, nameOf }: Eyes): CallBackRow {
  const holder = holderOf(entry, at);
  const { claim, ...rest } = entry;
  return {
    ...rest,
    number: numberFor(actor, entry.number, { agent: holder }) ?? '',
    tries: entry.tries.map(({ at: when, result }) => ({ at: when, result })),
    mayDial: whyNotWork(entry, actor.id, at) === null && whyNotNow(entry, at, rules) === null,
    mayGiveUp: mayGiveUp(entry, rules),
    holder,
    holderName: holder === null ? null : nameOf(holder),
    claimedUntil: holder === null ? null : (claim?.until ?? null),
  };
}

export const callBackRecord = (
  entry: CallBack,
  history: readonly CallBackEvent[],
  eyes: Eyes,
): Static<typeof CallBackRecord> => ({ ...callBackRow(entry, eyes), history: [...history] });
