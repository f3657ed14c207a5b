export function ensureCertificate(tls: {
  readonly certificateFile: string;
  readonly keyFile: string;
}): Promise<void>;
