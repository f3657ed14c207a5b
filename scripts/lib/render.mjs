import { join, resolve } from 'node:path';
import { asteriskOnPath } from './asterisk-root.mjs';
import { ensureCertificate } from './certificate.mjs';
import { ensurePackages, needs } from './packages.mjs';
import { SetUpError, say } from './say.mjs';
import { ensureSecret } from './secrets.mjs';
import { setUp } from './setup.mjs';
import { makeSounds } from './sounds.mjs';

/**
 * Renders configuration, prompts and folders for an Asterisk that is started by somebody else, and says what the daemon must then be
 * told. The values are those of a managed Asterisk (docs/configuration.md).
 * @param {string} folder
 */
export async function render(folder) {
  const dir = resolve(folder);
  const binary = asteriskOnPath();
  if (binary === null)
    throw new SetUpError('No Asterisk ≥ 20 on the PATH: render on the machine that it is to run on.');
  await setUp({ managed: false });
  await ensurePackages(needs.sounds);
  const config = await configuration();
  const { managedSettings } = await import('../../dist/asterisk/managed.js');
  const { renderFor } = await import('../../dist/asterisk/render.js');
  const passwordFile = resolve(config.ari.password.path);
  const settings = managedSettings(config, config.asterisk, ensureSecret(passwordFile));
  if (config.mode === 'demonstration' && settings.tls !== null) await ensureCertificate(settings.tls);
  try {
    renderFor({ binary, root: null }, dir, settings);
  } catch (error) {
    throw new SetUpError(error.message);
  }
  await makeSounds(dir);
  say(`rendered: ${binary} -f -C ${join(dir, 'etc/asterisk.conf')}, as the user that also runs the daemon`);
  say(`what the daemon is told:\n${daemonSettings(config, dir, passwordFile).join('\n')}`);
}

async function configuration() {
  const { describeProblems, loadConfig } = await import('../../dist/config.js');
  if (process.env.H12_ASTERISK === 'external')
    throw new SetUpError('Rendering takes the values of a managed Asterisk: leave H12_ASTERISK out.');
  const loaded = loadConfig(process.env);
  if (!loaded.ok)
    throw new SetUpError(`The configuration cannot work:\n${describeProblems(loaded.problems)}`);
  return loaded.config;
}

/**
 * The daemon's settings that follow from what was rendered.
 * @param {{ mode: string, dataDir: string, maxCalls: number, ari: { url: string, user: string, app: string }, emergency: Record<string, string[]>, vault: { keys: { path: string } | { command: string } } }} config
 * @param {string} dir
 * @param {string} passwordFile
 */
export const daemonSettings = ({ mode, dataDir, maxCalls, ari, emergency, vault }, dir, passwordFile) => [
  `H12_MODE=${mode}`,
  'H12_ASTERISK=external',
  `H12_DATA_DIR=${resolve(dataDir)}`,
  `H12_ARI_URL=${ari.url}`,
  `H12_ARI_USER=${ari.user}`,
  `H12_ARI_PASSWORD_FILE=${passwordFile}`,
  `H12_ARI_APP=${ari.app}`,
  `H12_SPOOL_DIR=${join(dir, 'spool/recording')}`,
  `H12_SEATS_CONF=${join(dir, 'etc/pjsip.seats.conf')}`,
  `H12_SOUNDS_DIR=${join(dir, 'sounds')}`,
  `H12_MAX_CALLS=${maxCalls}`,
  // A demonstration has its stand-in and a key of its own, and refuses others.
  ...(mode === 'production'
    ? Object.entries(emergency).map(([number, ways]) => `H12_EMERGENCY_${number}=${ways.join('|')}`)
    : []),
  ...(mode !== 'production'
    ? []
    : 'path' in vault.keys
      ? [`H12_VAULT_KEY_FILE=${resolve(vault.keys.path)}`]
      : [`H12_VAULT_KEY_COMMAND=${vault.keys.command}`]),
];
