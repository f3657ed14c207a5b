import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallId, TicketNo } from '../src/calls/model.ts';
import { after, epochMs } from '../src/lib/time.ts';
import { verifyVault } from '../src/recordings/keeping.ts';
import { makeKeyFile } from '../src/recordings/keyring.ts';
import { type Recording, recordingOf } from '../src/recordings/model.ts';
import { openScreen, startChromium } from '../test/browser/chromium.ts';
import { type DeskHouse, password, startDeskHouse } from '../test/browser/desk-house.ts';
import { intakeOf, openPlace, type Place } from '../test/recordings/place.ts';
import { distribution, type Report, short } from './report.ts';
import { minuteOfTalk } from './speech.ts';

const began = epochMs(Date.UTC(2026, 10, 24, 4));
const shortOnes = 1_000;
const shortMs = 200;
const seeks = 100;
const browserSeeks = 20;
const browserOpens = 11;
const hourS = 3_600;

const callOf = (n: number): CallId => `C1795600000.${String(n)}` as CallId;
const rawOf = (place: Place, n: number): string => join(place.spool, `${callOf(n).slice(1)}.raw`);

/** A place with so many calls that have ended, their raw files still to be put there. */
function placeFor(calls: number): Place {
  const dir = mkdtempSync(join(tmpdir(), 'h12-bench-recordings-'));
  for (const name of ['spool', 'kept']) mkdirSync(join(dir, name));
  makeKeyFile(join(dir, 'keys.json'));
  const place = openPlace(dir);
  // The calls themselves are not what is measured.
  place.db.pragma('foreign_keys = OFF');
  for (let n = 1; n <= calls; n += 1) {
    const of = { recording: recordingOf(callOf(n)), call: callOf(n) };
    const ticketNo = `20261124-${String(n).padStart(6, '0')}` as TicketNo;
    place.store.apply({ type: 'RecordingBegan', ...of, kind: 'call', ticketNo, at: began });
    place.store.apply({ type: 'RecordingEnded', ...of, at: after(began, 1_000) });
  }
  return place;
}

/** CPU of this process and of the encoders it has seen end, in s. */
function cpuS(): number {
  const { user, system } = process.cpuUsage();
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  // cutime and cstime (proc_pid_stat(5), 16 and 17; the first two are cut off), in ticks of 10 ms.
  const children = (Number(fields[13]) + Number(fields[14])) / 100;
  return (user + system) / 1e6 + children;
}

type Taken = { readonly cpuS: number; readonly wallS: number; readonly rssMb: number };

/** Takes in all that waits, and holds it to be whole. @throws Error when something is lost, twice, or left */
async function takeIn(place: Place, calls: number): Promise<Taken> {
  let rss = 0;
  const watching = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 200);
  const [cpu, wall] = [cpuS(), performance.now()];
  const intake = intakeOf(place);
  await intake.resume();
  await intake.idle();
  await intake.close();
  const taken = { cpuS: cpuS() - cpu, wallS: (performance.now() - wall) / 1_000, rssMb: rss / 1e6 };
  clearInterval(watching);
  const wrong: string[] = [];
  for await (const { text } of verifyVault(place)) wrong.push(text);
  const files = readdirSync(place.root, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const left = readdirSync(place.spool).length;
  if (wrong.length > 0 || files.length !== calls || left > 0)
    throw new Error(
      `not each once: ${String(files.length)} files, ${String(left)} left, ${wrong.join('; ')}`,
    );
  return taken;
}

function done(place: Place): void {
  place.db.close();
  rmSync(place.dir, { recursive: true });
}

const one = (place: Place): Recording => {
  const found = place.store.read(recordingOf(callOf(1)));
  if (found === null) throw new Error('the recording is not there');
  return found;
};

/** One recording of so many hours of people talking by turns. */
async function long(minute: Buffer, hours: number): Promise<readonly (readonly string[])[]> {
  const place = placeFor(1);
  for (let n = 0; n < hours * 60; n += 1) appendFileSync(rawOf(place, 1), minute);
  const { cpuS: cpu, wallS, rssMb } = await takeIn(place, 1);
  const { durationMs, bytes } = one(place);
  done(place);
  if (durationMs !== hours * hourS * 1_000) throw new Error(`it lasts ${String(durationMs)} ms`);
  const name = `${String(hours)} h`;
  return [
    [`${name}: CPU an hour of audio`, `${short(cpu / hours)} s`],
    [`${name}: taken in after`, `${short(wallS)} s`],
    [`${name}: stored an hour (target ≤ 12 MB)`, `${short((bytes ?? 0) / hours / 1e6)} MB`],
    [`${name}: memory of the process, at most`, `${short(rssMb)} MB`],
  ];
}

async function many(minute: Buffer): Promise<readonly (readonly string[])[]> {
  const place = placeFor(shortOnes);
  const raw = minute.subarray(0, shortMs * 32);
  for (let n = 1; n <= shortOnes; n += 1) writeFileSync(rawOf(place, n), raw);
  const { cpuS: cpu, wallS } = await takeIn(place, shortOnes);
  done(place);
  return [
    [`${String(shortOnes)} of ${String(shortMs)} ms: CPU each`, `${short((cpu * 1_000) / shortOnes)} ms`],
    [`${String(shortOnes)} of ${String(shortMs)} ms: taken in after`, `${short(wallS)} s`],
  ];
}

