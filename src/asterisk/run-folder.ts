import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type AsteriskSettings,
  renderConf,
  type Templates,
  type TlsSettings,
  tlsFiles,
  tlsFolder,
} from './conf.ts';

/** An Asterisk program: `binary` as seen from `root`; root null: on this machine itself. */
export type AsteriskProgram = { readonly binary: string; readonly root: string | null };

/** Where the run folder is mounted in a private root file system: there in every Debian, and empty. */
const mountPoint = '/mnt';

/** A control socket's path may not be longer (sun_path of unix(7), less its closing zero). */
const longestSocketPath = 107;

/** The run folder as Asterisk sees it. */
export const insideDir = (program: AsteriskProgram, runDir: string): string =>
  program.root === null ? runDir : mountPoint;

/** The templates of this checkout, from `asterisk-conf/` and `dialplans/`. */
export function readTemplates(repo = join(import.meta.dirname, '..', '..')): Templates {
  const read = (folder: string): ReadonlyMap<string, string> =>
    new Map(
      readdirSync(join(repo, folder))
        .filter((name) => name.endsWith('.conf'))
        .sort()
        .map((name) => [name, readFileSync(join(repo, folder, name), 'utf8')]),
    );
  return { conf: read('asterisk-conf'), dialplans: read('dialplans') };
}

/**
 * Writes all of a run folder but sounds and music. Only its owner may read it (mode 0700). `pjsip.seats.conf`, recordings, the database
 * and logs of an earlier run stay.
 * @throws Error when the folder's path is too long for a control socket
 */
export function writeRunFolder(
  program: AsteriskProgram,
  runDir: string,
  settings: Omit<AsteriskSettings, 'runDir' | 'modulesDir'>,
): void {
  const inside = insideDir(program, runDir);
  if (Buffer.byteLength(join(inside, 'run', 'asterisk.ctl')) > longestSocketPath) {
    throw new Error(`the path of the run folder is too long for a control socket: ${runDir}`);
  }
  for (const folder of [
    '',
    'etc',
    'run',
    'log',
    'lib/keys',
    'sounds',
    'moh',
    'spool/recording',
    'spool/monitor',
    'spool/tmp',
  ]) {
    mkdirSync(join(runDir, folder), { recursive: true, mode: 0o700 });
  }
  chmodSync(runDir, 0o700);
  const files = renderConf(readTemplates(), { ...settings, runDir: inside, modulesDir: modulesDir(program) });
  replaceConf(join(runDir, 'etc'), files);
  putCertificate(runDir, settings.tls ?? null);
  linkData(program, runDir);
  writeFileSync(join(runDir, 'hosts'), `127.0.0.1 localhost ${hostname()}\n`);
  writeFileSync(join(runDir, 'resolv.conf'), '');
}

/** @throws Error when certificate or key cannot be read */
function putCertificate(runDir: string, tls: TlsSettings | null): void {
  const folder = join(runDir, tlsFolder);
  rmSync(folder, { recursive: true, force: true });
  if (tls === null) return;
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, tlsFiles.certificate), readFileSync(tls.certificateFile), { mode: 0o600 });
  writeFileSync(join(folder, tlsFiles.key), readFileSync(tls.keyFile), { mode: 0o600 });
}

function replaceConf(etc: string, files: ReadonlyMap<string, string>): void {
  for (const name of readdirSync(etc)) {
    if (!name.startsWith('pjsip.seats.conf')) rmSync(join(etc, name), { recursive: true });
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(etc, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(etc, name), text, { mode: 0o600 });
  }
}

/** Asterisk's own data, looked for in its data folder: modules do not load without the documentation, ARI has no model without its JSON. */
function linkData(program: AsteriskProgram, runDir: string): void {
  for (const name of ['documentation', 'rest-api']) {
    const link = join(runDir, name);
    const target = [`/usr/share/asterisk/${name}`, `/var/lib/asterisk/${name}`].find((folder) =>
      existsSync(join(program.root ?? '/', folder)),
    );
    if (target === undefined)
      throw new Error(`this Asterisk lacks its ${name} folder, and cannot be used without it`);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link);
    symlinkSync(target, link);
  }
}

function modulesDir(program: AsteriskProgram): string {
  const libs = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter((dir) =>
    existsSync(join(program.root ?? '/', dir)),
  );
  const triples = libs.flatMap((lib) =>
    readdirSync(join(program.root ?? '/', lib))
      .filter((name) => name.includes('-linux-'))
      .map((name) => `${lib}/${name}`),
  );
  const found = [...triples, ...libs]
    .map((lib) => `${lib}/asterisk/modules`)
    .find((folder) => existsSync(join(program.root ?? '/', folder)));
  if (found === undefined) throw new Error('the modules folder of this Asterisk was not found');
  return found;
}
