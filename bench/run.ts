import { parseArgs } from 'node:util';
import { benchAcd } from './acd.ts';
import { benchDesks } from './desks.ts';
import { benchEmergency } from './emergency.ts';
import { benchRecordings } from './recordings.ts';
import { print, type Report } from './report.ts';
import { benchRestart } from './restart.ts';
import { benchCpu, benchFreeSeats, benchRate, benchWaiting } from './telephony.ts';
import { benchTickets } from './tickets.ts';
import { benchTurns } from './turns.ts';

/** The parts by name: `npm run bench -- acd turns` runs only those. */
const parts: Readonly<Record<string, () => readonly Report[] | Promise<readonly Report[]>>> = {
  acd: () => [benchAcd()],
  turns: benchTurns,
  tickets: benchTickets,
  desks: benchDesks,
  recordings: benchRecordings,
  free: benchFreeSeats,
  cpu: benchCpu,
  waiting: benchWaiting,
  rate: benchRate,
  restart: benchRestart,
  emergency: benchEmergency,
};

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const report of await run()) print(report);
}
