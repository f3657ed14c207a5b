import t from 'tap';
import { chaos } from './chaos.ts';

// The long form: npm run chaos -- --minutes 10
const minutes = Number(process.env['CHAOS_MINUTES'] ?? 0.4);
const rate = Number(process.env['CHAOS_RATE'] ?? 1.2);
const seed = Number(process.env['CHAOS_SEED'] ?? 12345);

// What the dialplan served while nobody was there is taken in when its recording has been still for a minute.
t.setTimeout((minutes + 8) * 60_000);

t.test(
  'daemon and connection fail at random moments: no call is lost, none is dropped, nothing is left',
  async (t) => {
    const isLong = process.env['CHAOS_MINUTES'] !== undefined;
    const say = (line: string) => (isLong ? void process.stderr.write(`${line}\n`) : undefined);
    const report = await chaos(t, { forMs: minutes * 60_000, rate, seed, say });
    const { placed, outcomes, dropped, faults, withoutRecording, withoutTicket, stuckSeats } = report;
    const accounted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    say(JSON.stringify(report, null, 2));
    t.ok(placed >= rate * minutes * 60 * 0.8, 'calls were placed', { placed });
    t.ok(
      Object.values(faults).some((count) => count > 0),
      'and faults happened',
      { faults },
    );
    t.equal(accounted, placed, 'every call is on record', { outcomes });
    t.equal(dropped, 0, 'no caller was hung up on');
    t.equal(withoutRecording, 0, 'each has its recording');
    t.equal(withoutTicket, 0, 'and its ticket');
    t.same(stuckSeats, [], 'no seat is stuck');
  },
);
