import type { AgentId } from '../../acd/model.ts';
import type { CallId, TicketNo } from '../../calls/model.ts';
import type { Brand } from '../../lib/brand.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { UnitId } from '../../units/model.ts';

/** What a ticket is about, by the regulation (Art. 11): 咨询, 投诉, 举报, 申诉, 求助(建议). */
export const kinds = ['consultation', 'complaint', 'report', 'appeal', 'help'] as const;
export type Kind = (typeof kinds)[number];

/** Why a matter is not taken up (Art. 9, 1-8). */
export const scopeReasons = [
  'otherJurisdiction',
  'secretsOrPrivacy',
  'militaryOrPending',
  'againstRights',
  'againstLaw',
  'fabricated',
  'abusive',
  'beyondPower',
] as const;
export type ScopeReason = (typeof scopeReasons)[number];

/**
 * Where a ticket is, and who has to do something about it.
 *
 *     open ─▶ outOfScope ─────────────────────────────────┐
 *       ├──▶ resolved (即办) ─────────────────────────────┤
 *       ├──▶ atOffice ─┐                                  ▼
 *       └──▶ withUnits ◀┴─ returned ──▶ followUp ──▶ archived
 *               ▲  └── all replied ────────▲  │
 *               └──────────── redo ───────────┘        merged: into another ticket
 *
 * `open`: the agent fills it in. `atOffice`: the management or district office passes it on (Art. 11-2, 17). `withUnits`: each unit has its
 * part. `returned`: the call centre dispatches it anew (Art. 16). `followUp`: the call centre rings the citizen (Art. 13).
 */
export const states = [
  'open',
  'outOfScope',
  'resolved',
  'atOffice',
  'withUnits',
  'returned',
  'followUp',
  'archived',
  'merged',
] as const;
export type State = (typeof states)[number];

/** Confidential: only for people cleared for it (Art. 20, 21). */
export type Level = 'ordinary' | 'confidential';

/** The office that passes a ticket on: the management office, or that of a county or district. */
export type Office = { readonly district: string | null; readonly since: EpochMs };

/** What a unit must do by when: `acknowledge` 查收, `contact` the citizen, `decide` on acceptance, `finish` (reply). */
export const steps = ['acknowledge', 'contact', 'decide', 'finish'] as const;
export type Step = (typeof steps)[number];

/**
 * What the call centre or an office must do by when: `dispatch` a ticket that is open or came back, `passOn` one that an office has, decide
 * on an `extension`, `followUp`, `archive`.
 */
export const deskSteps = ['dispatch', 'passOn', 'extension', 'followUp', 'archive'] as const;
export type DeskStep = (typeof deskSteps)[number];

/** One limit of a part. Of several for the same step the shortest applies (Art. 11, last sentence). */
export type Limit = {
  readonly step: Step;
  /** Working days, 1 to 1,000, without what an office has granted (Art. 15). */
  readonly days: number;
  /** Whether it is the hotline's own: of another rule nobody here grants more (Art. 15: 延长相应类别工单办理时限). */
  readonly own: boolean;
  /** From when they count. */
  readonly from: EpochMs;
  /** What it rests on, e.g. `第十一条（二）2` or the name of the other rule. */
  readonly source: string;
};

export type PartId = Brand<number, 'PartId'>;
export type PartRole = 'sole' | 'lead' | 'assisting';

/**
 * What a unit has to do with the ticket (Art. 17: lead 牵头 and assisting 协办).
 *
 *     sent ─▶ acknowledged ─▶ replied ─▶ redone (重办: the unit has a new part)
 *       ├────────┼─▶ returned
 *       └────────┴─▶ withdrawn: the lead has returned the ticket, and it is dispatched anew as a whole (Art. 16)
 */
export type Part = {
  readonly id: PartId;
  readonly unit: UnitId;
  readonly role: PartRole;
  readonly state: 'sent' | 'acknowledged' | 'replied' | 'returned' | 'redone' | 'withdrawn';
  /** When the unit had it: limits count from here. */
  readonly receivedAt: EpochMs;
  readonly acknowledgedAt: EpochMs | null;
  readonly contactedAt: EpochMs | null;
  /** Of a report (举报): whether the unit takes it up; null while it has not decided, and for other kinds. */
  readonly accepted: { readonly yes: boolean; readonly at: EpochMs; readonly reason: string } | null;
  readonly limits: readonly Limit[];
  readonly extension: Extension | null;
  /** Working days granted so far, for finishing. */
  readonly extendedDays: number;
  readonly reply: { readonly text: string; readonly at: EpochMs; readonly by: AgentId } | null;
  readonly returnReason: string | null;
  /** When the unit was done with it: replied, or returned. */
  readonly doneAt: EpochMs | null;
};

/** Asked for by the unit, granted or refused by the office responsible (Art. 15). */
export type Extension = {
  readonly days: number;
  readonly reason: string;
  readonly askedAt: EpochMs;
  readonly decided: {
    readonly granted: boolean;
    readonly by: AgentId;
    readonly at: EpochMs;
    readonly why: string;
  } | null;
};

export const satisfactionLevels = [1, 2, 3, 4, 5] as const;
export type SatisfactionLevel = (typeof satisfactionLevels)[number];
/** 5 very satisfied to 1 very dissatisfied, of how soon and of what was done. */
export type Satisfaction = { readonly timeliness: SatisfactionLevel; readonly result: SatisfactionLevel };

export type FollowUpTry = {
  readonly at: EpochMs;
  readonly by: AgentId;
  readonly reached: boolean;
  readonly satisfaction: Satisfaction | null;
  /** The call by which it was tried; null where the agent did not say. */
  readonly call: CallId | null;
  /** `keys`: the citizen pressed them after the talk. */
  readonly from: 'agent' | 'keys';
  readonly note: string;
};

/** A word of an office, an inspector or a leader on a ticket: 催办, 督查意见, 批示. */
export type Remark = {
  readonly kind: 'urge' | 'inspection' | 'instruction';
  readonly at: EpochMs;
  readonly by: AgentId;
  readonly text: string;
  readonly part: PartId | null;
};

/** What the agent fills in. */
export type Content = {
  readonly kind: Kind | null;
  /** What it touches: the name of one of the city's topics. */
  readonly topic: string | null;
  readonly title: string;
  readonly text: string;
  /** County or district where the matter arises; it says who is responsible (Art. 11-2). */
  readonly district: string | null;
  readonly place: string;
  /** Who the citizen is, as far as told. */
  readonly callerName: string;
  /** The citizen asks that the units are not told who it is (保密). */
  readonly keepIdentity: boolean;
};

export type Case = {
  readonly no: TicketNo;
  /** Counts changes: whoever changes it says which one was looked at. */
  readonly version: number;
  readonly state: State;
  readonly level: Level;
  readonly content: Content;
  readonly openedAt: EpochMs;
  /** When it came into the state it is in: the limits of the call centre and the offices count from here. */
  readonly since: EpochMs;
  readonly calls: readonly CallId[];
  readonly scopeReason: ScopeReason | null;
  /** What the citizen was answered on the call (即办). */
  readonly answer: string | null;
  readonly office: Office | null;
  readonly parts: readonly Part[];
  readonly followUps: readonly FollowUpTry[];
  readonly redoes: readonly { readonly at: EpochMs; readonly by: AgentId; readonly reason: string }[];
  readonly remarks: readonly Remark[];
  readonly mergedInto: TicketNo | null;
  readonly closedAt: EpochMs | null;
};