/** Somebody who may hear it, signed in, and an hour-long recording in a house that listens. */
async function houseWithHour(minute: Buffer) {
  const house = await startDeskHouse({}, undefined, {
    people: [{ username: 'leader', displayName: 'Leader', roles: ['shiftLeader'] }],
    seats: [],
  });
  const call = house.arrive('13900000001');
  house.callerHangsUp(call);
  await house.until(() => house.call(call) === undefined);
  await house.keepSound(call, Buffer.concat(Array.from({ length: 60 }, () => minute)));
  const cookie = await signIn(house);
  const links: string[] = [];
  // Of its own each: nothing that a browser keeps of one helps with the next.
  for (let n = 0; n < browserOpens; n += 1) links.push(await linkTo(house, cookie, recordingOf(call)));
  return { house, cookie, links };
}

const send = (house: DeskHouse, path: string, cookie: string, body: object): Promise<Response> =>
  fetch(`${house.address}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'x-h12-request': '1' },
    body: JSON.stringify(body),
  });

async function signIn(house: DeskHouse): Promise<string> {
  const answer = await send(house, '/session', '', { username: 'leader', password });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function linkTo(house: DeskHouse, cookie: string, id: string): Promise<string> {
  const answer = await send(house, `/recordings/${id}/plays`, cookie, {
    purpose: 'review',
    note: 'a measurement',
  });
  return ((await answer.json()) as { link: string }).link;
}

/** Places of a file in an order that no reader-ahead foresees: steps of the golden ratio. */
const places = (count: number, below: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => Math.floor((((n + 1) * 0.618_033_988_749) % 1) * below));

/** From the request for a place within the sound to its first byte. */
async function firstBytes(address: string, link: string, cookie: string): Promise<readonly number[]> {
  const head = await fetch(`${address}${link}`, { headers: { cookie, range: 'bytes=0-0' } });
  const bytes = Number(head.headers.get('content-range')?.split('/')[1] ?? 0);
  await head.arrayBuffer();
  const times: number[] = [];
  for (const at of places(seeks, bytes)) {
    const before = performance.now();
    const answer = await fetch(`${address}${link}`, { headers: { cookie, range: `bytes=${String(at)}-` } });
    const reader = answer.body?.getReader();
    await reader?.read();
    times.push(performance.now() - before);
    await reader?.cancel();
  }
  return times;
}

/** What is measured in the page: from a link to sound, each time a link and a player of its own, and from each seek to sound. */
const listener = `async ({ links, places }) => {
  const once = (audio, name) =>
    new Promise((resolve) => audio.addEventListener(name, () => resolve(performance.now()), { once: true }));
  const opened = async (link) => {
    const audio = new Audio();
    audio.muted = true;
    const begun = performance.now();
    audio.src = link;
    const playing = once(audio, 'playing');
    await audio.play();
    return { audio, took: (await playing) - begun };
  };
  const firsts = [];
  for (const link of links.slice(1)) {
    const { audio, took } = await opened(link);
    firsts.push(took);
    audio.pause();
    audio.removeAttribute('src');
    audio.load();
  }
  const { audio, took } = await opened(links[0]);
  firsts.push(took);
  const seeks = [];
  for (const share of places) {
    const before = performance.now();
    const seeked = once(audio, 'seeked');
    audio.currentTime = share * audio.duration;
    seeks.push((await seeked) - before);
  }
  return { firsts, seeks };
}`;

/** The same in a browser: it finds the place by itself, with as many ranges as it needs, and is ready to sound there. */
async function inBrowser(address: string, links: readonly string[], cookie: string) {
  const browser = await startChromium();
  try {
    const { page } = await openScreen(browser, address);
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    const shares = places(browserSeeks, 1_000).map((one) => one / 1_000);
    const script = `(${listener})(${JSON.stringify({ links, places: shares })})`;
    return await page.evaluate<{ firsts: readonly number[]; seeks: readonly number[] }>(script);
  } finally {
    await browser.close();
  }
}

/** How soon one hears an hour-long recording where one wants to. */
export async function benchHeard(minute: Buffer): Promise<Report> {
  const { house, cookie, links } = await houseWithHour(minute);
  try {
    const bytes = await firstBytes(house.address, links[0] ?? '', cookie);
    const { firsts, seeks: sought } = await inBrowser(house.address, links, cookie);
    const [first = Number.NaN, ...others] = firsts;
    return {
      title: 'recordings: heard, one of an hour (target: sound within 200 ms)',
      rows: [
        ['a place within it: first byte', distribution(bytes, 'ms')],
        ['in Chromium: from a link to sound', distribution(others, 'ms')],
        ['the very first, which also starts its audio', `${short(first)} ms`],
        ['in Chromium: from a seek to sound', distribution(sought, 'ms')],
      ],
    };
  } finally {
    await house.close();
  }
}

/** What taking in costs, what is stored, and how soon it is heard. */
export async function benchRecordings(): Promise<readonly Report[]> {
  const minute = minuteOfTalk();
  const rows = [...(await long(minute, 1)), ...(await long(minute, 4)), ...(await many(minute))];
  return [
    { title: 'recordings: taken in, by two encoders at a low priority', rows },
    await benchHeard(minute),
  ];
}
