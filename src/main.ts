import { join } from 'node:path';
import { pino } from 'pino';
import { describeProblems, loadConfig } from './config.ts';
import { startDaemon } from './daemon.ts';
import { greeting } from './demo/greeting.ts';
import { logOptions } from './lib/log.ts';

/** EX_CONFIG of sysexits(3): starting again is of no use until the configuration is mended. */
const badConfiguration = 78;

const loaded = loadConfig(process.env);
if (!loaded.ok) {
  process.stderr.write(`The configuration cannot work:\n${describeProblems(loaded.problems)}\n`);
  process.exit(badConfiguration);
}
// Written in blocks, twice a second at least: a line a turn is otherwise a write a turn. What is fatal is written at once.
const out = pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 500 });
const log = pino(logOptions(loaded.config.logLevel), out);
const daemon = await startDaemon(loaded.config, log).catch((err: unknown) => {
  log.fatal({ err }, 'not started');
  out.flushSync();
  process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n`);
  process.exit(err instanceof Error && err.name === 'StartError' ? badConfiguration : 1);
});
const accessFile = join(loaded.config.dataDir, 'secrets', 'demonstration.json');
process.stdout.write(`${greeting(loaded.config, daemon.address, daemon.access, accessFile)}\n`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    void daemon.stop().finally(() => process.exit(0));
  });
}
// A fault nobody caught is a bug of one part; the calls are safe in Asterisk, and a fresh process knows what is what sooner than this one.
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'uncaught');
  out.flushSync();
  process.exit(1);
});
