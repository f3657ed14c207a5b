export function ensureSecret(file: string): string;
