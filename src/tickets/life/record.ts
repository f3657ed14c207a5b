import type { AgentId } from '../../acd/model.ts';
import type { CallId, PhoneNumber } from '../../calls/model.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { Action, HouseAction } from './actions.ts';

/** One change of a ticket. */
export type Change = {
  readonly version: number;
  readonly at: EpochMs;
  readonly actor: AgentId;
  readonly action: Action | HouseAction;
};

/** What stands beside a ticket's life: of its call. */
export type CaseFacts = {
  readonly call: CallId;
  readonly callerNumber: PhoneNumber | null;
  /** Who had the call last. */
  readonly agent: AgentId | null;
};
