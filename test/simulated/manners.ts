import type { SeatId } from '../../src/acd/model.ts';
import type { DialString, PhoneNumber, PromptName } from '../../src/calls/model.ts';
import type { Dice } from './dice.ts';

/** What a telephone does so many ms after it was rung. */
export type Deed =
  | { readonly afterMs: number; readonly does: 'ring' | 'answer' }
  | { readonly afterMs: number; readonly does: 'end'; readonly cause: number };

/** Who is rung, and how long at most. */
export type Rung = { readonly whom: SeatId | DialString | PhoneNumber; readonly ringLimitMs: number };

/** What telephones, and the people who hold them, do by themselves. */
export type Manners = {
  /** A seat's phone, or a line over the trunk; null: it is not there. @param busy whether the seat has another call */
  readonly phone: (dice: Dice, rung: Rung, busy: boolean) => readonly Deed[] | null;
  readonly citizen: (dice: Dice, rung: Rung) => readonly Deed[];
  /** When whoever was rung and has answered hangs up; null: when hung up on. */
  readonly talkMs: (dice: Dice, whom: Rung['whom']) => number | null;
  /** How long prompts sound; null: they cannot be played. */
  readonly promptMs: (dice: Dice, prompts: readonly PromptName[]) => number | null;
};

const end = (afterMs: number, cause: number): Deed => ({ afterMs, does: 'end', cause });

/** A phone answers, is busy, refuses, rings out or cannot be reached. */
function phoneManner(dice: Dice, { ringLimitMs }: Rung, busy: boolean): readonly Deed[] {
  const rungOut = end(ringLimitMs, 19);
  if (busy) return [rungOut, end(dice.between(1, 30), 17)];
  const rings: Deed = { afterMs: dice.between(5, 100), does: 'ring' };
  const manner = dice.between(1, 100);
  const more = (): readonly Deed[] => {
    if (manner <= 50) return [{ afterMs: dice.between(100, 3_000), does: 'answer' }];
    if (manner <= 60) return [{ afterMs: dice.between(100, 25_000), does: 'answer' }];
    if (manner <= 68) return [end(dice.between(1, 50), 17)];
    if (manner <= 76) return [end(dice.between(500, 5_000), 21)];
    return manner <= 80 ? [end(dice.between(20, 2_000), 20)] : [];
  };
  return [rungOut, rings, ...more()];
}

/** A citizen who is called: busy, refuses, cannot be reached, rings out or answers. */
function citizenManner(dice: Dice, { ringLimitMs }: Rung): readonly Deed[] {
  const rungOut = end(ringLimitMs, 19);
  const manner = dice.between(1, 100);
  if (manner <= 12) return [rungOut, end(dice.between(1, 50), 17)];
  if (manner <= 20) return [rungOut, end(dice.between(500, 5_000), 21)];
  if (manner <= 28) return [rungOut, end(dice.between(20, 2_000), 20)];
  const rings: Deed = { afterMs: dice.between(5, 100), does: 'ring' };
  return manner <= 85
    ? [rungOut, rings, { afterMs: dice.between(100, 20_000), does: 'answer' }]
    : [rungOut, rings];
}

/** As the dice fall. */
export const byChance: Manners = {
  phone: phoneManner,
  citizen: citizenManner,
  talkMs: (dice) => (dice.percent(50) ? dice.between(1, 60_000) : null),
  promptMs: (dice) => dice.between(500, 12_000),
};
