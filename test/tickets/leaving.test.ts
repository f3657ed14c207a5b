import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import t from 'tap';
import { figures } from '../../src/tickets/counting.ts';
import type { CountRow } from '../../src/tickets/found-wire.ts';
import { city, no } from './city.ts';

const texts = (bytes: Buffer): string => {
  const files = unzipSync(new Uint8Array(bytes));
  return Object.entries(files)
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, file]) => Buffer.from(file).toString('utf8'))
    .join('\n');
};

/** Every stream of a PDF that can be inflated, as Latin text. */
function streams(pdf: Buffer): string {
  let out = '';
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      out += inflateSync(pdf.subarray(at + 7)).toString('latin1');
    } catch {
      // Fonts are packed otherwise.
    }
  }
  return out;
}

t.test(
  'figures by their definition, each with the tickets behind it; lists and dossiers leave on the record',
  async (t) => {
    const house = await city(t);
    const { asks, act, dispatched, clock, audit } = house;
    await dispatched();
    const second = (await asks('agent1', 'POST', `/tickets/${no}/further`)).json<{ no: string }>().no;
    await dispatched(second);
    await act('clerk', { type: 'acknowledge', part: 1 });
    await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
    await act('agent1', {
      type: 'followUp',
      reached: true,
      satisfaction: { timeliness: 5, result: 2 },
      note: '',
    });
    await act('office', { type: 'urge', part: 1, text: '催' }, second);
    // Thirty days later the second one is late in everything.
    clock.at = (clock.at + 30 * 86_400_000) as never;
    const count = async (username: string, by: string) =>
      (await asks(username, 'GET', `/tickets/statistics?by=${by}&since=2026-11-01&until=2026-11-30`)).json<
        CountRow[]
      >();
    // Sessions are over by then: signed in again.
    for (const username of ['office', 'meixian', 'clerk', 'agent1']) house.again(username);
    const [unit] = await count('office', 'unit');
    t.match(unit, {
      ...{ key: 'cgj', received: 2, acknowledged: 1, acknowledgedOnTime: 1, acknowledgedLate: 1 },
      ...{ answered: 1, answeredOnTime: 1, answeredLate: 1, urged: 1, urges: 1, returned: 0 },
      ...{ rated: 1, satisfied: 0, timely: 1, acknowledgedShare: 0.5, answeredShare: 0.5, satisfiedShare: 0 },
    });
    for (const by of ['unit', 'topic', 'district'] as const)
      for (const one of await count('office', by))
        for (const figure of figures) {
          const key = encodeURIComponent(one.key ?? '-');
          const url = `/tickets/found?${by}=${key}&figure=${figure}&since=2026-11-01&until=2026-11-30`;
          const { items } = (await asks('office', 'GET', url)).json<{ items: unknown[] }>();
          t.equal(items.length, one[figure], `${by} ${figure}`);
        }
    t.same(await count('meixian', 'unit'), [], 'another district has none');
    t.same(
      (await count('clerk', 'unit')).map(({ key }) => key),
      ['cgj'],
    );
    t.equal((await asks('agent1', 'GET', '/tickets/statistics?by=unit')).statusCode, 403);

    const list = await asks('office', 'GET', '/tickets/found.xlsx?kind=complaint');
    t.match(list.headers, { 'content-disposition': 'attachment; filename="tickets.xlsx"' });
    t.match(texts(list.rawPayload), /路灯不亮[\s\S]*139\*\*\*\*2211/);
    t.notMatch(texts(list.rawPayload), /13912342211|王小明/);
    t.match(audit.newest(1), [
      { actor: 'office', action: 'ticket.export', target: 'list of 2: kind=complaint' },
    ]);
    const figuresFile = await asks('office', 'GET', '/tickets/statistics.xlsx?by=unit');
    t.match(texts(figuresFile.rawPayload), /按时查收率/);
    const paper = await asks('office', 'GET', `/tickets/${no}/dossier.pdf`);
    t.equal(paper.statusCode, 200);
    t.match(paper.rawPayload.subarray(0, 5).toString(), '%PDF-');
    t.match(paper.rawPayload.toString('latin1'), /NotoSansCJK/, 'the letters go with it');
    // What is copied out of it is Chinese again: 路 is U+8DEF, 灯 U+706F.
    t.match(streams(paper.rawPayload).toLowerCase(), /8def[\s\S]*706f|706f[\s\S]*8def/);
    t.match(audit.newest(1), [{ actor: 'office', action: 'ticket.export', target: `dossier ${no}` }]);
    for (const username of ['agent1', 'clerk'])
      t.equal((await asks(username, 'GET', `/tickets/${no}/dossier.pdf`)).statusCode, 403, username);
  },
);

