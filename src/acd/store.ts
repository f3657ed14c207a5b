import { parseAs } from '../lib/shape.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Db } from '../store/open.ts';
import { type AgentId, type Assignment, asAnybody, type Seat, type SeatId } from './model.ts';
import { isAssignment, isSeat, upgradeSeat } from './snapshot.ts';

export type SeatStore = {
  put(seat: Seat, at: EpochMs): void;
  /** All seats ever saved; and the ids of those whose record cannot be read. */
  all(): { readonly seats: readonly Seat[]; readonly damaged: readonly SeatId[] };
};

/** The seats in the database. */
export function createSeatStore(db: Db): SeatStore {
  const put = db.prepare<[SeatId, EpochMs, string]>(
    `INSERT INTO seats (id, saved_at, snapshot) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, snapshot = excluded.snapshot`,
  );
  const rows = db.prepare<[], { id: SeatId; snapshot: string }>('SELECT id, snapshot FROM seats ORDER BY id');
  return {
    put: (seat, at) => {
      put.run(seat.id, at, JSON.stringify(seat));
    },
    all() {
      const all = rows
        .all()
        .map(({ id, snapshot }) => ({ id, seat: parseAs(snapshot, isSeat, upgradeSeat) }));
      return {
        seats: all.flatMap(({ id, seat }) => (seat?.id === id ? [seat] : [])),
        damaged: all.filter(({ id, seat }) => seat?.id !== id).map(({ id }) => id),
      };
    },
  };
}

export type AssignmentStore = {
  /** What the agent can do; as anybody where nothing was set. */
  of(agent: AgentId): Assignment;
  put(agent: AgentId, assignment: Assignment, set: { readonly at: EpochMs; readonly by: AgentId }): void;
};

/** What administrators said of agents. */
export function createAssignmentStore(db: Db): AssignmentStore {
  const read = db
    .prepare<[AgentId], string>('SELECT assignment FROM agent_assignments WHERE agent = ?')
    .pluck();
  const put = db.prepare<[AgentId, string, EpochMs, AgentId]>(
    `INSERT INTO agent_assignments (agent, assignment, changed_at, changed_by) VALUES (?, ?, ?, ?)
     ON CONFLICT (agent) DO UPDATE SET assignment = excluded.assignment, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by`,
  );
  return {
    of: (agent) => parseAs(read.get(agent) ?? '', isAssignment) ?? asAnybody,
    put: (agent, { skills, places }, { at, by }) => {
      put.run(agent, JSON.stringify({ skills, places }), at, by);
    },
  };
}
