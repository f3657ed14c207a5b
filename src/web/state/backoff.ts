const firstMs = 500;
const longestMs = 10_000;

/**
 * How long to wait before the next try to connect, in ms: doubling from half a second to ten seconds, of which up to a third is
 * chance, so that a whole shift's desks do not come back in the same instant.
 * @param tries failed tries so far, 1 or more  @param chance 0 to 1
 */
export const backoffMs = (tries: number, chance: number): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, 10)) * (1 - chance / 3);
