import t from 'tap';
import { epochMs } from '../../src/lib/time.ts';
import { recordingOf } from '../../src/recordings/model.ts';
import { recordingChange, spansOf } from '../../src/recordings/rules.ts';
import { arrived, at, fact, id, noon, plan, seat7, seatLeg, ticketNo } from '../calls/given.ts';

t.test('a recording runs from the beginning of the call, and is expected at its end', async (t) => {
  t.strictSame(arrived().facts.map(recordingChange), [
    { type: 'RecordingBegan', recording: recordingOf(id), call: id, kind: 'call', ticketNo, at: noon },
  ]);
  for (const outcome of ['answered', 'abandoned', 'lost'] as const)
    t.strictSame(
      recordingChange(fact.ended({ by: 'caller', outcome, during: 'queued', cause: 16 }, 5, at(9))),
      { type: 'RecordingEnded', recording: recordingOf(id), call: id, at: at(9) },
    );
});

t.test('the recording of a citizen who was dialled begins with the answer', async (t) => {
  t.strictSame(recordingChange({ type: 'CitizenReached', call: id, at: at(3), ticketNo }), {
    type: 'RecordingBegan',
    recording: recordingOf(id),
    call: id,
    kind: 'call',
    ticketNo,
    at: at(3),
  });
});

t.test('a private talk has a recording of its own, from its beginning to its end', async (t) => {
  const recording = 'R1763978815.1.consultation.2';
  t.strictSame(recordingChange({ type: 'ConsultationBegan', call: id, at: at(3), ticketNo, n: 2 }), {
    type: 'RecordingBegan',
    recording,
    call: id,
    kind: 'consultation',
    ticketNo,
    at: at(3),
  });
  t.strictSame(recordingChange({ type: 'ConsultationEnded', call: id, at: at(9), n: 2 }), {
    type: 'RecordingEnded',
    recording,
    call: id,
    at: at(9),
  });
});

t.test('nothing else touches the recording: it goes on through queue, offers and talk', async (t) => {
  t.equal(
    recordingChange({ type: 'CallQueued', call: id, origin: 'inbound', at: at(1), queue: plan.queue }),
    null,
  );
  t.equal(recordingChange({ type: 'OfferMade', call: id, at: at(1), seat: seat7, leg: seatLeg(1) }), null);
  t.equal(recordingChange(fact.withdrawn(1, seat7, 'refused', at(1))), null);
  t.equal(recordingChange(fact.talkEnded(1, seat7, 5, at(1))), null);
});

t.test('a mark is silenced with a margin for a late press; one without an end, to the end', async (t) => {
  const unseen = { fromMs: null, toMs: null };
  const mark = { fromAt: epochMs(12_000), toAt: epochMs(15_000) };
  t.same(spansOf(10_000, [{ ...mark, ...unseen }]), [{ fromMs: 1_500, toMs: 5_500 }]);
  const open = { fromAt: epochMs(10_100), toAt: null, ...unseen };
  t.match(spansOf(10_000, [open]), [{ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }]);
  // The recording began before the daemon heard of the call: what was written then counts, not the clock.
  t.same(spansOf(10_000, [{ ...mark, fromMs: 62_000, toMs: 65_000 }]), [{ fromMs: 61_500, toMs: 65_500 }]);
});
