import type { Clock } from '../ports/clock.ts';
import type { House, HouseChange } from '../ports/house.ts';
import { liveFigures } from './figures.ts';
import { Inbox, type InboxDeps } from './inbox.ts';
import type { State } from './state.ts';

/** The inbox and its state, as HTTP and desks see them. */
export type Switchboard = { readonly house: House; readonly inbox: Inbox };

/** Puts the loop together. @param deps all but `onTurn`, which tells the house's listeners */
export function createSwitchboard(
  deps: Omit<InboxDeps, 'onTurn'> & { readonly clock: Clock; readonly state: State },
): Switchboard {
  const { state, clock, log } = deps;
  const listeners = new Set<(change: HouseChange) => void>();
  const inbox = new Inbox({
    ...deps,
    onTurn: (change) => {
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
    askCall: (call, event) => inbox.put({ to: 'call', at: event.at, call, event }),
    calls: () => state.calls.values(),
    call: (id) => state.calls.get(id),
    seats: () => state.seats.values(),
    seat: (id) => state.seats.get(id),
    figures: () => liveFigures(state, inbox.journalOk(), clock.now()),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { house, inbox };
}
