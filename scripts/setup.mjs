import { runMain, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

// npm run setup [-- --tests]: prepares everything and starts nothing.
await runMain(async () => {
  const tests = process.argv.includes('--tests');
  await setUp({ calls: tests, browser: tests });
  say('everything is there');
});
