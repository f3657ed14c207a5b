/** One table of the bench. */
export type Report = { readonly title: string; readonly rows: readonly (readonly string[])[] };

/** The value below which `share` (0 to 1) of the sorted values lie; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Median, p99 and count in words. */
export function distribution(values: readonly number[], unit: string): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `p50 ${short(quantile(sorted, 0.5))} ${unit}, p99 ${short(quantile(sorted, 0.99))} ${unit} (n=${String(sorted.length)})`;
}

export const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Prints a table with its columns aligned. */
export function print({ title, rows }: Report): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  console.log(`\n## ${title}`);
  for (const row of rows)
    console.log(`  ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}`.trimEnd());
}
