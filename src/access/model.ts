import type { AgentId } from '../acd/model.ts';
import type { UnitId } from '../units/model.ts';
import type { Right, Role } from './roles.ts';

/** Who asks. */
export type Actor = {
  readonly id: AgentId;
  readonly roles: readonly Role[];
  /** The unit the person works for; null: none. */
  readonly unit: UnitId | null;
  /** County or district of the person's office; null: the whole city's, or none. */
  readonly district: string | null;
  /** Whether the person is designated for confidential matters (Art. 21). */
  readonly cleared: boolean;
  /** Asks by a token, or by a session that must first do something: these rights and no others, whatever the roles allow. */
  readonly scope?: readonly Right[];
  /** By which token it asks; not given: by none. */
  readonly token?: string;
};

/** What is asked for, seen by whose it is. */
export type Resource = {
  /** The agent signed in at the seat, who has or had the call; null: nobody's. */
  readonly agent: AgentId | null;
  /** The units it was given to; none if not given. */
  readonly units?: readonly UnitId[];
  /** The county or district it belongs to; none if not given. */
  readonly district?: string | null;
  /** Only for people cleared for it (Art. 20, 21), whatever else they may. */
  readonly confidential?: boolean;
};

/**
 * `own`: it is the actor's own. `audit`: it is allowed, and must go on the record, since it is somebody else's.
 * `noRight`: not for this person at all. `notYours`: only for one's own. `notCleared`: confidential.
 */
export type Decision =
  | { readonly allow: true; readonly own: boolean; readonly audit: boolean }
  | { readonly allow: false; readonly reason: 'noRight' | 'notYours' | 'notCleared' };

/** Who does something, as the record knows them. */
export type Who = { readonly agent: AgentId; readonly actor: string; readonly address: string | null };
