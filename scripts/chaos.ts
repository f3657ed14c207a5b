import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// npm run chaos -- --minutes 10: the chaos test of `npm test`, for as long as one likes; its report is printed.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '1.5' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const file = join(import.meta.dirname, '..', 'test', 'asterisk', 'chaos.test.ts');
const { status } = spawnSync(process.execPath, ['--import=tsx', file], {
  stdio: 'inherit',
  env: {
    ...process.env,
    TAP_TIMEOUT: '0',
    CHAOS_MINUTES: values.minutes,
    CHAOS_RATE: values.rate,
    CHAOS_SEED: values.seed,
  },
});
process.exitCode = status ?? 1;
