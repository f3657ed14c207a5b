import type { KnownPlace } from '../emergency/model.ts';

/**
 * What makes Asterisk put a place into an INVITE, as a PIDF-LO with its Geolocation header (RFC 6442, RFC 5139): a county or district is `A3`, the
 * address as it was typed `LOC`. Pure.
 * @returns variables of the channel; none where nothing is known
 */
export function located(place: KnownPlace | null): Readonly<Record<string, string>> {
  const parts = [
    ['A3', place?.district ?? ''],
    ['LOC', place?.address ?? ''],
  ].flatMap(([name = '', text = '']) => (clean(text) === '' ? [] : [`${name}="${escaped(clean(text))}"`]));
  if (parts.length === 0) return {};
  return {
    'GEOLOC_PROFILE(format)': 'civicAddress',
    'GEOLOC_PROFILE(pidf_element)': 'tuple',
    'GEOLOC_PROFILE(method)': 'Manual',
    'GEOLOC_PROFILE(location_info)': `country=CN,${parts.join(',')}`,
  };
}

const longestPart = 200;

/**
 * Asterisk reads the text as a list, in which quotes and backslashes end a value, and evaluates `${…}` in it when it makes the body: what has a meaning
 * there is left out, and so is what no XML can hold.
 */
const clean = (text: string): string =>
  Array.from(
    text
      .replace(/[\p{C}"\\$]/gu, ' ')
      .replace(/ +/g, ' ')
      .trim(),
  )
    .slice(0, longestPart)
    .join('');

/** Asterisk hands a text to the XML as it is: a bare `&` would end it, and a reference be resolved. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
