import type { PromptName } from './model.ts';

/** The largest number that there are prompts for; a larger one is not said. */
export const largestSaid = 999;

const digitPrompt = (digit: number): PromptName => `number-${digit}` as PromptName;
const ten = 'number-10' as PromptName;
const hundred = 'number-100' as PromptName;
const two = 'number-liang' as PromptName;

/**
 * A whole number from 0 to 999 as it is read in Mandarin: 十二, 二十, 一百零五, 一百一十. Pure.
 * @param counting 两 instead of 二 where something is counted (两分钟, 两百); in an ordinal (第二位, 第二百位) it stays 二
 */
function read(number: number, counting: boolean): readonly PromptName[] {
  if (!Number.isInteger(number) || number < 0 || number > largestSaid) return [];
  if (number < 10) return [counting && number === 2 ? two : digitPrompt(number)];
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const tail = rest === 0 ? [] : rest < 10 ? [digitPrompt(0), digitPrompt(rest)] : tens(rest, hundreds > 0);
  if (hundreds === 0) return tail;
  return [hundreds === 2 && counting ? two : digitPrompt(hundreds), hundred, ...tail];
}

/** 10 to 99: 十 alone at the beginning of a number, 一十 after a hundred. */
function tens(number: number, within: boolean): readonly PromptName[] {
  const first = Math.floor(number / 10);
  const last = number % 10;
  return [
    ...(first === 1 && !within ? [] : [digitPrompt(first)]),
    ten,
    ...(last === 0 ? [] : [digitPrompt(last)]),
  ];
}

/** A number of things, as it is said before a measure word: 两 (分钟), 十二 (分钟). Empty when there are no prompts for it. */
export const cardinal = (number: number): readonly PromptName[] => read(number, true);

/** A place, as it is said after 第. Empty when there are no prompts for it. */
export const ordinal = (number: number): readonly PromptName[] => read(number, false);
