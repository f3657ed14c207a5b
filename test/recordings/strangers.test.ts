import { once } from 'node:events';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import type { CallId } from '../../src/calls/model.ts';
import { after } from '../../src/lib/time.ts';
import { linkMs } from '../../src/recordings/plays.ts';
import { listening, openScreen, refusedScreen } from '../desk/screen.ts';
import { keptHouse } from './kept-house.ts';

/** A recording of agent1, and agent2, who wants to hear it. */
async function wanted(t: Test) {
  const house = await keptHouse(t, 2, 3_000);
  const id = house.ids[0] ?? '';
  const call = `C${id.slice(1)}` as CallId;
  const stranger = await house.signedIn('agent2');
  const own = await house.signedIn('agent1');
  const linkFor = async (cookie: string): Promise<string> =>
    (await house.play(cookie, id)).json<{ link: string }>().link;
  /** All that is known of recordings, but for the audit record: a refusal changes none of it. */
  const known = (): string =>
    JSON.stringify(
      [
        'recordings',
        'recording_releases',
        'recording_bookmarks',
        'recording_requests',
        'recording_redactions',
        'recording_holds',
        'vault_keys',
      ].map((table) =>
        house.db.prepare(`SELECT count(*) AS n, group_concat(rowid) AS rows FROM ${table}`).all(),
      ),
    );
  const newest = () => house.audit.newest(1)[0];
  return { ...house, id, call, stranger, own, linkFor, known, newest };
}

t.test(
  'by a guessed id: whatever is asked of it, it is as if it were not there, and each try is on the record',
  async (t) => {
    const { id, stranger, say, known, audit, newest } = await wanted(t);
    const before = known();
    const guesses = [id, 'R1763978815.2', 'R1763978815.3', 'R1763978815.1.consultation.1', 'R1.1'];
    for (const of of guesses) {
      const count = audit.last()?.n ?? 0;
      for (const [method, path, body] of [
        ['GET', `/recordings/${of}`],
        ['GET', `/recordings/${of}/redactions`],
        ['POST', `/recordings/${of}/plays`, { purpose: 'handling', note: 'let me hear' }],
        ['POST', `/recordings/${of}/bookmarks`, { atMs: 0, text: 'x' }],
        ['GET', `/calls/C${of.slice(1)}/recording`],
      ] as const) {
        const answer = await say(stranger, method, path, body);
        t.match(answer.json(), { status: 404, code: 'H12_NO_SUCH_RECORDING' }, `${method} ${path}`);
        t.match(newest(), { actor: 'agent2', target: of, outcome: /^(notYours|unknown)$/ });
      }
      t.equal((audit.last()?.n ?? 0) - count, 5, 'an entry each');
    }
    t.equal(known(), before, 'and nothing has changed');
  },
);

t.test('who has no right to any recording is refused at the door, and that is on the record', async (t) => {
  const { id, signedIn, say, known, newest, stranger } = await wanted(t);
  const before = known();
  const watcher = await signedIn('watcher');
  for (const [who, cookie, method, path, body] of [
    ['watcher', watcher, 'GET', '/recordings'],
    ['watcher', watcher, 'GET', `/recordings/${id}`],
    ['watcher', watcher, 'POST', `/recordings/${id}/plays`, { purpose: 'inspection', note: 'to inspect' }],
    ['watcher', watcher, 'GET', `/recordings/plays/${'A'.repeat(43)}`],
    [
      'agent2',
      stranger,
      'POST',
      `/recordings/${id}/requests`,
      { how: 'export', purpose: 'evidence', reason: 'xx' },
    ],
    ['agent2', stranger, 'GET', '/recording-requests/E20261124-000001/copy'],
    ['agent2', stranger, 'PUT', `/recordings/${id}/releases/rsj`, { why: 'to the unit' }],
    ['agent2', stranger, 'POST', `/recordings/${id}/redactions`, { fromMs: 0, toMs: 1, reason: 'xx' }],
    ['agent2', stranger, 'POST', '/recording-holds', { recording: id, reason: 'xx' }],
    ['agent2', stranger, 'GET', '/recordings/alarms'],
    [
      'agent2',
      stranger,
      'POST',
      '/recording-requests/E20261124-000001/decision',
      { granted: true, word: 'ok' },
    ],
  ] as const) {
    t.match((await say(cookie, method, path, body)).json(), { status: 403, code: 'H12_FORBIDDEN' }, path);
    t.match(newest(), {
      actor: who,
      action: /^recording\./,
      target: `/api/v1${path}`,
      outcome: 'H12_FORBIDDEN',
    });
  }
  t.equal(known(), before);
});

