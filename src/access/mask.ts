import { decide } from './decide.ts';
import type { Actor, Resource } from './model.ts';

/** A telephone number of which only the ends are shown, `139****2211`; of a short one only the last two digits. */
export function maskNumber(number: string): string {
  const [, country = '', digits = ''] = /^(\+86)?(.*)$/s.exec(number) ?? [];
  return digits.length >= 10
    ? `${country}${digits.slice(0, 3)}****${digits.slice(-4)}`
    : `${country}****${digits.slice(-2)}`;
}

/** A citizen's number as this actor may see it. */
export function numberFor<N extends string>(actor: Actor, number: N | null, of: Resource): N | string | null {
  if (number === null) return null;
  return decide(actor, 'number.read', of).allow ? number : maskNumber(number);
}
