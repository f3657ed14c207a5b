import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const shortestPauseMs = 500;
const longestPauseMs = 30_000;
/** Who lived that long before it died begins again with the shortest pause. */
const healthyMs = 60_000;

/**
 * Something that runs until it is stopped or dies.
 * @typedef {{ readonly exited: Promise<{ code: number | null, signal: string | null }>, readonly stop: () => Promise<void> }} Running
 */

/**
 * Starts something and starts it again whenever it dies, with growing pauses, and says so.
 * @param {string} name
 * @param {() => Promise<Running>} start may reject: that counts as a death, but the first time it is thrown
 * @param {(exit: { code: number | null, signal: string | null }) => boolean} [hopeless] whether starting again is of no use
 * @returns {Promise<{ over: Promise<void>, stop: () => Promise<void> }>} over: resolves when it was given up as hopeless
 */
export async function keepRunning(name, start, hopeless = () => false) {
  const state = { running: await start(), stopping: false, wake: new AbortController() };
  const loop = async () => {
    let pauseMs = shortestPauseMs;
    let since = performance.now();
    while (!state.stopping) {
      const exit = await state.running.exited;
      if (state.stopping || hopeless(exit)) return;
      pauseMs = performance.now() - since > healthyMs ? shortestPauseMs : pauseMs;
      say(`${name} ended (${exit.signal ?? `code ${exit.code}`}); starting it again in ${pauseMs / 1_000} s`);
      await sleep(pauseMs, undefined, { signal: state.wake.signal }).catch(() => undefined);
      if (state.stopping) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      since = performance.now();
      state.running = await again(name, start);
    }
  };
  const over = loop();
  const stop = async () => {
    state.stopping = true;
    state.wake.abort();
    await state.running.stop();
    await over;
    // It may have been started once more while it was being stopped.
    await state.running.stop();
  };
  return { over, stop };
}

/** @param {string} name @param {() => Promise<Running>} start @returns {Promise<Running>} */
async function again(name, start) {
  try {
    const running = await start();
    say(`${name} runs again`);
    return running;
  } catch (error) {
    say(`${name} did not start: ${error.message}`);
    return { exited: Promise.resolve({ code: 1, signal: null }), stop: async () => undefined };
  }
}
