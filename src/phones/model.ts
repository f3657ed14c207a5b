import type { QueueId, SeatId } from '../acd/model.ts';

/** The phone at a seat, as it is provisioned in Asterisk, and the queues the seat serves. */
export type Phone = {
  readonly seat: SeatId;
  readonly queues: readonly QueueId[];
  /** Its SIP password, of `[A-Za-z0-9_-]` alone: anything else could change the meaning of Asterisk's file. */
  readonly secret: string;
  /** A SIP phone over UDP or TCP, or a softphone in the browser. */
  readonly kind: 'desk' | 'browser';
};
