export function render(folder: string): Promise<void>;
export function daemonSettings(
  config: {
    readonly mode: string;
    readonly dataDir: string;
    readonly maxCalls: number;
    readonly ari: { readonly url: string; readonly user: string; readonly app: string };
  },
  dir: string,
  passwordFile: string,
): readonly string[];
