import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { runMain, SetUpError } from './lib/say.mjs';

// npm run audit:verify and its like: what is done to the data of a hotline from the command line, also while it runs. The settings are
// those of the daemon.
await runMain(async () => {
  const [tool = '', ...args] = process.argv.slice(2);
  await ensureBuilt();
  const { describeProblems, loadConfig } = await import('../dist/config.js');
  const { tools } = await import('../dist/keeper.js');
  const run = tools[tool];
  if (run === undefined)
    throw new SetUpError(`There is no tool "${tool}": ${Object.keys(tools).join(', ')}.`);
  const loaded = loadConfig({ H12_MODE: 'demonstration', ...process.env });
  if (!loaded.ok)
    throw new SetUpError(`The configuration cannot work:\n${describeProblems(loaded.problems)}`);
  const { values, positionals } = parseArgs({ args, strict: false, allowPositionals: true });
  const good = await run(loaded.config, { ...values, positionals }, (line) =>
    process.stdout.write(`${line}\n`),
  );
  if (!good) process.exitCode = 1;
});
