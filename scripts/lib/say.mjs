/** Progress as plain lines: they read the same on a terminal, in a log file and in CI. */

/** Says what set-up does now. @param {string} text */
export function say(text) {
  process.stdout.write(`· ${text}\n`);
}

/** A fault of set-up that the reader can mend: `start.mjs` prints it without a stack. */
export class SetUpError extends Error {
  /**
   * @param {string} message what is missing or went wrong
   * @param {string} [remedy] the exact command that mends it
   */
  constructor(message, remedy) {
    super(remedy === undefined ? message : `${message}\n  Do this:  ${remedy}`);
    this.name = 'SetUpError';
  }
}

/** Runs a script's main function; a `SetUpError` ends it with exit code 1 and no stack. @param {() => Promise<void>} main */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const text = error instanceof SetUpError ? error.message : String(error?.stack ?? error);
    process.stderr.write(`\n${text}\n`);
    process.exitCode = 1;
  }
}
