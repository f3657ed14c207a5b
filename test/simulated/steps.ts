import fc from 'fast-check';
import type { Digit } from '../../src/calls/model.ts';
import { callBackWaitMs } from '../../src/calls/queueing.ts';
import { type Ask, type Setting, seatIds, type World } from './world.ts';

/** What can happen in a run, besides what phones and the weather do by themselves. */
export type Step =
  | {
      readonly do: 'arrives';
      readonly tax: boolean;
      readonly anonymous: boolean;
      readonly patienceMs: number | null;
    }
  | { readonly do: 'callerHangsUp' | 'seatHangsUp'; readonly n: number }
  | {
      readonly do: 'SignOutAsked' | 'ReadyAsked' | 'NotReadyAsked' | 'HangUpAsked' | 'DeclineAsked';
      readonly n: number;
    }
  /** An agent dials a citizen. */
  | { readonly do: 'dials'; readonly n: number; readonly citizen: number }
  | { readonly do: 'asks'; readonly ask: Ask; readonly n: number; readonly pick: number }
  /** One of the callers presses keys, as fast as a machine does. */
  | { readonly do: 'presses'; readonly n: number; readonly digits: readonly Digit[] }
  /** Every agent signs in and asks to be ready. */
  | { readonly do: 'shift' }
  | { readonly do: 'phone'; readonly n: number; readonly there: boolean }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'stall'; readonly ms: number }
  | { readonly do: 'cut'; readonly deafMs: number; readonly both: boolean; readonly awayMs: number }
  | { readonly do: 'flap'; readonly times: number }
  | { readonly do: 'crash'; readonly awayMs: number; readonly switchToo: boolean }
  | { readonly do: 'switchDies'; readonly awayMs: number }
  | { readonly do: 'diskFull'; readonly ms: number };

const nat = fc.nat({ max: 7 });
const away = fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 20_000 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('arrives' as const),
      tax: fc.boolean(),
      anonymous: fc.boolean(),
      patienceMs: fc.oneof(
        { weight: 5, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.nat({ max: 200 }) },
        { weight: 2, arbitrary: fc.nat({ max: 90_000 }) },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('callerHangsUp' as const, 'seatHangsUp' as const), n: nat }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'ReadyAsked' as const,
        'SignOutAsked' as const,
        'NotReadyAsked' as const,
        'HangUpAsked' as const,
        'HangUpAsked' as const,
        'DeclineAsked' as const,
      ),
      n: nat,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('dials' as const), n: nat, citizen: nat }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('asks' as const),
      ask: fc.constantFrom<Ask[]>(
        'emergency',
        'emergency',
        'noRoute',
        'join',
        'join',
        'consult',
        'consult',
        'transfer',
        'hold',
        'return',
        'bring',
        'leave',
        'cancel',
        'mute',
        'drop',
      ),
      n: nat,
      pick: nat,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('presses' as const),
      n: nat,
      digits: fc.array(fc.constantFrom(...(['1', '2', '5', '9', '#'] as const)), {
        minLength: 1,
        maxLength: 12,
      }),
    }),
  },
  { weight: 5, arbitrary: fc.constant({ do: 'shift' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('phone' as const), n: nat, there: fc.boolean() }) },
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 300 }), fc.nat({ max: 5_000 }), fc.nat({ max: 70_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stall' as const), ms: fc.nat({ max: 6_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      deafMs: fc.oneof(fc.constant(0), fc.nat({ max: 10_000 })),
      both: fc.boolean(),
      awayMs: away,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('flap' as const), times: fc.integer({ min: 2, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crash' as const), awayMs: away, switchToo: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switchDies' as const), awayMs: away }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('diskFull' as const), ms: fc.nat({ max: 5_000 }) }) },
);

export const steps = fc.array(step, { minLength: 10, maxLength: 50, size: 'max' });
export const setting: fc.Arbitrary<Setting> = fc.record({
  seed: fc.nat(),
  greeted: fc.boolean(),
  explained: fc.boolean(),
  rich: fc.boolean(),
  wrapUpMs: fc.constantFrom(0, 5_000),
  maxOffers: fc.constantFrom(1, 3),
  ready: fc.constantFrom(0, 1, 2, 3, 3, 3),
  weather: fc.record({
    refusedPercent: fc.constantFrom(0, 10),
    doubledPercent: fc.constantFrom(0, 20),
    latePercent: fc.constantFrom(0, 20),
  }),
});

