import { readFileSync } from 'node:fs';
import type { Logged } from './sipp.ts';

/** The clock ticks of /proc/PID/stat in a second (sysconf(_SC_CLK_TCK) on Linux). */
const ticksPerSecond = 100;

/** CPU time a process has used so far, in s; with its threads, without its children. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

const callId = (text: string): string => /^Call-ID:\s*(\S+)/im.exec(text)?.[1] ?? '';
const callerNumber = (text: string): string =>
  /(?:^From|^P-Asserted-Identity):.*?sip:(139\d+)@/im.exec(text)?.[1] ?? '';

/** Time from each caller's INVITE to the first INVITE that reached a seat for it, in ms. */
export function offerTimes(callers: readonly Logged[], seats: readonly Logged[]): readonly number[] {
  const sent = firstInvites(callers, true, callerNumber);
  const rung = firstInvites(seats, false, callerNumber);
  return [...sent].flatMap(([number, atMs]) => {
    const rungAt = rung.get(number);
    return rungAt === undefined ? [] : [rungAt - atMs];
  });
}

function firstInvites(
  messages: readonly Logged[],
  sent: boolean,
  key: (text: string) => string,
): Map<string, number> {
  const first = new Map<string, number>();
  for (const { atMs, sent: wasSent, start, text } of messages) {
    if (wasSent !== sent || !start.startsWith('INVITE')) continue;
    const name = key(text);
    if (!first.has(name)) first.set(name, atMs);
  }
  return first;
}

/** Time from the BYE with which a seat ends a talk to its next INVITE, in ms; only where there was a next one. */
export function seatFreeTimes(seats: readonly Logged[]): readonly number[] {
  const seatOf = new Map<string, string>();
  const freeAt = new Map<string, number>();
  const times: number[] = [];
  for (const { atMs, sent, start, text } of seats) {
    const id = callId(text);
    if (!sent && start.startsWith('INVITE')) {
      const seat = /^INVITE sip:(\d+)@/.exec(start)?.[1] ?? '';
      if (seatOf.has(id)) continue;
      seatOf.set(id, seat);
      const free = freeAt.get(seat);
      freeAt.delete(seat);
      if (free !== undefined) times.push(atMs - free);
    } else if (sent && start.startsWith('BYE')) {
      const seat = seatOf.get(id);
      if (seat !== undefined && !freeAt.has(seat)) freeAt.set(seat, atMs);
    }
  }
  return times;
}
