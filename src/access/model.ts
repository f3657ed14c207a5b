import type { AgentId } from '../acd/model.ts';
import type { Role } from './roles.ts';

/** Who asks. */
export type Actor = { readonly id: AgentId; readonly roles: readonly Role[] };

/** What is asked for, seen by whose it is: the agent signed in at the seat, who has or had the call; null: nobody's. */
export type Resource = { readonly agent: AgentId | null };

/**
 * `own`: it is the actor's own. `audit`: it is allowed, and must go on the record, since it is somebody else's.
 * `noRight`: not for this person at all. `notYours`: only for one's own.
 */
export type Decision =
  | { readonly allow: true; readonly own: boolean; readonly audit: boolean }
  | { readonly allow: false; readonly reason: 'noRight' | 'notYours' };
