import t from 'tap';
import { signInAt } from './api.ts';
import { between, longestGapMs } from './audio.ts';
import { accountOf, eventually, startHotline } from './hotline.ts';
import { callerHz, seatHz, startCallers } from './sipp.ts';

t.test(
  'commands out of turn on a real call: each is refused with its code, the call is unharmed',
  async (t) => {
    const hotline = await startHotline(t, { plan: { wrapUpMs: 0 } });
    await hotline.readySeat('8001', { type: 'answer', ringMs: 800, talkMs: null });
    const { address, house } = hotline.daemon();
    const [one, two, leader] = await Promise.all(
      ['agent1', 'agent2', 'leader'].map((name) => signInAt(address, accountOf(hotline, name))),
    );
    if (one === undefined || two === undefined || leader === undefined)
      throw new Error('nobody is signed in');
    const refused = async (who: typeof one, path: string, code: string, body?: object): Promise<void> => {
      t.equal((await who.post(path, body)).code, code, `${path}: ${code}`);
    };

    await refused(two, '/seats/8001/sign-in', 'H12_SEAT_TAKEN');
    await refused(one, '/seats/8002/sign-in', 'H12_AGENT_SIGNED_IN_ELSEWHERE');
    await refused(two, '/seats/8001/ready', 'H12_SEAT_NOT_YOURS');
    await refused(two, '/seats/8002/ready', 'H12_SEAT_OFFLINE');
    await refused(two, '/seats/9999/sign-in', 'H12_NO_SUCH_SEAT');

    const caller = await startCallers({ asterisk: hotline.asterisk.sip });
    const { id } = await hotline.callIn('greeting');
    await refused(leader, `/calls/${id}/hang-up`, 'H12_OUT_OF_TURN');
    await refused(one, `/calls/${id}/decline`, 'H12_NOT_YOUR_CALL');
    await hotline.callIn('offering');
    await refused(one, `/calls/${id}/hang-up`, 'H12_OUT_OF_TURN');
    await refused(two, `/calls/${id}/decline`, 'H12_NOT_YOUR_CALL');
    await refused(one, '/seats/8001/sign-out', 'H12_SEAT_BUSY');

    const { talk } = await hotline.callIn('talking');
    for (let round = 0; round < 5; round += 1) {
      await refused(two, `/calls/${id}/hang-up`, 'H12_NOT_YOUR_CALL');
      await refused(one, `/calls/${id}/decline`, 'H12_OUT_OF_TURN');
      await refused(one, `/calls/${id}/hang-up`, 'H12_INVALID', { seat: '8002' });
      await refused(one, '/calls/C1.1/hang-up', 'H12_NO_SUCH_CALL');
      await refused(one, '/calls/%00/hang-up', 'H12_INVALID');
      await refused(one, '/seats/8001/sign-out', 'H12_SEAT_BUSY');
      await refused(two, '/seats/8001/sign-in', 'H12_SEAT_TAKEN');
    }
    await eventually('they have talked for a second', () => house.now() > talk.startedAt + 1_000 || null);
    const overAt = house.now();
    t.equal((await one.post(`/calls/${id}/hang-up`)).status, 204);
    await refused(one, `/calls/${id}/hang-up`, 'H12_OUT_OF_TURN');
    const [record] = await hotline.ended();
    await refused(one, `/calls/${id}/hang-up`, 'H12_CALL_ENDED');
    await refused(leader, `/calls/${id}/decline`, 'H12_CALL_ENDED');
    t.equal((await caller.done).failed, 0);

    if (record === undefined) throw new Error('no record');
    t.match(record.call.ending, { by: 'seat', outcome: 'answered', during: 'talking' });
    t.equal(record.call.legs.length, 2);
    const talked = [talk.startedAt + 200 - record.call.arrivedAt, overAt - record.call.arrivedAt] as const;
    t.ok(
      longestGapMs(between(record.sound.left, ...talked), callerHz) <= 100,
      'the caller was heard throughout',
    );
    t.ok(longestGapMs(between(record.sound.right, ...talked), seatHz) <= 100, 'and the seat');
  },
);
