import type { Command, OutcomeResult } from '../../src/calls/commands.ts';
import type { RecorderId } from '../../src/calls/consultation.ts';
import type { LegId } from '../../src/calls/model.ts';

type Listening = Extract<Command, { type: 'Spy' | 'EndSpy' | 'Record' | 'EndRecord' }>;
type Legs = ReadonlyMap<LegId, unknown>;

/** What listens to channels of the simulated switch: recordings of private talks, each of the agent's leg and of who was asked. */
export class Recorders {
  readonly #made = new Map<RecorderId, readonly [LegId, LegId]>();

  do(command: Listening): OutcomeResult {
    switch (command.type) {
      case 'Record':
        if (this.#made.has(command.recorder)) return 'conflict';
        this.#made.set(command.recorder, [command.agent, command.party]);
        return 'done';
      case 'EndRecord':
        return this.#made.delete(command.recorder) ? 'done' : 'gone';
      case 'Spy':
      case 'EndSpy':
        return 'done';
    }
  }

  /** The talks that are being recorded: each ends with either leg. @param live the legs there are */
  talks(live: Legs): readonly (readonly [LegId, LegId])[] {
    return [...this.#made.values()].filter((legs) => legs.every((leg) => live.has(leg)));
  }
}
