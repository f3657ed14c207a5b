import { setTimeout as sleep } from 'node:timers/promises';
import { type Report, short } from './report.ts';
import { runLoad } from './scene.ts';
import { startBench } from './telephony.ts';

const calls = 200;

/** With so many talks under way the daemon is killed (`kill -9`) and started again: how soon every call is in its hands. */
export async function benchRestart(): Promise<readonly Report[]> {
  const bench = await startBench(calls);
  try {
    // The sound of so many talks is more than two cores carry beside what is measured.
    const load = { dial: '12345', calls, rate: 25, ringMs: 20, talkMs: 40_000, traced: false, silent: true };
    // The daemon that is killed has no CPU time that could be read afterwards.
    const running = runLoad({ ...bench.scene, watched: {} }, load);
    // All have come after 8 s, the first talk ends after 20.
    await sleep(13_000);
    const startedAt = await bench.killAndStart();
    const { ok, failed } = await running;
    const at = (message: string): number => timeOf(bench.log(), message);
    const [connected, recovered] = [at('connected to asterisk'), at('recovered')];
    return [
      {
        title: `killed and started with ${String(calls)} calls (target: in its hands ≤ 1,000 ms after start and connection)`,
        rows: [
          ['process start → connected to Asterisk', `${short(connected - startedAt)} ms`],
          ['connected → every call in its hands', `${short(recovered - connected)} ms`],
          ['calls found', String(callsFound(bench.log()))],
          ['calls that ended as they should', `${String(ok)} of ${String(calls)}, ${String(failed)} failed`],
        ],
      },
    ];
  } finally {
    await bench.stop();
  }
}

type Line = { readonly at: string; readonly msg: string; readonly calls?: number };
/** What a daemon says before its log begins is no line of it. */
const linesOf = (log: readonly string[]): readonly Line[] =>
  log.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line);
const timeOf = (log: readonly string[], message: string): number =>
  Date.parse(linesOf(log).find(({ msg }) => msg === message)?.at ?? '');
const callsFound = (log: readonly string[]): number =>
  linesOf(log).find(({ msg }) => msg === 'recovered')?.calls ?? 0;
