import type { AgentId } from '../acd/model.ts';
import type { Brand } from '../lib/brand.ts';
import type { EpochMs } from '../lib/time.ts';
import type { CallId, LegId } from './ids.ts';

/** `<call>.consultation.<n>`, counted from 1: the channel of the switch that records a private talk. It is nobody's leg. */
export type RecorderId = Brand<string, 'RecorderId'>;
export const recorderId = (call: CallId, n: number): RecorderId =>
  `${call}.consultation.${String(n)}` as RecorderId;

/** An agent and somebody asked talk in private. It is recorded apart from the call: the citizen is not in it. */
export type Consultation = {
  readonly agent: AgentId;
  readonly agentLeg: LegId;
  readonly party: LegId;
  /** Who was asked, as people are told. */
  readonly name: string;
  readonly from: EpochMs;
  /** Null while it goes on. */
  readonly to: EpochMs | null;
};
