import type { QueueId, SeatId } from '../../src/acd/model.ts';
import { PhoneService } from '../../src/phones/service.ts';
import { createPhoneStore } from '../../src/phones/store.ts';
import type { House } from '../../src/ports/house.ts';
import type { Db } from '../../src/store/open.ts';

/** What a switch that takes in everything was told. */
export type Told = { readonly files: string[] };

/** The phones of seats 8001 to 8006, with a switch that takes in all that it reads. */
export function idlePhones(db: Db, house: House, told: Told = { files: [] }): PhoneService {
  const store = createPhoneStore(db);
  for (const seat of ['8001', '8002', '8003', '8004', '8005', '8006'] as SeatId[])
    store.put({
      seat,
      queues: ['general' as QueueId],
      desk: { kind: 'plain', secret: `desk-of-${seat}` },
      browser: { secret: `browser-of-${seat}-before` },
    });
  let made = 0;
  return new PhoneService({
    store,
    house,
    write: (phones) => told.files.push(JSON.stringify(phones)),
    reload: (endpoints) => Promise.resolve(new Set(endpoints)),
    secret: () => {
      made += 1;
      return `secret-${String(made).padStart(4, '0')}-made-just-now`;
    },
    failed: (err) => {
      throw err instanceof Error ? err : new Error(String(err));
    },
  });
}
