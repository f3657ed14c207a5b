import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/node-modules.mjs';
import { render } from './lib/render.mjs';
import { runMain, SetUpError, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';

// npm run setup [-- --tests | --dependencies | --render DIR]: prepares everything (or the locked dependencies alone, or the folder of an
// Asterisk that is not ours to start) and starts nothing.
await runMain(async () => {
  const { tests = false, dependencies = false, render: folder } = options();
  if (dependencies) return ensureDependencies();
  if (folder !== undefined) return render(folder);
  await setUp({ calls: tests, browser: tests });
  say('everything is there');
});

function options() {
  try {
    return parseArgs({
      options: {
        tests: { type: 'boolean' },
        dependencies: { type: 'boolean' },
        render: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(error.message);
  }
}
