import type { AgentId, SeatId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { LegId } from './ids.ts';

/** `listen`: hears the agent's line; `whisper`: the agent alone hears the supervisor; `join`: everybody does. */
export type SupervisionMode = 'listen' | 'whisper' | 'join';

/** Somebody of the centre watches over a call. */
export type Supervision = {
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly leg: LegId;
  /** The agent's leg that is listened to. */
  readonly of: LegId;
  readonly spy: LegId;
  readonly mode: SupervisionMode;
  /** Whether the agent is told, by the centre's rule when it began. */
  readonly told: boolean;
  readonly since: EpochMs;
  /** Whether the supervisor has answered. */
  readonly up: boolean;
};

/** A supervisor listens, whispers, joins, takes over or goes. It is the same in each phase: no table answers it, `supervise.ts` does. */
export type SuperviseAsked = {
  readonly type: 'SuperviseAsked';
  readonly at: EpochMs;
  /** The supervisor's own. */
  readonly seat: SeatId;
  readonly agent: AgentId;
  readonly mode: SupervisionMode | 'takeOver' | 'stop';
  /** Whether the agent is to know. */
  readonly told: boolean;
};
