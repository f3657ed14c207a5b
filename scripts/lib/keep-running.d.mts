export type Exit = { readonly code: number | null; readonly signal: string | null };
export type Running = { readonly exited: Promise<Exit>; readonly stop: () => Promise<void> };
export function keepRunning(
  name: string,
  start: () => Promise<Running>,
  hopeless?: (exit: Exit) => boolean,
): Promise<{ readonly over: Promise<void>; readonly stop: () => Promise<void> }>;