t.test(
  'by search: neither in the list, nor by ticket, call or day, nor beside call and ticket',
  async (t) => {
    const { id, call, stranger, say, recordings, newest } = await wanted(t);
    const no = recordings.read(id as never)?.ticketNo ?? '';
    for (const query of ['', `?ticket=${no}`, `?call=${call}`, '?since=2026-11-24&until=2026-11-25']) {
      const answer = await say(stranger, 'GET', `/recordings${query}`);
      t.same(answer.json(), { items: [], nextCursor: null }, query);
      t.match(newest(), { action: 'recording.search', target: /found=0$/ });
    }
    for (const path of [`/calls/${call}`, `/tickets/${no}`, `/tickets?q=${id}`, `/calls`]) {
      const { body } = await say(stranger, 'GET', path);
      t.notMatch(body, /"R1763978815|h12v|sha256"?:"[0-9a-f]/, path);
    }
  },
);

t.test('by range, whole or in parts: only with a link of one’s own session', async (t) => {
  const { id, own, stranger, linkFor, get, newest, signedIn } = await wanted(t);
  const link = await linkFor(own);
  for (const range of ['bytes=0-', 'bytes=0-0', 'bytes=-1', 'bytes=100-200', 'bytes=0-,5-', undefined]) {
    const answer = await get(stranger, link, range);
    t.match(answer.json(), { status: 404, code: 'H12_NO_SUCH_LINK' }, range ?? 'whole');
    t.notOk('content-range' in answer.headers, 'nor is its length told');
    t.match(newest(), { actor: 'agent2', action: 'recording.play', target: id, outcome: 'notYours' });
  }
  t.match(
    (await get(await signedIn('agent1'), link)).json(),
    { code: 'H12_NO_SUCH_LINK' },
    'nor in another session of one’s own',
  );
  t.match(newest(), { actor: 'agent1', outcome: 'notYours' });
  t.equal((await get(own, link, 'bytes=0-0')).statusCode, 206);
});

t.test(
  'by an old link: of a session that ended, of a time that is over, of a life of the server before',
  async (t) => {
    const { id, own, linkFor, get, say, clock, newest, signedIn } = await wanted(t);
    const link = await linkFor(own);
    clock.at = after(clock.at, linkMs);
    t.match((await get(own, link)).json(), { code: 'H12_NO_SUCH_LINK' });
    t.match(newest(), { actor: 'agent1', target: id, outcome: 'over' });
    const second = await linkFor(own);
    await say(own, 'DELETE', '/session');
    t.match((await get(own, second)).json(), { status: 401, code: 'H12_NO_SESSION' });
    const again = await signedIn('agent1');
    t.match(
      (await get(again, second)).json(),
      { code: 'H12_NO_SUCH_LINK' },
      'the same person, signed in anew',
    );
    t.match(newest(), { actor: 'agent1', target: id, outcome: 'notYours' });
    t.match((await get(again, `/api/v1/recordings/plays/${'B'.repeat(43)}`)).json(), {
      code: 'H12_NO_SUCH_LINK',
    });
    t.match(newest(), { actor: 'agent1', target: 'a link', outcome: 'unknown' });
  },
);

t.test('by WebSocket: no socket gives sound, and the desk’s tells nothing of recordings', async (t) => {
  const house = await wanted(t);
  const { id, own, stranger, linkFor, ready, arrive, tell, answered, clock } = house;
  const address = await listening(house);
  const link = await linkFor(own);
  for (const path of [
    link,
    `/api/v1/recordings/${id}`,
    `/api/v1/recordings/${id}/plays`,
    '/api/v1/recordings',
  ])
    t.match(await refusedScreen(`${address}${path}`, { cookie: stranger, origin: address }), {
      status: 404,
      body: { code: 'H12_NOT_FOUND' },
    });
  const desk = await openScreen(t, address, stranger);
  const all: unknown[] = [await desk.next()];
  for (const wish of [
    { type: 'play', id },
    { type: 'resync', recording: id },
    { type: 'subscribe', path: link },
  ]) {
    desk.socket.send(JSON.stringify(wish));
    const said = await desk.next();
    t.match(said, { type: 'problem', code: 'H12_MALFORMED' }, wish.type);
    all.push(said);
  }
  ready('agent2', '8002');
  const call = arrive(7);
  tell(call, answered(call));
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  desk.socket.send(JSON.stringify({ type: 'resync' }));
  for (let said = await desk.next(); said.type !== 'snapshot'; said = await desk.next()) all.push(said);
  t.notMatch(JSON.stringify(all), /"R1763978815|h12v|recordings\/plays/, 'nothing of any recording');
  const stolen = new WebSocket(`${address.replace('http', 'ws')}/api/v1/desk`, {
    headers: { origin: address },
  });
  stolen.on('error', () => undefined);
  const [, response] = (await once(stolen, 'unexpected-response')) as [unknown, { statusCode: number }];
  t.equal(response.statusCode, 401, 'nor is there a desk without a session');
  stolen.terminate();
});
