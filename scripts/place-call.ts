import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CityAccess } from '../src/provision.ts';
import { type Phone, startCallers, startPhone } from '../test/asterisk/sipp.ts';
import { type ApiClient, signIn } from './lib/api-client.ts';

type Step = {
  readonly n: number;
  readonly at: number;
  readonly event: { readonly type: string; readonly seat?: string } | null;
};
type CallRecord = {
  readonly id: string;
  readonly phase: string;
  readonly ticketNo: string;
  readonly outcome: string | null;
  readonly steps: readonly Step[];
  readonly ticket: { readonly state: string; readonly callBack: boolean } | null;
  readonly recording: {
    readonly state: string;
    readonly durationMs: number | null;
    readonly bytes: number | null;
  } | null;
};
type Seats = readonly { readonly id: string; readonly doing: { readonly state: string } }[];

const words: Readonly<Record<string, string>> = {
  CallArrived: '来电已接入，开始录音，工单已开立   answered, recorded from here, ticket opened',
  PromptFinished: '提示音播放完毕                  a prompt ended',
  SeatOffered: '分配座席                        offered to a seat',
  SeatRinging: '座席振铃                        the seat rings',
  SeatAnswered: '座席应答，通话开始              the seat answered: they talk',
  SeatLegEnded: "座席一方结束                    the seat's side ended",
  CallerHungUp: '来电人挂机                      the caller hung up',
  QueueUnstaffed: '无人签入，告知来电人            nobody is signed in: the caller is told',
  OfferTimedOut: '座席未应答                      the seat did not answer',
  WaitedTooLong: '等待超时，告知来电人            waited too long: the caller is told',
  LegFoundGone: '一方已离开                      a party was found gone',
};

const dataDir = process.env['H12_DATA_DIR'] ?? './var';
const address = `http://127.0.0.1:${process.env['H12_HTTP_PORT'] ?? '12345'}`;
const sip = {
  host: process.env['H12_SIP_HOST'] ?? '127.0.0.1',
  port: Number(process.env['H12_SIP_PORT'] ?? 5_060),
};
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, nobody: { type: 'boolean', default: false } },
});

const say = (text: string, at = Date.now()): void => {
  console.log(`${new Date(at).toTimeString().slice(0, 8)}.${String(at % 1_000).padStart(3, '0')}  ${text}`);
};

function readAccess(): CityAccess {
  const file = join(dataDir, 'secrets', 'demonstration.json');
  if (!existsSync(file)) throw new Error(`there is no demonstration in ${dataDir}: start one with npm start`);
  return JSON.parse(readFileSync(file, 'utf8')) as CityAccess;
}

const passwordOf = (access: CityAccess, username: string): string =>
  access.accounts.find((account) => account.username === username)?.password ?? '';

/** Seats an agent with a scripted phone when nobody is ready; whoever is ready keeps the call. */
async function ensureSeat(
  access: CityAccess,
  leader: ApiClient,
): Promise<{ phone: Phone; agent: ApiClient; seat: string } | null> {
  const items = await leader.get<Seats>('/seats');
  const ready = items.filter((seat) => seat.doing.state === 'ready');
  if (ready.length > 0 || options.nobody) {
    say(
      ready.length > 0
        ? `就绪座席 ready seats: ${ready.map((seat) => seat.id).join(', ')}`
        : '无座席 no seat takes part',
    );
    return null;
  }
  const free = items.find((seat) => seat.doing.state === 'offline');
  if (free === undefined) throw new Error('every seat has an agent, and none is ready');
  const password = access.phones.find((phone) => phone.seat === free.id)?.password ?? '';
  const behaviour = { type: 'answer', ringMs: 3_000, talkMs: null } as const;
  const phone = await startPhone({ asterisk: sip, endpoint: free.id, password, behaviour });
  const username = `agent${free.id.slice(-1)}`;
  const agent = await signIn(address, username, passwordOf(access, username));
  await agent.post(`/seats/${free.id}/sign-in`);
  await getReady(agent, free.id);
  say(
    `座席 ${free.id} 由脚本话机值守，${username} 已就绪   seat ${free.id} has a scripted phone, ${username} is ready`,
  );
  return { phone, agent, seat: free.id };
}

/** The phone has registered; that Asterisk tells the hotline so takes a moment. */
async function getReady(agent: ApiClient, seat: string, tries = 20): Promise<void> {
  try {
    await agent.post(`/seats/${seat}/ready`);
  } catch (error) {
    if (tries === 0) throw error;
    await sleep(100);
    await getReady(agent, seat, tries - 1);
  }
}

/** Tells each step of the newest call from this number as it happens. @returns its record once all of it is there */
async function follow(leader: ApiClient, from: string): Promise<CallRecord> {
  let told = 0;
  for (;;) {
    const record = await lookAt(leader, from);
    for (const step of record?.steps.filter(({ n }) => n > told) ?? []) {
      told = step.n;
      const type = step.event?.type ?? 'damaged';
      say(`${words[type] ?? type}${step.event?.seat === undefined ? '' : `  (${step.event.seat})`}`, step.at);
    }
    const taken = record?.recording?.state === 'kept' || record?.recording?.state === 'missing';
    if (record?.phase === 'ended' && taken) return record;
    await sleep(100);
  }
}

/** The newest call from this number as it is now; null while there is none, or the daemon is away (its calls go on without it). */
async function lookAt(leader: ApiClient, from: string): Promise<CallRecord | null> {
  try {
    const { items } = await leader.get<{ items: readonly { id: string; from: string | null }[] }>(
      '/calls?limit=20',
    );
    const call = items.find((line) => line.from === from);
    return call === undefined ? null : await leader.get<CallRecord>(`/calls/${call.id}`);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function main(): Promise<void> {
  const access = readAccess();
  const leader = await signIn(address, 'leader', passwordOf(access, 'leader'));
  const seat = await ensureSeat(access, leader);
  const from = `139${String(Date.now()).slice(-8)}`;
  say(`${from} 拨打 12345   ${from} dials 12345`);
  const caller = await startCallers({ asterisk: sip, from, talkMs: Number(options.seconds) * 1_000 });
  const record = await follow(leader, from);
  await caller.done;
  const length = ((record.recording?.durationMs ?? 0) / 1_000).toFixed(1);
  say(
    `通话结束 ended: ${record.outcome ?? '?'}   工单 ticket ${record.ticketNo} (${record.ticket?.state ?? '?'})   录音 recording: ${record.recording?.state ?? '?'}, ${length} s`,
  );
  say(`记录 record: ${address}/  →  ${record.id}`);
  if (seat === null) return;
  // Out of wrap-up, then home.
  await seat.agent.post(`/seats/${seat.seat}/sign-out`);
  await seat.phone.unregister();
  await seat.phone.stop();
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
