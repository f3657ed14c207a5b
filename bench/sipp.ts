import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A SIP message as SIPp logged it, to the microsecond. */
export type Logged = {
  readonly atMs: number;
  readonly sent: boolean;
  readonly start: string;
  readonly text: string;
};

export type SippRun = {
  /** Ends with SIPp: how many calls went as the scenario says. */
  readonly done: Promise<{ readonly code: number | null }>;
  messages(): readonly Logged[];
  /** Successful and failed calls, from SIPp's own statistics. */
  counts(): { readonly ok: number; readonly failed: number };
  ended(): boolean;
  stop(): Promise<void>;
};

export type SippOptions = {
  readonly folder: string;
  readonly name: string;
  readonly xml: string;
  readonly local: { readonly host: string; readonly port: number; readonly mediaPort: number };
  readonly remote: string;
  readonly traced: boolean;
  readonly more: readonly string[];
};

/** Starts SIPp with its messages and statistics kept in the folder. */
export function runSipp(options: SippOptions): SippRun {
  const { folder, name } = options;
  const scenario = join(folder, `${name}.xml`);
  const log = join(folder, `${name}.messages`);
  const stats = join(folder, `${name}.csv`);
  writeFileSync(scenario, options.xml);
  const child = spawn('sipp', sippArgs(options, { scenario, stats, log }), { cwd: folder, stdio: 'ignore' });
  let over = false;
  const done = new Promise<{ code: number | null }>((resolve) => {
    child.once('close', (code) => {
      over = true;
      resolve({ code });
    });
  });
  return {
    done,
    messages: () => parse(readFileSync(log, 'utf8')),
    counts: () => lastCounts(readFileSync(stats, 'utf8')),
    ended: () => over,
    stop: async () => {
      child.kill('SIGKILL');
      await done;
    },
  };
}

type Files = { readonly scenario: string; readonly stats: string; readonly log: string };

function sippArgs(
  { remote, local, traced, more, folder, name }: SippOptions,
  files: Files,
): readonly string[] {
  return [
    ...[remote, '-sf', files.scenario, '-i', local.host, '-p', String(local.port)],
    ...['-mi', local.host, '-mp', String(local.mediaPort), '-nd', '-nostdin', '-skip_rlimit'],
    ...['-trace_stat', '-stf', files.stats, '-fd', '1'],
    ...['-trace_err', '-error_file', join(folder, `${name}.errors`)],
    ...(traced ? ['-trace_msg', '-message_file', files.log] : []),
    ...more,
  ];
}

/** SIPp's message log: a ruler with the time, a line that says sent or received, the message. */
function parse(text: string): readonly Logged[] {
  return text
    .split(/^-{20,} /m)
    .slice(1)
    .flatMap((entry): Logged[] => {
      const newline = entry.indexOf('\n');
      const atMs = Date.parse(entry.slice(0, 23).replace(' ', 'T')) + Number(entry.slice(23, 26)) / 1_000;
      const rest = entry.slice(newline + 1);
      const body = rest.slice(rest.indexOf('\n\n') + 2);
      return [
        { atMs, sent: rest.slice(0, 60).includes('sent'), start: body.split('\r\n', 1)[0] ?? '', text: body },
      ];
    });
}

function lastCounts(csv: string): { ok: number; failed: number } {
  const lines = csv.trim().split('\n');
  const names = (lines[0] ?? '').split(';');
  const last = (lines.at(-1) ?? '').split(';');
  const of = (name: string): number => Number(last[names.indexOf(name)] ?? 0);
  return { ok: of('SuccessfulCall(C)'), failed: of('FailedCall(C)') };
}
