import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { signInAt } from './api.ts';
import { accountOf, eventually, type Hotline, startHotline } from './hotline.ts';
import { claimPorts } from './ports.ts';
import { startCallers } from './sipp.ts';

const hostile = '江南路 1 号 <b>&"x" ${EPOCH} ]]> &lt; , A1=北京';

/** A carrier that takes what comes, and answers nothing. @returns INVITEs as they came, by the number they are for */
async function listeningCarrier(t: Test) {
  const ports = await claimPorts();
  const socket = createSocket('udp4');
  const invites = new Map<string, string>();
  socket.on('message', (message) => {
    const text = message.toString('utf8');
    const number = /^INVITE sip:([^@]+)@/.exec(text)?.[1];
    if (number !== undefined) invites.set(number, text);
  });
  socket.bind(ports.first + 1, '127.0.0.2');
  await once(socket, 'listening');
  t.teardown(() => {
    socket.close();
    ports.release();
  });
  return { contact: `127.0.0.2:${String(ports.first + 1)}`, invites };
}

async function talking(t: Test) {
  const { contact, invites } = await listeningCarrier(t);
  const hotline = await startHotline(t, {
    plan: { greeting: [], wrapUpMs: 0 },
    emergency: {
      '110': ['PJSIP/110@trunk;location;seconds=1', 'PJSIP/1102@trunk;seconds=1'],
      '120': ['Local/120@demo-carrier/n'],
      '119': [],
    },
    asterisk: { settings: { trunk: { match: ['127.0.0.2'], contact } } },
  });
  await hotline.readySeat('8001', { type: 'answer', ringMs: 100, talkMs: null });
  const caller = await startCallers({ asterisk: hotline.asterisk.sip, talkMs: 8_000 });
  t.teardown(() => caller.stop());
  const call = await hotline.callIn('talking');
  const agent = await signInAt(hotline.daemon().address, accountOf(hotline, 'agent1'));
  const invite = (number: string): Promise<string> =>
    eventually(`an INVITE for ${number}`, () => invites.get(number));
  const dials110 = () => agent.post(`/calls/${call.id}/emergency`, { number: '110' });
  return { hotline, call, agent, invite, dials110, caller };
}

/** What one element of the body holds, read as XML. */
function elementOf(body: string, name: string): string | null {
  const raw = new RegExp(`<ca:${name}>([^<]*)</ca:${name}>`).exec(body)?.[1];
  if (raw === undefined) return null;
  return raw
    .replace(/&#x([0-9A-F]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

const finished = async (hotline: Hotline, caller: { readonly done: Promise<unknown> }): Promise<void> => {
  await caller.done;
  await hotline.ended();
};

t.test('the desk of a marked route is told the place as it is being typed, whatever was typed', async (t) => {
  const { hotline, call, invite, dials110, caller } = await talking(t);
  const { house, stores } = hotline.daemon();
  t.ok(house.call(call.id));
  const db = new Database(join(hotline.config.dataDir, 'hotline.db'));
  db.prepare(
    'INSERT INTO ticket_drafts (no, account, version, saved_at, content) VALUES (?, ?, 1, 1, ?)',
  ).run(call.ticketNo, 'agent1', JSON.stringify({ district: '梅江区', place: hostile }));
  db.close();
  t.ok(stores.tickets.read(call.ticketNo));
  t.equal((await dials110()).status, 204);
  const marked = await invite('110');
  t.match(marked, /^Geolocation: <cid:[^>]+>\r$/m);
  t.match(marked, /^Content-Type: application\/pidf\+xml\r$/m);
  t.match(marked, /^P-Asserted-Identity: <tel:/m);
  t.match(marked, /^m=audio /m, 'the sound is still offered');
  t.equal(elementOf(marked, 'country'), 'CN');
  t.equal(elementOf(marked, 'A3'), '梅江区');
  t.equal(elementOf(marked, 'LOC'), '江南路 1 号 <b>& x {EPOCH} ]]> &lt; , A1=北京');
  t.equal(elementOf(marked, 'A1'), null, 'and nothing else was made of it');
  const plain = await invite('1102');
  t.notMatch(plain, /geolocation|pidf/i, 'a route that is not marked is told nothing');
  await finished(hotline, caller);
});

t.test('a district that is asked for is told where the ticket holds none', async (t) => {
  const { agent, call, hotline, invite, caller } = await talking(t);
  const asked = await agent.post(`/calls/${call.id}/emergency`, { number: '110', district: '梅江区' });
  t.equal(asked.status, 204);
  const marked = await invite('110');
  t.equal(elementOf(marked, 'A3'), '梅江区');
  t.equal(elementOf(marked, 'LOC'), null);
  await finished(hotline, caller);
});

t.test('without a known place, or with one that cannot be read, the desk is rung all the same', async (t) => {
  const { hotline, invite, dials110, caller, call } = await talking(t);
  const db = new Database(join(hotline.config.dataDir, 'hotline.db'));
  db.exec('ALTER TABLE ticket_drafts RENAME TO gone');
  t.equal((await dials110()).status, 204);
  t.notMatch(await invite('110'), /geolocation|pidf/i);
  db.exec('ALTER TABLE gone RENAME TO ticket_drafts');
  db.close();
  t.ok(call);
  await finished(hotline, caller);
});
