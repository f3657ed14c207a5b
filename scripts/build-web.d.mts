/** Builds the screens into `outdir`, by default `dist/web`. */
export function buildWeb(outdir?: string): Promise<void>;
