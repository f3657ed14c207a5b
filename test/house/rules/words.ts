import { execFileSync } from 'node:child_process';
import type { Findings, SourceFile } from './tree.ts';

/** Written in parts: this file is looked at too. */
const joined = (...parts: readonly string[]): string => parts.join('');

/** Paths of one machine, in any file; a path below a variable or another folder (`$x/tmp/`, `spool/tmp/`) is none. */
const machinePath = new RegExp(
  joined('(?<![\\w.$}{)\\]~/-])/(?:wo', 'rk|ro', 'ot|ho', 'me/\\w+|t', 'mp)/[\\w.-]'),
);

/** Mirrors and registries that everybody knows; a project reads the machine's own settings instead. */
const knownHosts = [
  ['registry.', 'npmjs.org'],
  ['registry.', 'npmmirror.com'],
  ['deb.', 'debian.org'],
  ['mirrors.', 'aliyun.com'],
  ['files.', 'pythonhosted.org'],
  ['index.', 'docker.io'],
].map((parts) => joined(...parts));

/** Lines that name a registry, or a path that exists on one machine only. */
export function wordFindings(files: readonly SourceFile[], hosts: readonly string[]): Findings {
  const named = [...knownHosts, ...hosts];
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => {
      const host = named.find((name) => line.includes(name));
      const where = `${path}:${at + 1}`;
      if (host !== undefined) return [`${where}: names a registry`];
      return machinePath.test(line) ? [`${where}: names a path of one machine`] : [];
    }),
  );
}

/** Hosts that this machine fetches packages from, as npm and apt are set up here. */
export function machineHosts(): readonly string[] {
  const urls = [
    ...said('npm', ['config', 'get', 'registry']),
    ...said('apt-get', ['indextargets', '--format', '$(REPO_URI)']),
  ];
  const hosts = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname);
  // A mirror on this very machine has no name of its own.
  return [...new Set(hosts)].filter(
    (host) => host !== '' && !/^(?:localhost|127\.|0\.0\.0\.0|\[::1\])/.test(host),
  );
}

/** The lines a program prints; none where there is no such program. */
function said(program: string, args: readonly string[]): readonly string[] {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return [];
  }
}
