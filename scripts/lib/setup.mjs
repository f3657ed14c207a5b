import { resolveAsterisk } from './asterisk-root.mjs';
import { ensureBuilt } from './build.mjs';
import { checkNode, ensureDependencies } from './node-modules.mjs';
import { ensurePackages, needs } from './packages.mjs';
import { outputOf, which } from './run.mjs';

/**
 * All that must be there before the hotline can be built and started. Each step looks first and does only what is missing.
 * @param {{ managed?: boolean, build?: boolean, calls?: boolean, browser?: boolean }} [wanted] managed: an Asterisk of its own (default
 *   yes); build: `dist/` (default yes); calls: SIPp, for scripted phones; browser: Chromium, for tests of the desk
 * @returns {Promise<import('./asterisk-root.mjs').AsteriskProgram | null>} the Asterisk, when one is wanted
 */
export async function setUp({ managed = true, build = true, calls = false, browser = false } = {}) {
  checkNode();
  await ensurePackages([
    ...needs.recordings,
    ...needs.letters,
    ...(managed ? needs.sounds : []),
    ...(managed && outputOf(which('asterisk') ?? 'asterisk', ['-V']) === null ? needs.asterisk : []),
    ...(calls ? needs.calls : []),
    ...(browser ? needs.browser : []),
  ]);
  await ensureDependencies();
  if (build) await ensureBuilt();
  return managed ? resolveAsterisk() : null;
}
