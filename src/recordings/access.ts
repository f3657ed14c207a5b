import { hasRight } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Right, Role } from '../access/roles.ts';
import type { AgentId } from '../acd/model.ts';
import type { CallId, TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { UnitId } from '../units/model.ts';
import type { RecordingId, RecordingState } from './model.ts';

/**
 * What is done with a recording: `see` that it is there, how long and how loud; `play` it on a screen of the hotline; `download` it for use inside;
 * `export` it to somebody outside (a court, the police).
 */
export const hows = ['see', 'play', 'download', 'export'] as const;
export type How = (typeof hows)[number];

/** Why: 办理工单, 质检, 投诉核查, 督查, 取证, 录音管理. */
export const purposes = ['handling', 'review', 'complaint', 'inspection', 'evidence', 'custody'] as const;
export type Purpose = (typeof purposes)[number];

/**
 * What binds a person to a recording. `ownCall`: the person had the call, lately. `ownUnit`: the unit has a part of the ticket, and the recording
 * was released to it. `ownDistrict`: the matter arises in the district of the person's office. `any`: whatever recording.
 */
export type Tie = 'ownCall' | 'ownUnit' | 'ownDistrict' | 'any';

export type Rule = {
  readonly role: Role;
  readonly tie: Tie;
  readonly how: readonly How[];
  /** Why it may be played, downloaded or exported; that it is there may be seen without saying why. */
  readonly why: readonly Purpose[];
};

/** Who may do what with which recordings, and why (Art. 20-22). What no line allows is denied. */
export const accessRules: readonly Rule[] = [
  { role: 'agent', tie: 'ownCall', how: ['see', 'play'], why: ['handling'] },
  {
    role: 'shiftLeader',
    tie: 'any',
    how: ['see', 'play', 'download'],
    why: ['handling', 'review', 'complaint'],
  },
  { role: 'unitClerk', tie: 'ownUnit', how: ['see', 'play'], why: ['handling'] },
  { role: 'unitReviewer', tie: 'ownUnit', how: ['see', 'play', 'download'], why: ['handling'] },
  {
    role: 'districtOffice',
    tie: 'ownDistrict',
    how: ['see', 'play', 'download', 'export'],
    why: ['handling', 'complaint', 'inspection', 'evidence'],
  },
  {
    role: 'managementOffice',
    tie: 'any',
    how: ['see', 'play', 'download', 'export'],
    why: ['handling', 'review', 'complaint', 'inspection', 'evidence'],
  },
  {
    role: 'recordingCustodian',
    tie: 'any',
    how: ['see', 'play', 'download', 'export'],
    why: ['complaint', 'evidence', 'custody'],
  },
];

/** What the rules must know of a recording. */
export type RecordingFacts = {
  readonly id: RecordingId;
  readonly call: CallId;
  readonly ticketNo: TicketNo;
  readonly state: RecordingState;
  /** Something is being silenced in it; until that is done nobody hears it. */
  readonly redacting: boolean;
  readonly startedAt: EpochMs;
  /** Who had the call last; null: nobody. */
  readonly agent: AgentId | null;
  /** Its ticket, or the one that was merged into, is for cleared people alone (Art. 20, 21). */
  readonly confidential: boolean;
  /** Where the matter arises, or whose office has the ticket. */
  readonly district: string | null;
  /** Units that have a part of the ticket; not those that returned it. */
  readonly assigned: readonly UnitId[];
  /** Units it was released to, until that is withdrawn. */
  readonly released: readonly UnitId[];
};

export type AccessSettings = {
  /** For how long agents hear their own calls, in ms from the call's beginning. */
  readonly ownCallsMs: number;
};
export const usualAccess: AccessSettings = { ownCallsMs: 3 * 86_400_000 };

/** What is asked. */
export type Asked = {
  readonly how: How;
  readonly at: EpochMs;
  /** Null: nothing was stated. */
  readonly purpose: Purpose | null;
  /** A second person has agreed to just this, and the agreement is not over. */
  readonly approved: boolean;
};

/** Why not, in the order in which it is looked at; the record of what was refused holds the word. */
export type DenialReason =
  | 'noRight'
  | 'noRule'
  | 'notYours'
  | 'tooOld'
  | 'notAssigned'
  | 'notReleased'
  | 'notYourDistrict'
  | 'notCleared'
  | 'notKept'
  | 'beingRedacted'
  | 'noPurpose'
  | 'wrongPurpose'
  | 'notApproved';
export type AccessDecision =
  | { readonly allow: true; readonly tie: Tie }
  | { readonly allow: false; readonly reason: DenialReason };

const rightOf: Readonly<Record<How, Right>> = {
  see: 'recording.read',
  play: 'recording.play',
  download: 'recording.request',
  export: 'recording.request',
};

type Bound = (
  actor: Actor,
  facts: RecordingFacts,
  at: EpochMs,
  settings: AccessSettings,
) => true | DenialReason;

const ties: Readonly<Record<Tie, Bound>> = {
  ownCall: (actor, { agent, startedAt }, at, { ownCallsMs }) => {
    if (agent !== actor.id) return 'notYours';
    return at - startedAt <= ownCallsMs ? true : 'tooOld';
  },
  ownUnit: ({ unit }, { assigned, released }) => {
    if (unit === null || !assigned.includes(unit)) return 'notAssigned';
    return released.includes(unit) ? true : 'notReleased';
  },
  ownDistrict: (actor, { district }) =>
    actor.district !== null && actor.district === district ? true : 'notYourDistrict',
  any: () => true,
};

/** Who, what, why and how in one answer; what no rule names is denied. Pure. */
export function decideAccess(
  actor: Actor,
  facts: RecordingFacts,
  asked: Asked,
  settings: AccessSettings,
): AccessDecision {
  const { how, at } = asked;
  if (!hasRight(actor, rightOf[how])) return deny('noRight');
  const named = accessRules.filter((rule) => actor.roles.includes(rule.role) && rule.how.includes(how));
  const bound = named.map((rule) => ({ rule, held: ties[rule.tie](actor, facts, at, settings) }));
  const holding = bound.filter(({ held }) => held === true).map(({ rule }) => rule);
  const [first] = holding;
  if (first === undefined) {
    const [lacking] = bound.flatMap(({ held }) => (held === true ? [] : [held]));
    return deny(lacking ?? 'noRule');
  }
  if (facts.confidential && !actor.cleared) return deny('notCleared');
  return how === 'see' ? { allow: true, tie: first.tie } : withReason(holding, facts, asked);
}

/** To hear it something must be there to be heard, a fitting purpose stated, and for what leaves the house a second person's word given. */
function withReason(
  holding: readonly Rule[],
  { state, redacting }: RecordingFacts,
  { how, purpose, approved }: Asked,
): AccessDecision {
  if (state !== 'kept') return deny('notKept');
  if (redacting) return deny('beingRedacted');
  if (purpose === null) return deny('noPurpose');
  const fitting = holding.find(({ why }) => why.includes(purpose));
  if (fitting === undefined) return deny('wrongPurpose');
  if (how !== 'play' && !approved) return deny('notApproved');
  return { allow: true, tie: fitting.tie };
}

const deny = (reason: DenialReason): AccessDecision => ({ allow: false, reason });

/** Where to look for recordings somebody may see; what lies outside all of them need not be read. `decideAccess` has the last word on each. */
export type Scope =
  | { readonly of: 'agent'; readonly agent: AgentId; readonly since: number }
  | { readonly of: 'unit'; readonly unit: UnitId }
  | { readonly of: 'district'; readonly district: string }
  | { readonly of: 'all' };

export function scopesOf(actor: Actor, at: EpochMs, { ownCallsMs }: AccessSettings): readonly Scope[] {
  const own = accessRules.filter(({ role, how }) => actor.roles.includes(role) && how.includes('see'));
  return [...new Set(own.map(({ tie }) => tie))].flatMap((tie): readonly Scope[] => {
    if (tie === 'any') return [{ of: 'all' }];
    if (tie === 'ownCall') return [{ of: 'agent', agent: actor.id, since: at - ownCallsMs }];
    if (tie === 'ownUnit') return actor.unit === null ? [] : [{ of: 'unit', unit: actor.unit }];
    return actor.district === null ? [] : [{ of: 'district', district: actor.district }];
  });
}
