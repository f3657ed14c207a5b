import type { SeatState } from '../../acd/model.ts';
import type { Ending, Leg, Phase } from '../../calls/model.ts';
import type { LiveFigures } from '../../ports/house.ts';
import type { JournalRow } from '../../ports/journal.ts';

export type Who = {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
};

export type SeatRow = {
  readonly id: string;
  readonly queues: readonly string[];
  readonly phone: 'reachable' | 'unreachable';
  readonly agent: string | null;
  readonly agentName: string | null;
  readonly doing: SeatState;
  readonly since: number;
};

export type LiveCall = {
  readonly id: string;
  readonly ticketNo: string;
  readonly from: string | null;
  readonly queue: string;
  readonly phase: Phase;
  readonly arrivedAt: number;
  readonly queuedAt: number | null;
  readonly seat: string | null;
  readonly talkingSince: number | null;
};

export type DeskView = {
  readonly at: number;
  readonly me: { readonly seat: SeatRow | null; readonly call: LiveCall | null };
  readonly figures: LiveFigures;
  readonly seats?: readonly SeatRow[];
  readonly calls?: readonly LiveCall[];
};

export type DeskMessage =
  | { readonly type: 'snapshot'; readonly n: number; readonly view: DeskView }
  | ({ readonly type: 'change'; readonly n: number } & Partial<DeskView>);

export type CallRow = {
  readonly id: string;
  readonly phase: Phase;
  readonly arrivedAt: number;
  readonly endedAt: number | null;
  readonly from: string | null;
  readonly dialled: string;
  readonly ticketNo: string;
  readonly queue: string;
  readonly outcome: Ending['outcome'] | null;
  readonly seat: string | null;
  readonly agent: string | null;
};

export type TicketRow = {
  readonly no: string;
  readonly call: string;
  readonly callerNumber: string | null;
  readonly state: 'open' | 'abandoned';
  readonly openedAt: number;
  readonly outcome: Ending['outcome'] | null;
  readonly agent: string | null;
  readonly callBack: boolean;
};

export type RecordingRow = {
  readonly state: 'running' | 'expected' | 'kept' | 'missing';
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly bytes: number | null;
};

export type CallStep = {
  readonly at: number;
  readonly event: JournalRow['input'] | null;
  readonly from: Phase | null;
  readonly to: Phase;
};

export type CallRecord = CallRow & {
  readonly ending: Ending | null;
  readonly legs: readonly Leg[];
  readonly steps: readonly CallStep[];
  readonly ticket: TicketRow | null;
  readonly recording: RecordingRow | null;
};

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
