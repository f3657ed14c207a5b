import { pinyin } from 'pinyin-pro';
import type { Sounds, Unit } from './model.ts';

/**
 * How a unit's names are typed by somebody who types no characters: `renlishebaoju`, `rlsbj`. Made when the unit is written, since the
 * dictionary is large. Other signs than Chinese ones stand for themselves. Pure.
 */
export function soundsOf({ name, shortName }: Pick<Unit, 'name' | 'shortName'>): Sounds {
  const words = [name, shortName].map(syllables);
  return {
    pinyin: words.map((word) => word.join('')).join(' '),
    initials: words.map((word) => word.map((one) => one.slice(0, 1)).join('')).join(' '),
  };
}

const syllables = (text: string): readonly string[] =>
  pinyin(text, { toneType: 'none', type: 'array', v: true }).map((one) => one.toLowerCase());
