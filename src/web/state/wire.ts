/** What comes over the wire, by the server's own descriptions: a change there that the screens do not follow does not compile. */
import type { Static } from 'typebox';
import type { AgentPage, AssignmentBody } from '../../acd/wire.ts';
import type { CallRecord as Record } from '../../calls/wire.ts';
import type { ServerMessage } from '../../desk/protocol.ts';
import type * as People from '../../people/wire.ts';
import type {
  PhonesChanged as PhonesChangedSchema,
  PhonesRow as PhonesRowSchema,
} from '../../phones/wire.ts';
import type { JournalRow } from '../../ports/journal.ts';
import type { PlayLink as PlayLinkSchema } from '../../recordings/wire.ts';
import type { TokenMade as TokenMadeSchema } from '../../tokens/wire.ts';
import type { RemoteSeatList } from '../../units/wire.ts';

export type { SeatRow } from '../../acd/wire.ts';
export type { CallBackRow } from '../../callbacks/wire.ts';
export type { CallerRecord, CallerRow, ProposalRow, TreatedCall } from '../../callers/wire.ts';
export type { LiveCall } from '../../calls/live.ts';
export type { CallRow } from '../../calls/wire.ts';
export type { DeskView, QueueRow, UnitCallRow } from '../../desk/protocol.ts';
export type { RouteRow } from '../../emergency/wire.ts';
export type { CallerFiguresRow, QueueFiguresRow, SeatFiguresRow } from '../../figures/wire.ts';
export type { AccountRow, SessionRow } from '../../people/wire.ts';
export type {
  LanguageRow as PromptLanguage,
  PromptDetail,
  PromptRow,
  VersionRow as PromptVersionRow,
} from '../../prompts/wire.ts';
export type { RedactionRow, RequestRow } from '../../recordings/custody-wire.ts';
export type { RecordingDetail, RecordingRow } from '../../recordings/wire.ts';
export type { PathRow, ReplayAnswer, ReplayRow, TryAnswer } from '../../routing/try-wire.ts';
export type {
  Checked as PlanChecked,
  DraftList as PlanDrafts,
  DraftWhole as PlanDraft,
  PublicationRow as PlanPublication,
  VersionPage as PlanVersions,
  VersionWhole as PlanVersion,
} from '../../routing/version-wire.ts';
export type { PlanInForce } from '../../routing/wire.ts';
export type { CountRow, DueRow, FoundRow, NoticeRow } from '../../tickets/found-wire.ts';
export type { CaseView, ChangeRow } from '../../tickets/life-wire.ts';
export type { Topic } from '../../tickets/topics.ts';
export type { TicketRow } from '../../tickets/wire.ts';
export type { TokenRow } from '../../tokens/wire.ts';
export type { UnitRow } from '../../units/wire.ts';

export type AgentRow = Static<typeof AgentPage>['items'][number];
export type Assignment = Static<typeof AssignmentBody>;
export type RemoteSeatRow = Static<typeof RemoteSeatList>[number];
export type PhonesRow = Static<typeof PhonesRowSchema>;
export type PhonesChanged = Static<typeof PhonesChangedSchema>;
export type Who = Static<typeof People.Who>;
export type AccountMade = Static<typeof People.AccountMade>;
export type SessionList = Static<typeof People.SessionList>;
export type Enrolment = Static<typeof People.Enrolment>;
export type RecoveryCodes = Static<typeof People.RecoveryCodes>;
export type SecondFactorState = Static<typeof People.SecondFactorState>;
export type PlayLink = Static<typeof PlayLinkSchema>;
export type TokenMade = Static<typeof TokenMadeSchema>;
export type DeskMessage = Static<typeof ServerMessage>;
export type Leg = Record['legs'][number];

/** A step as the record has it; of its event only what is said in words is looked at. */
export type CallStep = Omit<Record['steps'][number], 'event'> & {
  readonly event: JournalRow['input'] | null;
};
export type CallRecord = Omit<Record, 'steps'> & { readonly steps: readonly CallStep[] };

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };
