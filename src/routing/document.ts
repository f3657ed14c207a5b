import type { Refusal } from '../ports/house.ts';

/** A routing plan as it is written: JSON, of the shape of `PlanFile` when it is right. */
export type Document = Readonly<Record<string, unknown>>;

/** The longest document, in bytes of its JSON: a city of 500 queues has a tenth of it. */
export const longestDocument = 524_288;
/** The schema itself is six deep. */
const deepest = 12;
const mostParts = 40_000;

/** Names that mean something to the language itself. */
const magicNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Why a document is not even looked at: so deep or so large that whoever looks at it would be hurt, or with names that are not names. Looks
 * without going down into itself, so that no depth harms it. Pure.
 */
export function hostile(document: unknown): Refusal | null {
  let layer: readonly unknown[] = [document];
  let parts = 0;
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > deepest) return tooDeep;
    parts += layer.length;
    if (parts > mostParts) return tooLarge;
    const next: unknown[] = [];
    for (const part of layer) {
      if (typeof part !== 'object' || part === null) continue;
      if (!Array.isArray(part)) {
        const magic = Object.keys(part).find((name) => magicNames.has(name));
        if (magic !== undefined) return badName(magic);
      }
      for (const one of Object.values(part) as unknown[]) next.push(one);
    }
    layer = next;
  }
  return null;
}

const tooDeep: Refusal = {
  code: 'H12_PLAN_TOO_DEEP',
  why: `the plan is nested more than ${String(deepest)} deep`,
};
export const tooLarge: Refusal = {
  code: 'H12_PLAN_TOO_LARGE',
  why: `the plan has more than ${String(mostParts)} parts, or more than ${String(longestDocument)} bytes`,
};
const badName = (name: string): Refusal => ({
  code: 'H12_PLAN_BAD_NAME',
  why: `the plan has a part named ${name}, which no part may be`,
});

/** A document as it is kept. */
export const textOf = (document: Document): string => JSON.stringify(document);
