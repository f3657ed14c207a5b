/** What a spreadsheet would take for a formula (OWASP, CSV injection). Whole numbers and fractions, also negative, are none. */
const formula = /^[=+\-@\t\r]/;
const number = /^-?\d+(?:\.\d+)?$/;

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Rows as CSV (RFC 4180), the first line the names of the columns. It begins with a byte order mark: without one, spreadsheets read Chinese
 * wrongly.
 */
export const csvOf = (
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string | number | null>>[],
): string =>
  `\uFEFF${[columns, ...rows.map((row) => columns.map((name) => row[name] ?? null))]
    .map((line) => `${line.map(cell).join(',')}\r\n`)
    .join('')}`;
