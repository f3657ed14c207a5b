/** Erlang C: the probability that a caller must wait, with `load` Erlang offered to `seats`. By the recursion of Erlang B, which does not overflow. */
export function erlangC(load: number, seats: number): number {
  let blocked = 1;
  for (let n = 1; n <= seats; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / seats) * (1 - blocked));
}

/** The mean wait of all callers, those who are answered at once included (ASA), in the unit of `handling`. */
export const erlangAsa = (load: number, seats: number, handling: number): number =>
  (erlangC(load, seats) * handling) / (seats - load);

/** Student's t for 99 %, two-sided, with 9 degrees of freedom. */
const t99 = 3.25;

/** Mean of ten independent runs and half of its 99 % confidence interval. */
export function interval(runs: readonly number[]): { readonly mean: number; readonly half: number } {
  const mean = runs.reduce((sum, one) => sum + one, 0) / runs.length;
  const variance = runs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs.length - 1);
  return { mean, half: t99 * Math.sqrt(variance / runs.length) };
}
