import { ensureDependencies } from './lib/node-modules.mjs';
import { runMain, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

// npm run setup [-- --tests | --dependencies]: prepares everything (or the locked dependencies alone) and starts nothing.
await runMain(async () => {
  if (process.argv.includes('--dependencies')) return ensureDependencies();
  const tests = process.argv.includes('--tests');
  await setUp({ calls: tests, browser: tests });
  say('everything is there');
});
