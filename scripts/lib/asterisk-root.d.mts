export type AsteriskProgram = { readonly binary: string; readonly root: string | null };
export function cacheDir(env?: NodeJS.ProcessEnv): string;
export function resolveAsterisk(): Promise<AsteriskProgram>;
