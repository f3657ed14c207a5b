import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { print, quantile, short } from './report.ts';
import { type Outcome, runLoad } from './scene.ts';
import { startBench } from './telephony.ts';

/*
 * npm run soak -- --minutes 60 --rate 20: calls at a steady rate for a long time. What must not grow is printed of each stretch: the
 * daemon's memory and open files, and how long a free seat's phone takes to ring.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '20' } },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
if (!(minutes > 0 && rate > 0)) throw new Error('--minutes and --rate are numbers above 0');
/** Each stretch is measured by itself. */
const stretchMs = Math.min(300_000, (minutes * 60_000) / 4);
const talkMs = 8_000;

const memoryMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
const openFiles = (pid: number): number => readdirSync(`/proc/${String(pid)}/fd`).length;

function rowOf(n: number, { ok, failed, offerMs }: Outcome, pid: number): readonly string[] {
  const sorted = offerMs.toSorted((a, b) => a - b);
  return [
    `${short((n * stretchMs) / 60_000)} min`,
    `${String(ok)} ok, ${String(failed)} failed`,
    `p50 ${short(quantile(sorted, 0.5))} ms, p99 ${short(quantile(sorted, 0.99))} ms`,
    `${short(memoryMb(pid))} MB`,
    `${String(openFiles(pid))} files`,
  ];
}

const bench = await startBench(Math.ceil(rate * (talkMs / 1_000) * 2));
const rows: (readonly string[])[] = [['after', 'calls', "caller's INVITE → seat's INVITE", 'memory', 'open']];
try {
  const stretches = Math.ceil((minutes * 60_000) / stretchMs);
  for (let n = 1; n <= stretches; n += 1) {
    const calls = Math.round((rate * stretchMs) / 1_000);
    const outcome = await runLoad(bench.scene, {
      dial: '12345',
      calls,
      rate,
      ringMs: 50,
      talkMs,
      traced: true,
    });
    rows.push(rowOf(n, outcome, bench.scene.watched['daemon'] ?? 0));
    console.log(`· ${(rows.at(-1) ?? []).join(' · ')}`);
  }
} finally {
  await bench.stop();
}
print({ title: `${short(rate)} calls a second for ${short(minutes)} minutes`, rows });