/** Does one step, and lets pass what time it takes. @param each called after each happening */
export async function take(world: World, step: Step, each: () => void): Promise<void> {
  const { clock, switch: peer } = world;
  switch (step.do) {
    case 'arrives': {
      world.arrives(step.tax ? '12366' : '12345', step.anonymous);
      const leg = [...peer.channels.values()].findLast(({ role }) => role === 'caller')?.id;
      if (step.patienceMs !== null && leg !== undefined)
        clock.after(step.patienceMs, () => peer.hangsUp(leg));
      return;
    }
    case 'callerHangsUp':
    case 'seatHangsUp': {
      const isSeat = step.do === 'seatHangsUp';
      const legs = [...peer.channels.values()].filter(({ role }) => (role !== 'caller') === isSeat);
      const leg = legs[step.n % Math.max(1, legs.length)];
      if (leg !== undefined) peer.hangsUp(leg.id);
      return;
    }
    case 'presses': {
      const legs = [...peer.channels.values()].filter(({ seat }) => seat === null);
      const leg = legs[step.n % Math.max(1, legs.length)];
      for (const digit of step.digits) if (leg !== undefined) peer.presses(leg.id, digit);
      return;
    }
    case 'SignOutAsked':
    case 'ReadyAsked':
    case 'NotReadyAsked':
      world.asksSeat(step.n, step.do);
      return;
    case 'dials':
      world.dials(step.n, step.citizen);
      return;
    case 'HangUpAsked':
    case 'DeclineAsked':
      world.asksCall(step.n, step.do);
      return;
    case 'asks':
      world.asksMore(step.n, step.ask, step.pick);
      return;
    case 'shift':
      for (const n of seatIds.keys()) {
        world.asksSeat(n, 'SignInAsked');
        world.asksSeat(n, 'ReadyAsked');
      }
      return;
    case 'phone': {
      const seat = seatIds[step.n % seatIds.length];
      if (seat !== undefined) peer.setPhone(seat, step.there);
      return;
    }
    case 'pass':
      await clock.pass(step.ms, each);
      return;
    case 'stall':
      peer.stall(step.ms);
      return;
    case 'diskFull':
      world.journal.full = true;
      clock.after(step.ms, () => {
        world.journal.full = false;
      });
      return;
    default:
      await outage(world, step, each);
  }
}

async function outage(
  world: World,
  step: Extract<Step, { do: 'cut' | 'flap' | 'crash' | 'switchDies' }>,
  each: () => void,
): Promise<void> {
  const { clock, switch: peer, dice } = world;
  switch (step.do) {
    case 'cut':
      if (step.deafMs > 0) {
        peer.deafen(step.both);
        await clock.pass(step.deafMs, each);
      }
      peer.cut();
      await clock.pass(step.awayMs, each);
      peer.connect();
      return;
    case 'flap':
      for (let n = 0; n < step.times; n += 1) {
        peer.cut();
        await clock.pass(dice.between(0, 20), each);
        peer.connect();
        await clock.pass(dice.between(0, 20), each);
      }
      return;
    case 'crash':
      world.crash();
      if (step.switchToo) peer.die();
      await clock.pass(step.awayMs);
      world.restart();
      return;
    case 'switchDies':
      peer.die();
      await clock.pass(step.awayMs, each);
      peer.connect();
  }
}

/** Ends everything that can be ended from outside: callers go, phones are there, connection and disk are well. */
export async function comeToRest(world: World, each: () => void): Promise<void> {
  const { clock, switch: peer } = world;
  world.journal.full = false;
  peer.cut();
  await clock.pass(100, each);
  peer.connect();
  // Whoever is being dialled at the end answers within half a minute, or not at all.
  for (const ms of [10_000, 60_000]) {
    await clock.pass(ms, each);
    for (const { id, role } of [...peer.channels.values()]) if (role === 'caller') peer.hangsUp(id);
  }
  await clock.pass(180_000, each);
  // Citizens who asked to be called back wait for as long as that lasts when no agent becomes ready.
  if (world.state.calls.size > 0) await clock.pass(callBackWaitMs + 180_000, each);
}
