import type { Static } from 'typebox';
import type { FoundUnit } from '../../units/wire.ts';
import type { Destination } from '../state/asking.ts';
import type { QueueRow, SeatRow } from '../state/wire.ts';

export type Unit = Static<typeof FoundUnit>;
export type OutsideNumber = { readonly name: string; readonly number: string };

/** Somebody who can be asked for, and why not now. */
export type Found = {
  readonly key: string;
  readonly group: 'units' | 'seats' | 'queues' | 'numbers';
  readonly name: string;
  readonly note: string;
  /** Its remote seats stand below their unit. */
  readonly inside: boolean;
  readonly to: Destination;
  readonly notNow: 'outsideHours' | 'signedOut' | 'noRemoteSeat' | 'seatNotFree' | 'unstaffed' | null;
};

const has = (text: string, sought: string): boolean => text.toLowerCase().includes(sought.toLowerCase());

/** Units as the server found them, each with its remote seats where there are several. Pure. */
export const foundUnits = (units: readonly Unit[]): readonly Found[] =>
  units.flatMap((unit) => {
    const reachable = unit.remoteSeats.filter(({ notNow }) => notNow === null).length;
    const whole: Found = {
      key: `unit ${unit.id}`,
      group: 'units',
      name: unit.name,
      note: unit.topics.slice(0, 4).join('、'),
      inside: false,
      to: { kind: 'unit', unit: unit.id },
      notNow:
        unit.remoteSeats.length === 0
          ? 'noRemoteSeat'
          : reachable === 0
            ? (unit.remoteSeats[0]?.notNow ?? null)
            : null,
    };
    const seats = unit.remoteSeats.map(
      ({ id, name, notNow }): Found => ({
        key: `remote ${id}`,
        group: 'units',
        name,
        note: '',
        inside: true,
        to: { kind: 'remoteSeat', remoteSeat: id },
        notNow,
      }),
    );
    return [whole, ...(unit.remoteSeats.length > 1 ? seats : [])];
  });

/** Colleagues at their seats, except oneself. Pure. */
export const foundSeats = (seats: readonly SeatRow[], own: string | null, sought: string): readonly Found[] =>
  seats
    .filter(
      ({ id, agent, agentName }) =>
        agent !== null && id !== own && has(`${id} ${agentName ?? agent}`, sought),
    )
    .map((seat) => ({
      key: `seat ${seat.id}`,
      group: 'seats',
      name: `${seat.id} ${seat.agentName ?? ''}`.trim(),
      note: '',
      inside: false,
      to: { kind: 'seat', seat: seat.id },
      notNow: seat.doing.state === 'ready' && seat.phone === 'reachable' ? null : 'seatNotFree',
    }));

/** Queues other than the call's own. Pure. @param nameOf a queue in words */
export const foundQueues = (
  queues: readonly QueueRow[],
  own: string,
  sought: string,
  nameOf: (queue: string) => string,
): readonly Found[] =>
  queues
    .filter(({ queue }) => queue !== own && has(`${queue} ${nameOf(queue)}`, sought))
    .map(({ queue, staffed }) => ({
      key: `queue ${queue}`,
      group: 'queues',
      name: nameOf(queue),
      note: '',
      inside: false,
      to: { kind: 'queue', queue },
      notNow: staffed > 0 ? null : 'unstaffed',
    }));

export const foundNumbers = (numbers: readonly OutsideNumber[], sought: string): readonly Found[] =>
  numbers
    .filter(({ name, number }) => has(`${name} ${number}`, sought))
    .map(({ name, number }) => ({
      key: `number ${number}`,
      group: 'numbers',
      name,
      note: number,
      inside: false,
      to: { kind: 'number', number },
      notNow: null,
    }));
