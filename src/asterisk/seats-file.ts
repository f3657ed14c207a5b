import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { endpointName, type SeatPhones } from '../phones/model.ts';
import { type RemotePhone, remoteEndpoint } from '../units/model.ts';
import { renderSeats, type SeatPhone } from './conf.ts';

/** Writes the file Asterisk includes for seats' and units' phones: whole or not at all, its owner's alone (it holds passwords). */
export function writeSeatsFile(
  file: string,
  phones: readonly SeatPhones[],
  remote: readonly RemotePhone[] = [],
): void {
  const aside = `${file}.part`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(aside, renderSeats([...phones.flatMap(endpointsOf), ...remote.map(remoteOf)]), {
    mode: 0o600,
  });
  renameSync(aside, file);
}

const remoteOf = ({ id, kind, secret }: RemotePhone): SeatPhone => ({
  endpoint: remoteEndpoint(id),
  password: secret,
  kind: kind === 'plain' ? 'desk' : 'encrypted',
});

const endpointsOf = ({ seat, desk, browser }: SeatPhones): readonly SeatPhone[] => [
  ...(desk === null
    ? []
    : [
        {
          endpoint: endpointName(seat, 'desk'),
          password: desk.secret,
          kind: desk.kind === 'plain' ? ('desk' as const) : ('encrypted' as const),
        },
      ]),
  ...(browser === null
    ? []
    : [{ endpoint: endpointName(seat, 'browser'), password: browser.secret, kind: 'browser' as const }]),
];
