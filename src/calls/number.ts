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

/** A country's own numbers, however the network gave the country's code. */
const home = /^(?:\+86|0086|86(?=1[3-9]))/;
/** Mobile (11 digits); landline with its area code, of 3 digits before 8 or of 4 before 7 or 8; landline within the city. */
const citizens = [
  /^1[3-9][0-9]{9}$/,
  /^0(?:10|2[0-9])[2-8][0-9]{7}$/,
  /^0[3-9][0-9]{2}[2-8][0-9]{6,7}$/,
  /^[2-8][0-9]{6,7}$/,
];

/**
 * The digits by which a citizen's telephone is dialled. Only what has the form of a citizen's number: emergency, short, premium (16X, 400, 95X,
 * 96X) and international numbers have another one.
 * @returns null for a number that is not dialled
 */
export function dialable(number: PhoneNumber): PhoneNumber | null {
  const bare = number.replace(home, '');
  // An area code loses its zero behind the country's code.
  const digits = bare !== number && !bare.startsWith('1') && !bare.startsWith('0') ? `0${bare}` : bare;
  const withArea = /^01[3-9][0-9]{9}$/.test(digits) ? digits.slice(1) : digits;
  return citizens.some((form) => form.test(withArea)) ? (withArea as PhoneNumber) : null;
}
