export function render(folder: string): Promise<void>;
export function daemonSettings(
  config: {
    readonly mode: string;
    readonly dataDir: string;
    readonly maxCalls: number;
    readonly emergency: Readonly<Record<string, readonly string[]>>;
    readonly vault: { readonly keys: { readonly path: string } | { readonly command: string } };
    readonly ari: { readonly url: string; readonly user: string; readonly app: string };
  },
  dir: string,
  passwordFile: string,
): readonly string[];
