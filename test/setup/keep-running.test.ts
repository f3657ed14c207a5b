import t from 'tap';
import { type Exit, keepRunning, type Running } from '../../scripts/lib/keep-running.mjs';

/** Something that dies when it is told to. */
function mortal(): Running & { die(exit: Exit): void; stopped: boolean } {
  let die: (exit: Exit) => void = () => undefined;
  const exited = new Promise<Exit>((resolve) => {
    die = resolve;
  });
  const self = {
    exited,
    stopped: false,
    die: (exit: Exit) => die(exit),
    stop: async () => {
      self.stopped = true;
      die({ code: 0, signal: null });
    },
  };
  return self;
}

t.test('what dies is started again; what is stopped is not', async (t) => {
  const started = [mortal(), mortal()];
  let starts = 0;
  let second: () => void = () => undefined;
  const again = new Promise<void>((resolve) => {
    second = resolve;
  });
  const kept = await keepRunning('the test', async () => {
    starts += 1;
    if (starts === 2) second();
    const next = started[starts - 1];
    if (next === undefined) throw new Error('started too often');
    return next;
  });
  started[0]?.die({ code: null, signal: 'SIGKILL' });
  await again;
  await kept.stop();
  t.equal(starts, 2);
  t.ok(started[1]?.stopped);
});

t.test('a first start that fails is told to whoever asked', async (t) => {
  await t.rejects(
    keepRunning('the test', async () => Promise.reject(new Error('no port'))),
    { message: 'no port' },
  );
});

t.test('a hopeless end is not repeated', async (t) => {
  const one = mortal();
  const kept = await keepRunning(
    'the test',
    async () => one,
    ({ code }) => code === 78,
  );
  one.die({ code: 78, signal: null });
  await t.resolves(kept.over);
  await kept.stop();
});

t.test('stopped during the pause before the next start, it stays stopped', async (t) => {
  const one = mortal();
  let starts = 0;
  const kept = await keepRunning('the test', async () => {
    starts += 1;
    return one;
  });
  one.die({ code: 1, signal: null });
  await kept.stop();
  t.equal(starts, 1);
});
