import t from 'tap';
import { type Session, signInAt } from './api.ts';
import { accountOf, eventually, startHotline } from './hotline.ts';
import { startCallers } from './sipp.ts';

const [versions, calls] = [100, 120];
const seats = ['8001', '8002', '8003', '8004', '8005', '8006'] as const;
/** The greeting of every other version is heard; of the others there is none. */
const documentOf = (n: number) => ({
  version: `v${String(n)}`,
  greeting: n % 2 === 0 ? ['greeting'] : [],
  wrapUpMs: 0,
});

type Publication = { readonly from: number; readonly version: number };

/** Begun, checked and published as the routing administrator does it. @throws Error that says which was refused, and why */
async function publish(router: Session, n: number, over: number): Promise<Publication> {
  const say = async (path: string, body: object): Promise<unknown> => {
    const { status, code, body: said } = await router.post(path, body);
    if (status >= 300) throw new Error(`version ${String(n)}: ${path} is answered ${String(code)}`);
    return said;
  };
  const draft = { title: documentOf(n).version, version: over, document: documentOf(n) };
  const { id, revision } = (await say('/plan/drafts', draft)) as { id: number; revision: number };
  const { findings } = (await say(`/plan/drafts/${String(id)}/check`, {})) as {
    findings: readonly { level: string }[];
  };
  if (findings.some(({ level }) => level === 'error')) throw new Error(JSON.stringify(findings));
  const asked = { reason: 'the same call by another plan', revision, over };
  return (await say(`/plan/drafts/${String(id)}/publish`, asked)) as Publication;
}

t.test(
  'a hundred versions are published while calls come, ring, talk and end: none is dropped, each keeps the plan it came by',
  async (t) => {
    const hotline = await startHotline(t, { plan: documentOf(0), asterisk: { promptMs: 400 } });
    for (const seat of seats) await hotline.readySeat(seat, { type: 'answer', ringMs: 100, talkMs: null });
    const { address, house } = hotline.daemon();
    const router = await signInAt(address, accountOf(hotline, 'routing'));
    const callers = await startCallers({
      ...{ asterisk: hotline.asterisk.sip, calls, rate: 4, talkMs: 1_500, traced: false },
    });
    const published: (Publication & { readonly n: number })[] = [];
    let [over, live] = [1, 0];
    for (let n = 1; n <= versions; n += 1) {
      // As calls go on: one more has come since the last version, or the last has.
      const before = house.now();
      await eventually('time goes on', () => house.now() > before + 200 || null);
      const one = await publish(router, n, over);
      over = one.version;
      live += [...house.calls()].length;
      published.push({ ...one, n });
    }
    t.ok(live > 2 * versions, 'calls were under way while it was published', { live });
    const { failed } = await callers.done;
    t.equal(failed, 0, 'nobody was dropped');

    const records = await hotline.ended(calls);
    t.equal(records.length, calls);
    const met = new Set<string>();
    for (const { call, recording, events } of records) {
      const inForce = published.findLast(({ from }) => from <= call.arrivedAt)?.n ?? 0;
      met.add(call.plan.version);
      t.equal(call.plan.version, documentOf(inForce).version, `${call.id} came by the plan in force`);
      t.equal(events.includes('PromptFinished'), inForce % 2 === 0, 'and went on by it');
      t.match(call.ending, { outcome: 'answered', by: 'caller' });
      t.match(recording, { state: 'kept', alarm: null });
    }
    t.ok(met.size > versions / 3, 'many a version served somebody', { met: met.size });
  },
);
