export function makeSounds(runDir: string): Promise<number>;
