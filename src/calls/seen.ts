import { decide } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId } from '../acd/model.ts';
import { isSpokenSecret } from '../tickets/spoken.ts';
import type { Call } from './model.ts';

/** Whose eyes look at calls: what decides whether one is there for them. */
export type Eyes = {
  readonly cleared: boolean;
  readonly agent: AgentId;
  /** Watches over live calls. */
  readonly supervises: boolean;
};

export const eyesOf = (actor: Actor): Eyes => ({
  cleared: actor.cleared,
  agent: actor.id,
  supervises: decide(actor, 'call.supervise', { agent: null }).allow,
});

type Place = { readonly phase: Call['phase']; readonly agent: AgentId | null };

/**
 * Whether a call is there for somebody. That a confidential ticket was spoken of in it hides all of it from whoever is not cleared
 * (Art. 20, 21), but from the agent who has it and from who watches over live calls: they see it until it has ended.
 * @param secret asked only where it matters: what an agent does in its own call waits for no database
 */
export const mayKnow = (eyes: Eyes, { phase, agent }: Place, secret: () => boolean): boolean =>
  eyes.cleared || (phase !== 'ended' && (agent === eyes.agent || eyes.supervises)) || !secret();

/** The same rule for lists of `calls`, as SQL with the names `viewer` and `supervises`; null: everything is there. */
export const knownSql = ({ cleared }: Eyes): string | null =>
  cleared
    ? null
    : `((phase <> 'ended' AND (agent = @viewer OR @supervises)) OR NOT ${isSpokenSecret('calls.ticket_no', 'calls.id')})`;
