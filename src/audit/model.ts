import type { EpochMs } from '../lib/time.ts';

/** What is kept on the record for good (Art. 22: who looked at what, who did what in another's place). */
export type AuditAction =
  | 'session.signIn'
  | 'session.signOut'
  | 'session.end'
  | 'account.create'
  | 'account.change'
  | 'account.password'
  | 'secondFactor.change'
  | 'token.create'
  | 'token.revoke'
  | 'seat.command'
  | 'agent.assign'
  | 'plan.edit'
  | 'plan.check'
  | 'plan.try'
  | 'plan.replay'
  | 'plan.approve'
  | 'plan.publish'
  | 'plan.withdraw'
  | 'plan.inForce'
  | 'prompt.make'
  | 'prompt.use'
  | 'prompt.remove'
  | 'callers.add'
  | 'callers.remove'
  | 'callers.review'
  | 'callers.propose'
  | 'callers.decide'
  | 'call.command'
  | 'call.supervise'
  | 'call.dial'
  | 'callBack.work'
  | 'number.read'
  | 'ticket.read'
  | 'ticket.command'
  | 'ticket.rules'
  | 'ticket.export'
  | 'webhook.change'
  | 'calendar.change'
  | 'recording.read'
  | 'recording.store'
  | 'recording.redact'
  | 'unit.write'
  | 'recording.search'
  | 'recording.play'
  | 'recording.download'
  | 'recording.export'
  | 'recording.release'
  | 'recording.withdraw'
  | 'recording.mark'
  | 'recording.request'
  | 'recording.decide'
  | 'recording.alarm'
  | 'recording.hold'
  | 'recording.holdEnd'
  | 'recording.destroy'
  | 'phones.write'
  | 'emergency.test';

export type AuditEntry = {
  readonly at: EpochMs;
  /** Who; for a sign-in that failed the name that was tried. */
  readonly actor: string;
  readonly action: AuditAction;
  /** A seat's, call's or ticket's id, with what was done to it. Never a number, never a secret. */
  readonly target: string | null;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  readonly address: string | null;
  /** The purpose a person stated, where one must be stated. */
  readonly why?: string | null;
};

/** Puts an entry on the record. @throws when it cannot be written: then the thing must not be done either */
export type Audit = (entry: AuditEntry) => void;

/** What the record says of recordings: each was stored, perhaps again, and perhaps destroyed. */
export type RecordingsOnRecord = {
  /** What was done last to this one; null: the record does not know of it. */
  last(recording: string): Pick<AuditEntry, 'action' | 'why'> | null;
  /** Every recording that the record knows of. */
  ids(): Iterable<string>;
  /** When the first one was put on the record; null while there is none. */
  since(): number | null;
};
