/** Whether a value read back is what it should be. */
export type Test = (value: unknown) => boolean;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A text that is not empty. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
/** A whole number, as instants and counters are. */
export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
export const oneOf =
  (...values: readonly unknown[]): Test =>
  (value) =>
    values.includes(value);
export const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
export const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

/** An object whose members pass; it may have more members. */
export const shape = (members: Readonly<Record<string, Test>>): Test => {
  const all = Object.entries(members);
  return (value) => isObject(value) && all.every(([name, test]) => test(value[name]));
};

/**
 * What a JSON text holds, if it is JSON and passes the test; null otherwise.
 * @param upgrade makes of what an earlier version wrote what this one would have written
 */
export function parseAs<T>(
  json: string,
  test: (value: unknown) => value is T,
  upgrade: (value: unknown) => unknown = (value) => value,
): T | null {
  try {
    const value = upgrade(JSON.parse(json));
    return test(value) ? value : null;
  } catch {
    return null;
  }
}
