import t from 'tap';
import { createLibraryStore } from '../../src/recordings/library-store.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { createLifeStore } from '../../src/tickets/life-store.ts';
import { batchOf, callId, freshStore, noon, sampleCall, ticketNo } from '../store/samples.ts';

t.test(
  'a recording is confidential when any ticket is that was spoken of in its call, or went into one that is',
  async (t) => {
    const { db, journal } = freshStore(t);
    for (const n of [1, 2, 3]) journal.append(batchOf(sampleCall(n)));
    const library = createLibraryStore(db);
    const id = recordingOf(callId(1));
    db.prepare(
      `INSERT INTO recordings (id, call_id, kind, ticket_no, state, started_at) VALUES (?, ?, 'call', ?, 'kept', ?)
       ON CONFLICT (id) DO NOTHING`,
    ).run(id, callId(1), ticketNo(1), noon);
    const setLevel = (no: string, level: string): void => {
      db.prepare('UPDATE tickets SET level = ? WHERE no = ?').run(level, no);
    };
    const merge = (no: string, into: string): void => {
      db.prepare("UPDATE tickets SET stage = 'merged', life = ? WHERE no = ?").run(
        JSON.stringify({ state: 'merged', mergedInto: into }),
        no,
      );
    };
    const confidential = (): boolean | undefined => library.facts(id)?.confidential;
    const further = createLifeStore(db).openFurther(ticketNo(1), noon);
    t.equal(confidential(), false);
    setLevel(further, 'confidential');
    t.equal(confidential(), true, 'another request of the same call');
    setLevel(further, 'ordinary');
    // A further call of the citizen's whose ticket went into another, and that one into a third.
    merge(ticketNo(1), ticketNo(2));
    merge(ticketNo(2), ticketNo(3));
    t.equal(confidential(), false);
    setLevel(ticketNo(3), 'confidential');
    t.equal(confidential(), true, 'merged, and merged again');
    const asked = { after: { at: noon + 1, id: '' }, limit: 10 } as const;
    const found = library.find({ confidential: false }, [{ of: 'all' }], asked);
    t.same(found, [], 'nor is it found');
  },
);
