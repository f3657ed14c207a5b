import type { Test } from 'tap';
import type { Call } from '../../src/calls/model.ts';
import { isCall } from '../../src/calls/snapshot.ts';

/** A call survives being written and read. */
export function readsBack(t: Test, call: Call): void {
  const readBack: unknown = JSON.parse(JSON.stringify(call));
  t.ok(isCall(readBack), 'can be read back');
  t.strictSame(readBack, call, 'nothing is lost in writing');
}
