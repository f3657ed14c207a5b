import type { Device, QueueId, SeatId, SeatSetup } from '../acd/model.ts';

/** How a telephone on a desk speaks: SIP over UDP, TCP or TLS with sound in the clear, or with SRTP, whose keys ask for TLS. */
export type DeskPhoneKind = 'plain' | 'encrypted';
export const deskPhoneKinds = ['plain', 'encrypted'] as const satisfies readonly DeskPhoneKind[];

/**
 * The phones at a seat, as they are provisioned in Asterisk, and the queues the seat serves. SIP passwords are of `[A-Za-z0-9_-]` alone:
 * anything else could change the meaning of Asterisk's file.
 */
export type SeatPhones = {
  readonly seat: SeatId;
  readonly queues: readonly QueueId[];
  /** The telephone on the desk; null: none. */
  readonly desk: { readonly kind: DeskPhoneKind; readonly secret: string } | null;
  /** The softphone in the desk's page; its password is made anew for each page that becomes the phone. null: none. */
  readonly browser: { readonly secret: string } | null;
};

/** The name of a phone's SIP endpoint, which is also the name it signs in with: `8001`, and `8001w` for the one in the browser. */
export const endpointName = (seat: SeatId, device: Device): string =>
  device === 'browser' ? `${seat}w` : seat;

/** Names a page's line to the switch by a part of the softphone's password: enough to know the page again, too little to sign in with. */
export const softphoneTicket = (secret: string): string => secret.slice(0, 10);

/** The path of the WebSocket of a seat's softphone. */
export const softphonePath = (seat: SeatId, secret: string): string =>
  `/api/v1/seats/${seat}/softphone/${softphoneTicket(secret)}`;

/** What the switchboard is told of a seat. */
export const setupOf = ({ seat, queues, desk, browser }: SeatPhones): SeatSetup => ({
  id: seat,
  queues,
  devices: [
    ...(desk === null ? [] : (['desk'] as const)),
    ...(browser === null ? [] : (['browser'] as const)),
  ],
});

/**
 * Whether the switch has taken a change of phones in: `taken`; `waiting`, since it is not connected and reads the file when it is; `refused`, since
 * it has read the file and does not know the phone.
 */
export type Taken = 'taken' | 'waiting' | 'refused';
