import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { lookAtTold, type ToldDeps } from '../../src/asterisk/told-files.ts';
import type { CallId } from '../../src/calls/model.ts';

const now = Date.now();
const uniqueid = '1763978815.12';
const call = `C${uniqueid}` as CallId;

/** A spool with a call that was told to have begun. @param agoMs when the file and the recording were written for the last time */
function spoolOf(t: Test, ago: { readonly toldMs: number; readonly rawMs: number }) {
  const dir = t.testdir({});
  const write = (end: string, text: string, agoMs: number): string => {
    const file = join(dir, `${uniqueid}.${end}`);
    writeFileSync(file, text);
    utimesSync(file, (now - agoMs) / 1_000 + 0.000_4, (now - agoMs) / 1_000 + 0.000_4);
    return file;
  };
  const told = write('told', 'began 1763978815 13800138000\n', ago.toldMs);
  write('raw', '', ago.rawMs);
  const onRecord = new Set<CallId>();
  const served: CallId[] = [];
  const deps: ToldDeps = {
    spoolDir: dir,
    now: () => now,
    mayLook: () => true,
    known: (id) => onRecord.has(id),
    served: (one) => {
      t.ok(Number.isInteger(one.beganAt) && Number.isInteger(one.overAt), 'times that a database takes');
      served.push(one.call);
      onRecord.add(one.call);
    },
    log: pino({ level: 'silent' }),
  };
  return { told, deps, served, onRecord };
}

t.test('nothing has been written of it for a minute: it is taken in, and its file put away', async (t) => {
  const { told, deps, served } = spoolOf(t, { toldMs: 300_000, rawMs: 61_000 });
  await lookAtTold(deps)();
  t.notOk(existsSync(told));
  t.same(served, [call]);
});

t.test('the file of a call that is known is put away, whatever it tells', async (t) => {
  const { told, deps, served, onRecord } = spoolOf(t, { toldMs: 0, rawMs: 0 });
  onRecord.add(call);
  await lookAtTold(deps)();
  t.notOk(existsSync(told));
  t.same(served, []);
});

t.test('a call that goes on, or may go on unheard, is left alone', async (t) => {
  const fresh = { toldMs: 300_000, rawMs: 5_000 };
  const still = { toldMs: 300_000, rawMs: 300_000 };
  for (const [ago, mayLook] of [
    [fresh, true],
    [still, false],
  ] as const) {
    const { told, deps, served } = spoolOf(t, ago);
    await lookAtTold({ ...deps, mayLook: () => mayLook })();
    t.ok(existsSync(told));
    t.same(served, []);
  }
});
