/** How figures and instants are written. Pure: the instant and the zone come in. */

const two = (n: number): string => String(n).padStart(2, '0');

/** `3:05`, `1:02:09`: hours only when there are any. Below zero counts as zero. @param ms a duration in ms */
export function duration(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(s / 3600);
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

/** Seconds still to go, rounded up, so that a countdown never shows 0 while time is left. @param ms a duration in ms */
export const secondsLeft = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/** The desk is used in the hotline's own city; every place in China has the same time. */
const zone = 'Asia/Shanghai';

const formatOf = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hourCycle: 'h23', ...options });
const timeFormat = formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = formatOf({ year: 'numeric', month: '2-digit', day: '2-digit' });

/** `10:42:07`. @param at ms since the epoch */
export const clockTime = (at: number): string => timeFormat.format(at);

/** `2026-11-24`. @param at ms since the epoch */
export const day = (at: number): string => dayFormat.format(at).replaceAll('/', '-');

/** `11-24 10:42:07`, or `10:42:07` on the day of `today`. Both in ms since the epoch. */
export const dayTime = (at: number, today: number): string =>
  day(at) === day(today) ? clockTime(at) : `${day(at).slice(5)} ${clockTime(at)}`;

/** Area codes of two digits after the 0 are those of the largest cities (010 and 02x); all others have three. */
const groups = [
  /^(?:\+?86)?(1\d{2})(\d{4})(\d{4})$/,
  /^(010|02\d)(\d{4})(\d{4})$/,
  /^(0[3-9]\d{2})(\d{3,4})(\d{4})$/,
];

/** A number in groups that can be read aloud: `139 0123 2211`, `0753 225 0123`; what is neither mobile nor landline as it came. */
export function phoneNumber(number: string): string {
  for (const pattern of groups) {
    const found = pattern.exec(number);
    if (found !== null) return found.slice(1).join(' ');
  }
  return number;
}

/** `1.2 MB`. @param bytes size in bytes */
export function size(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kb = bytes / 1024;
  if (kb < 1024) return `${kb.toFixed(0)} kB`;
  const mb = kb / 1024;
  return mb < 1024 ? `${mb.toFixed(1)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

/** `83 %`; a dash where there is nothing to say. @param part 0 to 1 */
export const share = (part: number | null): string =>
  part === null ? '—' : `${String(Math.round(part * 100))} %`;

/** Whether a text is a day, `YYYY-MM-DD`: a half-typed one is not asked for. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
