import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareRoot } from './lib/asterisk-root.mjs';
import { inContext, parseDockerfile, parseEnv } from './lib/dockerfile.mjs';
import { isRoot, outputOf, run } from './lib/run.mjs';
import { runMain, SetUpError, say } from './lib/say.mjs';

// Runs the Dockerfile where no container engine is at hand: each stage in a root file system of its own (a layer in memory over the
// cached Debian forky), each RUN and COPY in its order, then the start command as the image's user in a network of its own. It proves
// that the health check succeeds and that SIGTERM ends all of it. Needs root; takes some minutes.

const repo = join(import.meta.dirname, '..');
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const certificates = '/etc/ssl/certs/ca-certificates.crt';
const healthyLimitMs = 90_000;

/** Mounts belong to a mount namespace that ends with the check, however it ends. */
async function outside() {
  if (!isRoot())
    throw new SetUpError('The image can only be checked by root.', 'sudo node scripts/dockerfile-check.mjs');
  const root = await prepareRoot();
  const work = mkdtempSync(join(tmpdir(), 'h12-image-'));
  const args = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('unshare', [...args, process.execPath, import.meta.filename, '--inside', root, work], {
    stdio: 'inherit',
  });
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  rmdirSync(work);
}

async function inside() {
  const [base = '', work = ''] = process.argv.slice(3);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=4g', 'tmpfs', work]);
  const stages = new Map();
  for (const stage of parseDockerfile(readFileSync(join(repo, 'Dockerfile'), 'utf8'))) {
    if (stage.from !== 'debian:forky') throw new Error(`stage ${stage.name} is not based on debian:forky`);
    const image = {
      root: await layer(base, work, stage.name),
      env: {},
      dir: '/',
      user: 'root',
      command: [],
      health: [],
    };
    stages.set(stage.name, image);
    for (const instruction of stage.instructions) await carryOut(instruction, image, stages);
  }
  await proveStart([...stages.values()].at(-1));
}

/** A root file system that can be written to, over the cached one, with this machine's way to the package mirrors. */
async function layer(base, work, name) {
  const [upper, scratch, root] = ['upper', 'scratch', 'root'].map((part) => join(work, name, part));
  for (const folder of [upper, scratch, root]) mkdirSync(folder, { recursive: true, mode: 0o755 });
  const options = `lowerdir=${realpathSync(base)},upperdir=${upper},workdir=${scratch}`;
  await run('mount', ['-t', 'overlay', 'overlay', '-o', options, root]);
  await run('mount', ['--rbind', '/dev', join(root, 'dev')]);
  await run('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
  writeFileSync(join(root, 'etc/resolv.conf'), readFileSync('/etc/resolv.conf'));
  writeFileSync(join(root, certificates), readFileSync(certificates));
  const acquire = (outputOf('apt-config', ['dump']) ?? '')
    .split('\n')
    .filter((line) => /^Acquire::/.test(line));
  writeFileSync(join(root, 'etc/apt/apt.conf.d/99machine'), `${acquire.join('\n')}\n`);
  return root;
}

async function carryOut({ word, rest }, image, stages) {
  const started = performance.now();
  if (word === 'ENV') Object.assign(image.env, parseEnv(rest));
  else if (word === 'WORKDIR') {
    image.dir = rest;
    mkdirSync(join(image.root, rest), { recursive: true });
  } else if (word === 'USER') image.user = rest;
  else if (word === 'CMD') image.command = JSON.parse(rest);
  else if (word === 'HEALTHCHECK') image.health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4));
  else if (word === 'RUN')
    await run('chroot', inImage(image, ['sh', '-c', rest]), {
      env: buildEnv(image),
      label: rest.slice(0, 30),
    });
  else if (word === 'COPY') await copy(rest.split(/\s+/), image, stages);
  else if (!['VOLUME', 'EXPOSE', 'STOPSIGNAL'].includes(word))
    throw new Error(`no such instruction here: ${word}`);
  if (word === 'RUN' || word === 'COPY') {
    say(`${word} ${rest.slice(0, 90)} (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
  }
}

const inImage = ({ root, dir, user }, command) => {
  const enter = ['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', dir];
  return [`--userspec=${user}`, root, ...enter, ...command];
};
const imageEnv = ({ env }) => ({ PATH: defaultPath, HOME: '/root', ...env });

/** As `docker build --build-arg` would hand in: how this machine reaches the npm registry. */
function buildEnv(image) {
  const registry = outputOf('npm', ['config', 'get', 'registry']);
  return {
    ...imageEnv(image),
    NODE_EXTRA_CA_CERTS: certificates,
    ...(registry === null ? {} : { npm_config_registry: registry }),
  };
}

async function copy(words, image, stages) {
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = join(image.root, image.dir, paths.pop() ?? '');
  const ignore = readFileSync(join(repo, '.dockerignore'), 'utf8');
  for (const path of paths) {
    if (from === undefined && !inContext(ignore, path))
      throw new Error(`COPY ${path}: .dockerignore keeps it out`);
    const source = join(from === undefined ? repo : stages.get(from).root, path);
    const into = target.endsWith('/') || paths.length > 1;
    mkdirSync(into ? target : dirname(target), { recursive: true });
    await run('cp', [
      '-a',
      '--no-preserve=ownership',
      ...(into ? ['-t', target, source] : ['-T', source, target]),
    ]);
  }
}

async function proveStart(image) {
  say(`starting as ${image.user}: ${image.command.join(' ')}`);
  const network = 'ip link set lo up && exec "$@"';
  const command = ['--net', '--', 'sh', '-c', network, 'sh', 'chroot', ...inImage(image, image.command)];
  const env = { ...imageEnv(image), HOME: '/data' };
  const child = spawn('unshare', command, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const state = { over: false };
  void exited.then(() => Object.assign(state, { over: true }));
  const until = performance.now() + healthyLimitMs;
  while (!(await healthy(image, child.pid, env))) {
    if (state.over) throw new Error('the start command ended before the health check succeeded');
    if (performance.now() > until) throw new Error('the health check did not succeed');
    await sleep(500);
  }
  say('the health check succeeds; stopping with SIGTERM');
  child.kill('SIGTERM');
  const code = await exited;
  if (code !== 0) throw new Error(`the start command ended with ${String(code)} after SIGTERM`);
  const left = outputOf('ps', ['-eo', 'pid=,args=']) ?? '';
  const alive = left.split('\n').filter((line) => /sbin\/asterisk -f|dist\/main\.js/.test(line));
  if (alive.length > 0) throw new Error(`still running after SIGTERM:\n${alive.join('\n')}`);
  say('the image is sound');
}

async function healthy(image, pid, env) {
  const args = ['--target', String(pid), '--net', 'chroot', ...inImage(image, image.health)];
  return run('nsenter', args, { env }).then(
    () => true,
    () => false,
  );
}

await runMain(process.argv[2] === '--inside' ? inside : outside);
