import type { PhoneNumber } from './model.ts';

/** Signs by which people and networks group digits; they carry nothing. */
const separators = /[ ().\-/]/g;
const longest = 32;

/**
 * A caller's number as the network gave it, cleaned to digits and a leading `+`, at most 32 characters (E.164 has 15 digits; networks
 * add prefixes). The caller chooses this text: what is anything else after the usual separators are gone (a name, `anonymous`, nothing,
 * an attempt at something) is no number.
 * @returns null when there is no number in it
 */
export function cleanNumber(text: string): PhoneNumber | null {
  // Far longer than any number with its separators: not worth the work.
  if (text.length > 4 * longest) return null;
  const bare = text.replace(separators, '');
  return bare.length <= longest && /^\+?[0-9]+$/.test(bare) ? (bare as PhoneNumber) : null;
}
