import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateAsterisk } from '../test/asterisk/private-asterisk.ts';

/** The extension that leads to `app_queue` instead of the hotline: the same answer, the same recording, then the queue. */
export const peerExtension = '12399';

const dialplan = (spool: string): string => `
[from-trunk](+)
exten => ${peerExtension},1,Answer(,i)
 same => n,MixMonitor(${spool}/\${UNIQUEID}.raw,D)
 same => n,Queue(bench,,,,600)
 same => n,Hangup()
`;

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
