import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCertificate } from './lib/certificate.mjs';
import { keepRunning } from './lib/keep-running.mjs';
import { takenPorts } from './lib/ports.mjs';
import { runMain, SetUpError, say } from './lib/say.mjs';
import { ensureSecret } from './lib/secrets.mjs';
import { setUp } from './lib/setup.mjs';
import { makeSounds } from './lib/sounds.mjs';

const repo = join(import.meta.dirname, '..');
const stopLimitMs = 10_000;
const readyLimitMs = 30_000;
/** The daemon's exit code for a configuration that cannot work (EX_CONFIG): starting it again is of no use. */
const badConfiguration = 78;

/**
 * `npm start`: set-up, then daemon and Asterisk side by side as children of this process. A daemon that crashes leaves Asterisk and its
 * calls alive and finds them again; this process starts either one again.
 */
async function main() {
  process.chdir(repo);
  const program = await setUp({ managed: process.env.H12_ASTERISK !== 'external' });
  const config = await configuration();
  const asterisk = config.asterisk.kind === 'managed' ? await startManaged(config, program) : null;
  const daemon = await keepRunning(
    'the daemon',
    () => startDaemon(config.http),
    ({ code }) => code === badConfiguration,
  ).catch(async (error) => {
    await asterisk?.stop();
    throw error;
  });
  const why = await Promise.race([
    asked(),
    daemon.over.then(() => 'the daemon cannot work with this configuration'),
  ]);
  say(`stopping: ${why}`);
  await daemon.stop();
  await asterisk?.stop();
  if (!why.startsWith('SIG')) process.exitCode = badConfiguration;
  say('stopped; nothing is left running');
  process.exit();
}

/** Resolves with the first signal to stop; a second one does not wait for anything. */
function asked() {
  return new Promise((resolveSignal) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (asked.before) process.exit(1); // The children die with this process.
        asked.before = true;
        resolveSignal(signal);
      });
    }
  });
}

async function configuration() {
  const { describeProblems, loadConfig } = await import('../dist/config.js');
  const dataDir = process.env.H12_DATA_DIR || './var';
  const marker = join(dataDir, 'demonstration');
  const empty = !existsSync(dataDir) || readdirSync(dataDir).length === 0;
  if (!process.env.H12_MODE && (empty || existsSync(marker))) process.env.H12_MODE = 'demonstration';
  const loaded = loadConfig(process.env);
  if (!loaded.ok)
    throw new SetUpError(`The configuration cannot work:\n${describeProblems(loaded.problems)}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (loaded.config.mode === 'demonstration') {
    if (empty) say('no data yet: this becomes a demonstration');
    writeFileSync(marker, 'This data folder holds a demonstration: npm start goes on with it.\n');
  }
  await checkPorts(loaded.config);
  return loaded.config;
}

async function checkPorts({ http, asterisk }) {
  const wanted = [{ variable: 'H12_HTTP_PORT', ...http, kind: 'tcp' }];
  if (asterisk.kind === 'managed') {
    wanted.push({ variable: 'H12_ASTERISK_HTTP_PORT', ...asterisk.http, kind: 'tcp' });
    for (const kind of ['udp', 'tcp']) wanted.push({ variable: 'H12_SIP_PORT', ...asterisk.sip, kind });
    if (asterisk.tls !== null)
      wanted.push({
        variable: 'H12_SIP_TLS_PORT',
        host: asterisk.sip.host,
        port: asterisk.tls.port,
        kind: 'tcp',
      });
  }
  const taken = await takenPorts(wanted);
  if (taken.length === 0) return;
  const lines = taken.map(({ variable, host, port, kind }) => `  ${variable}: ${host}:${port}/${kind}`);
  throw new SetUpError(
    `These ports cannot be used; somebody else has them (another hotline?):\n${lines.join('\n')}`,
  );
}

/** @param {any} config @param {import('./lib/asterisk-root.mjs').AsteriskProgram | null} program */
async function startManaged(config, program) {
  const { managedSettings } = await import('../dist/asterisk/managed.js');
  const { startAsterisk } = await import('../dist/asterisk/process.js');
  const runDir = resolve(config.asterisk.runDir);
  const settings = managedSettings(config, config.asterisk, ensureSecret(config.ari.password.path));
  if (config.mode === 'demonstration' && settings.tls !== null) await ensureCertificate(settings.tls);
  await makeSounds(runDir);
  const asterisk = await keepRunning('Asterisk', () => startAsterisk({ program, runDir, settings }));
  const { sip, rtp } = settings;
  say(
    `Asterisk runs: SIP on ${sip.host}:${sip.port}, audio on ports ${rtp.first}-${rtp.last}; its log is in ${runDir}/log`,
  );
  return asterisk;
}

/**
 * The daemon ends with this process, and is out of reach of the terminal's Ctrl-C: it is stopped before Asterisk, in order. It runs when
 * it answers, whatever it says about its health.
 */
async function startDaemon({ host, port }) {
  const args = ['--pdeathsig', 'TERM', process.execPath, '--enable-source-maps', join(repo, 'dist/main.js')];
  const child = spawn('setpriv', args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const state = { ended: false };
  const exited = new Promise((resolveExit) => {
    child.once('error', () => resolveExit({ code: 127, signal: null }));
    child.once('exit', (code, signal) => resolveExit({ code, signal }));
  });
  void exited.then(() => Object.assign(state, { ended: true }));
  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(killer);
  };
  const until = performance.now() + readyLimitMs;
  while (!(await answers(host === '0.0.0.0' ? '127.0.0.1' : host, port))) {
    const late = performance.now() > until;
    if (late) await stop();
    if (late || state.ended) throw new SetUpError('The daemon did not start; its own words are above.');
    await sleep(50);
  }
  return { exited, stop };
}

/** @param {string} host @param {number} port */
const answers = (host, port) =>
  fetch(`http://${host}:${port}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );

await runMain(main);
