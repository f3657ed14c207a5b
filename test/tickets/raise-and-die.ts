/** Raises what is due in a database, slice by slice, until somebody kills it. */
import { writeSync } from 'node:fs';
import { epochMs } from '../../src/lib/time.ts';
import { createOffice } from '../../src/office.ts';
import { openStore } from '../../src/store/open.ts';

const [, , file = '', now = ''] = process.argv;
const office = createOffice({
  db: openStore(file),
  units: { all: () => [] },
  audit: () => undefined,
  now: () => epochMs(Number(now)),
  timeZone: 'Asia/Shanghai',
  failed: (err) => {
    throw err;
  },
});
while (office.alerts.slice()) writeSync(1, 'slice\n');
