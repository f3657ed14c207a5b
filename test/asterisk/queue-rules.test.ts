import t from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import { eventually, type Hotline, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

const seatOf = (hotline: Hotline, seat: string) => hotline.daemon().house.seat(seat as SeatId);
const plan = { greeting: [], wrapUpMs: 0, farewell: { goodbye: [] } };

t.test(
  'the plan’s queue rings all: both phones ring, the first to answer wins, the other is let go',
  async (t) => {
    const hotline = await startHotline(t, { plan: { ...plan, strategy: 'ringAll' } });
    const slow = await hotline.readySeat('8001', { type: 'ring' });
    await hotline.readySeat('8002', { type: 'answer', ringMs: 1_000, talkMs: 500 });
    const idle = seatOf(hotline, '8001')?.doing;
    await startCallers({ asterisk: hotline.asterisk.sip });
    await slow.seen('ringing');
    const [record] = await hotline.ended();
    await slow.seen('cancelled');
    t.match(record?.call, { talk: { seat: '8002' }, ending: { by: 'seat', outcome: 'answered' } });
    t.same(seatOf(hotline, '8001')?.doing, idle, 'it keeps its turn');
  },
);

t.test(
  'who rings again waits for the agent of last time, though another seat has been idle longer',
  async (t) => {
    const hotline = await startHotline(t, { plan: { ...plan, lastAgentWaitMs: 20_000 } });
    await hotline.readySeat('8001', { type: 'answer', ringMs: 100, talkMs: 400 });
    await startCallers({ asterisk: hotline.asterisk.sip });
    await hotline.ended();
    await hotline.readySeat('8002', { type: 'answer', ringMs: 100, talkMs: 400 });
    const { house } = hotline.daemon();
    for (const type of ['NotReadyAsked', 'ReadyAsked'] as const)
      house.askSeat('8001' as SeatId, { type, agent: 'agent1', reason: 'break', at: house.now() } as never);
    await eventually('both are ready', () => seatOf(hotline, '8001')?.doing.state === 'ready' || null);
    await startCallers({ asterisk: hotline.asterisk.sip });
    const records = await hotline.ended(2);
    t.match(
      records.map(({ call }) => ('talk' in call ? call.talk?.seat : null)),
      ['8001', '8001'],
    );
  },
);
