// The desks of `bench/desks.ts`, in a process of their own: opens sockets, notes when each is told what, and hands it over when asked.
import { WebSocket } from 'ws';
import type { DeskView } from '../src/desk/protocol.ts';

type Order = { readonly open: { readonly address: string; readonly cookies: readonly string[] } } | 'report';
export type Heard = {
  /** When a desk was told of its own seat: the seat's state and its call's leg, and the monotonic clock in µs. */
  readonly own: readonly (readonly [what: string, atUs: number])[];
  /** When a bystander was told of a call's phase. */
  readonly others: readonly (readonly [what: string, atUs: number])[];
  readonly messages: number;
  readonly bytes: number;
};

const own: [string, number][] = [];
const others: [string, number][] = [];
let messages = 0;
let bytes = 0;

const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);

function open(address: string, cookie: string, bystander: boolean): Promise<void> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/desk`, {
    headers: { cookie, origin: address },
  });
  socket.on('message', (data: Buffer) => {
    const atUs = nowUs();
    messages += 1;
    bytes += data.length;
    const text = data.toString();
    // Each desk is a machine of its own; here all share one process, which reads no more than it must.
    if (!bystander && !text.includes('"me":')) return;
    const { me, calls } = JSON.parse(text) as Partial<Omit<DeskView, 'calls'>> & {
      calls?: { set: DeskView['calls'] };
    };
    const doing = me?.seat?.doing;
    if (doing !== undefined && 'leg' in doing) own.push([`${doing.leg} ${doing.state}`, atUs]);
    if (bystander) for (const { id, phase } of calls?.set ?? []) others.push([`${id} ${phase}`, atUs]);
  });
  return new Promise((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
  });
}

process.on('message', (order: Order) => {
  if (order === 'report') {
    process.send?.({ own, others, messages, bytes } satisfies Heard, () => process.exit());
    return;
  }
  const { address, cookies } = order.open;
  void Promise.all(cookies.map((cookie, n) => open(address, cookie, n % 50 === 0))).then(() =>
    process.send?.('open'),
  );
});
