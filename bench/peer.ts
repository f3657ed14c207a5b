import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The extension that leads to `app_queue` instead of the hotline: the same answer, the same recording, then the queue. */
export const peerExtension = '12399';

const dialplan = (runDir: string): string => `
[from-trunk](+)
exten => ${peerExtension},1,Answer()
 same => n,MixMonitor(${runDir}/spool/recording/\${UNIQUEID}.raw,D)
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
 * Puts the peer beside the hotline, in the run folder of an Asterisk that has not started. `retry = 0` and `autofill` are the settings
 * under which `app_queue` is quickest.
 * @param runDir as this process sees it; @param insideDir as Asterisk sees it
 */
export function putPeer(runDir: string, insideDir: string, seats: readonly string[]): void {
  appendFileSync(join(runDir, 'etc', 'extensions.conf'), dialplan(insideDir));
  writeFileSync(join(runDir, 'etc', 'queues.conf'), queues(seats));
}

/** Phones that need no registration: all seats live at one address, told apart by the user part. */
export const fixedPhones = (seats: readonly string[], address: string): string =>
  seats
    .map(
      (seat) =>
        `[${seat}](desk-phone)\naors = ${seat}\n\n[${seat}]\ntype = aor\ncontact = sip:${seat}@${address}\n`,
    )
    .join('\n');
