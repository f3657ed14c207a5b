/** A bucket of so many requests that fills again at so many a second. */
export type RateRule = { readonly burst: number; readonly perSecond: number };
export type Bucket = { readonly left: number; readonly at: number };

/**
 * One more request. Pure.
 * @param at the instant, in ms
 * @returns the bucket after it, and how long to wait, in ms; 0: it may pass
 */
export function takeOne(
  before: Bucket | undefined,
  rule: RateRule,
  at: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const { left: had, at: since } = before ?? { left: rule.burst, at };
  // A clock set back must not empty a bucket.
  const filled = Math.min(rule.burst, had + (Math.max(0, at - since) / 1_000) * rule.perSecond);
  if (filled >= 1) return { bucket: { left: filled - 1, at }, waitMs: 0 };
  return { bucket: { left: filled, at }, waitMs: Math.ceil(((1 - filled) / rule.perSecond) * 1_000) };
}
