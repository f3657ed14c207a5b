import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensurePackages, needs } from './packages.mjs';
import { say } from './say.mjs';

/**
 * Makes a certificate for SIP over TLS, signed by itself, where there is none: for a demonstration and for tests, on this machine alone.
 * @param {{ certificateFile: string, keyFile: string }} tls
 */
export async function ensureCertificate({ certificateFile, keyFile }) {
  if (existsSync(certificateFile) && existsSync(keyFile)) return;
  await ensurePackages(needs.certificate);
  for (const file of [certificateFile, keyFile]) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  say('making a certificate for SIP over TLS');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', ...key, '-out', certificateFile, '-days', '825', ...subject];
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  chmodSync(keyFile, 0o600);
}
