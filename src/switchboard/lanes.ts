import type { Command, Outcome } from '../calls/commands.ts';
import type { CallEvent } from '../calls/events.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Switch } from '../ports/switch.ts';

/** What a command's outcome means to its call; null when there is nothing to tell. Pure. */
export function outcomeEvent(command: Command, { result }: Outcome, at: EpochMs): CallEvent | null {
  // Lost with the connection: when the switch is back, its inventory shows what was done, and the call asks again for what it needs.
  if (result === 'done' || result === 'down') return null;
  switch (command.type) {
    case 'Play':
      return { type: 'PromptFinished', at, playback: command.playback, played: false };
    case 'RingSeat':
      // The id is taken: the leg was made by the same command before a crash or a doubtful time-out.
      return result === 'conflict' ? null : { type: 'RingFailed', at, leg: command.leg, outcome: result };
    case 'PrepareDial':
    case 'Dial':
      // As with a seat: done before a crash or a doubtful time-out.
      return result === 'conflict' ? null : { type: 'DialFailed', at, leg: command.leg, outcome: result };
    case 'RingParty':
      return result === 'conflict'
        ? null
        : { type: 'PartyRingFailed', at, leg: command.leg, outcome: result };
    case 'Join':
      return { type: 'JoinFailed', at, outcome: result, legs: command.legs };
    case 'HangUp':
      // Gone is what was wanted; for a leg whose end was never told, this is how the house learns of it.
      return result === 'gone' ? { type: 'LegFoundGone', at, leg: command.leg } : null;
    case 'Spy':
    case 'EndSpy':
    case 'Record':
    case 'EndRecord':
    case 'StartRinging':
    case 'StopRinging':
    case 'Mute':
    case 'Unmute':
    case 'CreateBridge':
    case 'Leave':
    case 'DestroyBridge':
    case 'StartMusic':
    case 'StopMusic':
    case 'StopPlay':
      return null;
  }
}

export type Lanes = {
  /** Gives commands to the switch in their order, each with its time limit; what their outcomes mean comes back through `tell`. */
  run(commands: readonly Command[]): void;
  /** Commands given and not yet answered. */
  inFlight(): number;
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>;
};

export type LanesDeps = {
  readonly switch: Switch;
  readonly now: () => EpochMs;
  readonly tell: (command: Command, event: CallEvent) => void;
  readonly failed: (command: Command, outcome: Outcome) => void;
};

/** The commands' way to the switch. Their order is kept by the switch's one connection; nobody waits for anybody's answer. */
export function createLanes(deps: LanesDeps): Lanes {
  const pending = new Set<Promise<void>>();
  const give = async (command: Command): Promise<void> => {
    const outcome = await deps.switch.execute(command);
    if (outcome.result !== 'done') deps.failed(command, outcome);
    const event = outcomeEvent(command, outcome, deps.now());
    if (event !== null) deps.tell(command, event);
  };
  return {
    run(commands) {
      for (const command of commands) {
        const given: Promise<void> = give(command).finally(() => pending.delete(given));
        pending.add(given);
      }
    },
    inFlight: () => pending.size,
    async idle() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}
