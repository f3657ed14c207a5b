import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateAsterisk } from '../test/asterisk/private-asterisk.ts';

/**
 * The extensions that lead to `app_queue` instead of the hotline: answered, recorded the same way, then the queue. `usual` answers as
 * every dialplan does, which waits for the caller's first sound; `quickest` answers as the hotline's own dialplan does, without waiting.
 */
export const peers = { usual: '12399', quickest: '12398' } as const;

const dialplan = (spool: string): string => `
[from-trunk](+)
${queueAfter(peers.usual, 'Answer()', spool)}
${queueAfter(peers.quickest, 'Answer(,i)', spool)}
`;

const queueAfter = (
  extension: string,
  answer: string,
  spool: string,
): string => `exten => ${extension},1,${answer}
 same => n,MixMonitor(${spool}/\${UNIQUEID}.raw,D)
 same => n,Queue(bench,,,,600)
 same => n,Hangup()`;

const queues = (seats: readonly string[]): string => `[general]
persistentmembers = no
shared_lastcall = no
autofill = yes

[bench]
strategy = leastrecent
ringinuse = no
timeout = 20
retry = 0
wrapuptime = 0
autofill = yes
announce-frequency = 0
joinempty = yes
leavewhenempty = no
${seats.map((seat) => `member => PJSIP/${seat},0`).join('\n')}
`;

/**
 * Puts the peer beside the hotline, in the run folder of an Asterisk that then reads its dialplan again. `retry = 0` and `autofill` are
 * the settings under which `app_queue` is quickest.
 */
export function putPeer(asterisk: PrivateAsterisk, seats: readonly string[]): void {
  const etc = join(asterisk.runDir, 'etc');
  const recorder = /MixMonitor\((.*)\/\$\{UNIQUEID\}/.exec(
    readFileSync(join(etc, 'dialplan', 'from-trunk.conf'), 'utf8'),
  )?.[1];
  if (recorder === undefined) throw new Error('the dialplan does not record');
  appendFileSync(join(etc, 'extensions.conf'), dialplan(recorder));
  writeFileSync(join(etc, 'queues.conf'), queues(seats));
}

/** Phones that need no registration: all seats live at one address, told apart by the user part. */
export const fixedPhones = (seats: readonly string[], address: string): string =>
  seats
    .map(
      (seat) =>
        `[${seat}](desk-phone)\naors = ${seat}\n\n[${seat}]\ntype = aor\ncontact = sip:${seat}@${address}\n`,
    )
    .join('\n');
