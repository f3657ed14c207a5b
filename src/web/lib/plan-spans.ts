const time = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** A time of a day as it is written, `HH:MM-HH:MM`, in its two halves; a half that is not there is empty. */
export function halvesOf(span: unknown): readonly [from: string, until: string] {
  const [from = '', ...rest] = String(span).split('-');
  return [from, rest.join('-')];
}

const minutesOf = (clock: string): number | null =>
  time.test(clock) ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : null;

/** A span's minutes of the day, 0 to 1,440; null: it is no span, or ends before it begins. */
export function minutesIn(span: unknown): { readonly from: number; readonly until: number } | null {
  const [from, until] = halvesOf(span).map(minutesOf);
  if (from === undefined || from === null || until === undefined || until === null) return null;
  return from < until && from < 1_440 ? { from, until } : null;
}

/** As somebody types a time, with what is meant by `8`, `830` or `8:30`: `HH:MM`. What cannot be one stays as it is. */
export function clockOf(typed: string): string {
  const parts = /^(\d{1,2})[:：.]?(\d{2})?$/.exec(typed.trim());
  if (parts === null) return typed.trim();
  const clock = `${(parts[1] ?? '').padStart(2, '0')}:${parts[2] ?? '00'}`;
  return time.test(clock) ? clock : typed.trim();
}

/** While it is typed: four digits are a time already, all else may still become one. */
export const clockAsTyped = (typed: string): string => (/^\d{4}$/.test(typed) ? clockOf(typed) : typed);
