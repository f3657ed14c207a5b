import type { Fact } from '../calls/facts.ts';
import type { QueueToday } from '../figures/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { House, HouseChange } from '../ports/house.ts';
import { liveFigures } from './figures.ts';
import { Inbox, type InboxDeps } from './inbox.ts';
import { expectedWait } from './state.ts';

/** The inbox and its state, as HTTP and desks see them. */
export type Switchboard = { readonly house: House; readonly inbox: Inbox };

export type SwitchboardDeps = Omit<InboxDeps, 'onTurn'> & {
  /** Told of each fact after the turn that brought it was written. */
  readonly onFact?: (fact: Fact) => void;
  /** What each queue has done since the day began. */
  readonly today?: (at: EpochMs) => ReadonlyMap<string, QueueToday>;
};

/** Puts the loop together. */
export function createSwitchboard(deps: SwitchboardDeps): Switchboard {
  const { state, clock, log } = deps;
  const listeners = new Set<(change: HouseChange) => void>();
  const inbox = new Inbox({
    ...deps,
    onTurn: (change, { facts }) => {
      for (const fact of facts) deps.onFact?.(fact);
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (err) {
          log.error({ err }, 'listener failed');
        }
      }
    },
  });
  const house: House = {
    now: () => clock.now(),
    askSeat: (seat, input) => inbox.put({ to: 'seat', at: input.at, seat, input }),
    setUpSeat: (setup) => inbox.put({ to: 'setUp', at: clock.now(), setup }),
    removeSeat: (seat) => inbox.put({ to: 'removal', at: clock.now(), seat }),
    placeAnew: () => inbox.put({ to: 'rules', at: clock.now() }),
    askCall: (call, event) => inbox.put({ to: 'call', at: event.at, call, event }),
    dial: (what) => inbox.put({ to: 'dial', at: clock.now(), ...what }),
    calls: () => state.calls.values(),
    call: (id) => state.calls.get(id),
    seats: () => state.seats.values(),
    seat: (id) => state.seats.get(id),
    figures: () => {
      const at = clock.now();
      return liveFigures(state, { at, journalOk: inbox.journalOk(), today: deps.today?.(at) ?? new Map() });
    },
    expectedWait: (call) => expectedWait(state, deps.rules, call),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { house, inbox };
}
