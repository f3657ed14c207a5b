import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { SeatId } from '../../src/acd/model.ts';
import type { Call } from '../../src/calls/model.ts';
import { type Session, signInAt } from './api.ts';
import { amplitude, type Channel, readTailStereo } from './audio.ts';
import { accountOf, eventually, type Hotline } from './hotline.ts';
import { musicHz } from './private-asterisk.ts';
import { callerHz, seatHz } from './sipp.ts';
import { type StreamPhone, startStreamPhone } from './stream-phone.ts';
import { writeTone } from './tones.ts';

/** What remote seats sound like; the second one has the other. */
export const remoteHz = 700;
export const otherHz = 850;

/** By ear: who is heard, and whether there is music. */
const sounds = {
  citizen: callerHz,
  agent: seatHz,
  remote: remoteHz,
  other: otherHz,
  music: musicHz,
} as const;
export type Sound = keyof typeof sounds;

const listenMs = 400;
const loudEnough = 0.04;

/** Who is heard in a piece of sound. */
export const heardIn = (channel: Channel): readonly Sound[] =>
  (Object.keys(sounds) as Sound[]).filter((sound) => amplitude(channel, sounds[sound]) >= loudEnough);

/** A phone that answers at once, sounds with its own tone and keeps what it hears. */
export async function phoneWithEars(
  t: Test,
  hotline: Hotline,
  { user, password, hz }: { readonly user: string; readonly password: string; readonly hz: number },
): Promise<StreamPhone> {
  const file = join(hotline.config.dataDir, `${user}.alaw`);
  writeTone(file, hz);
  const phone = await startStreamPhone({
    transport: 'tcp',
    port: hotline.asterisk.sip.port,
    user,
    password,
    tone: readFileSync(file),
  });
  t.teardown(() => phone.close());
  if (phone.registered !== 200) throw new Error(`${user} could not register`);
  return phone;
}

/** The phone of a remote seat. */
export function remotePhone(t: Test, hotline: Hotline, id: string, hz: number): Promise<StreamPhone> {
  const password = hotline.access.remoteSeats.find(({ remoteSeat }) => remoteSeat === id)?.password ?? '';
  return phoneWithEars(t, hotline, { user: `r-${id}`, password, hz });
}

/** An agent at a seat whose phone has ears, ready, with a session at the API. */
export async function agentWithEars(
  t: Test,
  hotline: Hotline,
  n: number,
  hz: number = seatHz,
): Promise<{ readonly phone: StreamPhone; readonly api: Session }> {
  const user = `800${String(n)}`;
  const password = hotline.access.phones.find(({ seat }) => seat === user)?.password ?? '';
  const phone = await phoneWithEars(t, hotline, { user, password, hz });
  const { house, address } = hotline.daemon();
  await eventually(`${user} is there`, () => house.seat(user as SeatId)?.phone === 'reachable' || null);
  const api = await signInAt(address, accountOf(hotline, `agent${String(n)}`));
  for (const what of ['sign-in', 'ready']) {
    const { status } = await api.post(`/seats/${user}/${what}`);
    if (status !== 200) throw new Error(`${user} ${what}: ${String(status)}`);
  }
  return { phone, api };
}

/** What the citizen hears now: the end of the recording that is being written. */
export const citizenEars = (hotline: Hotline, { id }: Pick<Call, 'id'>) => ({
  latest: (ms: number): Channel =>
    readTailStereo(join(hotline.asterisk.spoolDir, `${id.slice(1)}.raw`), ms).right,
});

type Ears = { latest(ms: number): Channel };
export type Expected = Readonly<Record<string, readonly Sound[]>>;

/** Resolves when each hears just those it should, and nobody else. @throws Error that says who hears whom instead */
export async function hear(
  what: string,
  ears: Readonly<Record<string, Ears>>,
  expected: Expected,
): Promise<void> {
  const heard = (): Expected =>
    Object.fromEntries(Object.entries(ears).map(([name, one]) => [name, heardIn(one.latest(listenMs))]));
  const wanted = JSON.stringify(
    Object.fromEntries(Object.keys(ears).map((name) => [name, ordered(expected[name] ?? [])])),
  );
  await eventually(what, () => JSON.stringify(heard()) === wanted || null).catch((cause: unknown) => {
    throw new Error(`${what}: wanted ${wanted}, heard ${JSON.stringify(heard())}`, { cause });
  });
}

const ordered = (names: readonly Sound[]): readonly Sound[] =>
  (Object.keys(sounds) as Sound[]).filter((name) => names.includes(name));