t.test(
  'what is attached is what it begins with, no more than it may be, and is given back so that nothing runs',
  async (t) => {
    const { ask, as, asks, dispatched } = await city(t);
    await dispatched();
    const png = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.alloc(64),
    ]);
    const send = async (username: string, payload: Buffer, query = '') =>
      ask(await as(username), {
        ...{ method: 'POST', url: `/api/v1/tickets/${no}/files${query}`, payload },
        headers: { 'content-type': 'application/octet-stream' },
      });
    const added = await send('agent1', png, `?name=${encodeURIComponent('现场/../照片.exe')}`);
    t.match(added.json(), { name: '现场_.._照片.png', type: 'image/png', bytes: 72 });
    for (const bad of ['<html><script>1</script>', 'MZ\u0090', '%!PS', 'PK\u0003\u0004 no office file'])
      t.match((await send('agent1', Buffer.from(bad, 'latin1'))).json(), {
        status: 415,
        code: 'H12_FILE_TYPE',
      });
    const macro = Buffer.from('PK\u0003\u0004[Content_Types].xml word/ word/vbaProject.bin', 'latin1');
    t.match((await send('agent1', macro)).json(), { code: 'H12_FILE_TYPE' });
    t.match((await send('agent1', Buffer.alloc(10_485_761))).json(), {
      status: 413,
      code: 'H12_BODY_TOO_LARGE',
    });
    const { id } = added.json<{ id: string }>();
    const back = await asks('clerk', 'GET', `/tickets/${no}/files/${id}`);
    t.same(back.rawPayload, png);
    t.match(back.headers, {
      'content-type': 'image/png',
      'content-disposition': /^attachment; filename\*=UTF-8''/,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    t.equal((await asks('other', 'GET', `/tickets/${no}/files/${id}`)).statusCode, 404);
    // What shows the citizen is not for who may not know it.
    const shows = (await send('agent1', Buffer.concat([png, Buffer.from('2')]), '?identity=true')).json<{
      id: string;
    }>();
    t.equal((await asks('inspector', 'GET', `/tickets/${no}/files/${shows.id}`)).statusCode, 404);
    t.equal((await asks('inspector', 'GET', `/tickets/${no}/files`)).json<unknown[]>().length, 1);
    const changes = (await asks('leader', 'GET', `/tickets/${no}/changes`)).json<{ action: string }[]>();
    t.equal(changes.filter(({ action }) => action === 'addFile').length, 2, 'in the history');
    for (let n = 3; n <= 20; n += 1) await send('agent1', Buffer.concat([png, Buffer.from([n])]));
    t.match((await send('agent1', png)).json(), { code: 'H12_TOO_MANY_FILES' });
  },
);

t.test(
  'limits and topics are set by the management office alone, on the record, and what moves is told',
  async (t) => {
    const { asks, dispatched, audit } = await city(t);
    await dispatched();
    const before = (await asks('office', 'GET', '/ticket-settings')).json<{
      kinds: Record<string, object>;
    }>();
    const settings = { ...before, kinds: { ...before.kinds, complaint: { contact: 1, finish: 5 } } };
    for (const username of ['agent1', 'clerk', 'meijiang', 'inspector', 'admin'])
      t.equal((await asks(username, 'PUT', '/ticket-settings', settings)).statusCode, 403, username);
    t.equal((await asks('office', 'PUT', '/ticket-settings', settings)).statusCode, 200);
    t.match(audit.newest(1), [{ actor: 'office', action: 'ticket.rules', target: 'settings' }]);
    const [change] = (await asks('office', 'GET', '/tickets/reckonings')).json<
      { what: string; at: number }[]
    >();
    t.match(change, { what: 'settings', actor: 'office', moved: 1 });
    const moved = await asks('clerk', 'GET', `/tickets/notices?kind=moved&at=${String(change?.at)}`);
    t.match(moved.json(), { items: [{ no, step: 'finish', kind: 'moved', unit: 'cgj' }] });
    t.same((await asks('other', 'GET', '/tickets/notices')).json<{ items: unknown[] }>().items, []);
    const topic = { name: '路灯照明', confidential: false, units: [{ district: null, unit: 'cgj' }] };
    t.equal((await asks('clerk', 'POST', '/ticket-topics', topic)).statusCode, 403);
    await asks('office', 'POST', '/ticket-topics', topic);
    t.same((await asks('agent1', 'GET', '/ticket-topics')).json(), [topic]);
    const bad = {
      ...settings,
      counting: { ...(before as { counting?: object }).counting, workBeginsAt: '18:00' },
    };
    t.match((await asks('office', 'PUT', '/ticket-settings', bad)).json(), { code: 'H12_INVALID' });
  },
);
