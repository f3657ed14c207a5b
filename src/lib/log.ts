import type { LoggerOptions } from 'pino';

/** Members that never stand in a log, wherever they turn up: secrets and citizens' numbers. */
export const redacted: ReadonlySet<string> = new Set([
  'password',
  'passwordHash',
  'token',
  'secret',
  'cookie',
  'set-cookie',
  'authorization',
  'api_key',
  'headers',
  'number',
  'callerNumber',
  'dialled',
  'caller',
  'connected',
]);

const censored = '[not logged]';
/** What is nested deeper is left out as a whole. */
const deepest = 5;

type Fields = Record<string, unknown>;

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** `from` is a citizen's number in a call or an arrival; in the line of a turn, at the top, it is a phase. */
const mayStand = (name: string, depth: number): boolean =>
  !redacted.has(name) && (name !== 'from' || depth === 0);

function clean(value: unknown, depth: number): unknown {
  if (depth > deepest) return censored;
  if (Array.isArray(value)) return value.map((member) => clean(member, depth + 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      mayStand(name, depth) ? clean(member, depth + 1) : censored,
    ]),
  );
}

/** Takes secrets and citizens' numbers out of what is to be logged. Pino's own `redact` does the same at fifteen times the cost a line. */
export const withoutSecrets = (fields: Fields): Fields => clean(fields, 0) as Fields;

/** Options of the hotline's logger: facts as JSON lines. */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  timestamp: () => `,"at":"${new Date().toISOString()}"`,
  formatters: { log: withoutSecrets },
});
