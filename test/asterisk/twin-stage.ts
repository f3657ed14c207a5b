import type { SeatId } from '../../src/acd/model.ts';
import { channelOfLeg } from '../../src/asterisk/ids.ts';
import type { CallId, Digit, LegId, PhoneNumber } from '../../src/calls/model.ts';
import { legId } from '../../src/calls/model.ts';
import { epochMs } from '../../src/lib/time.ts';
import type { Switch, SwitchEvent } from '../../src/ports/switch.ts';
import { fairWeather } from '../simulated/channel.ts';
import { SimulatedClock } from '../simulated/clock.ts';
import { Dice } from '../simulated/dice.ts';
import type { Deed, Manners, Rung } from '../simulated/manners.ts';
import { SimulatedSwitch } from '../simulated/switch.ts';
import { eventually } from './hotline.ts';
import { addressOf, channelsGone, isUp, listen } from './listen.ts';
import type { PrivateAsterisk } from './private-asterisk.ts';
import { type PhoneBehaviour, type Sipp, startCallers, startCitizen } from './sipp.ts';
import type { Digit as TimedDigit } from './tones.ts';

/** One of the two switches, with the people around it, as a script sees it. */
export type Stage = {
  readonly peer: Switch;
  readonly heard: readonly SwitchEvent[];
  /** A citizen calls. Resolves when the house has been told. */
  arrives(): Promise<CallId>;
  /** The citizen hangs up. */
  hangsUp(call: CallId): Promise<void>;
  /** The citizen presses a key; a real one does it when the script's `keys` say so. */
  presses(call: CallId, digit: Digit): void;
  /** The connection is cut and made again; what is done meanwhile is told to nobody. */
  away(meanwhile: () => Promise<void>): Promise<void>;
  /** Lets time pass until a promise is settled. */
  settled<T>(promise: Promise<T>): Promise<T>;
  /** Lets time pass until this was told, `times` times. */
  told(is: (event: SwitchEvent) => boolean, times: number): Promise<void>;
  /**
   * Lets time pass until nothing is left of a leg: who has hung up is in no inventory any more, and can yet be hung up while the dialplan
   * tells of the end.
   */
  without(leg: LegId): Promise<void>;
  /** Resolves when no channel is left, and all that was to be told about them is told. */
  emptied(): Promise<void>;
};

export type StageNeeds = {
  /** What a citizen does who is dialled. */
  readonly citizen: PhoneBehaviour | null;
  readonly keys: readonly TimedDigit[];
};

/** How the phones of the seats behave; what is not here is not provisioned, or has not signed on. */
export const phones: Readonly<Record<string, PhoneBehaviour>> = {
  8001: { type: 'answer', ringMs: 100, talkMs: null },
  8002: { type: 'ring' },
  8003: { type: 'refuse', status: 486 },
  8004: { type: 'refuse', status: 603 },
  8006: { type: 'answer', ringMs: 100, talkMs: 400 },
  8007: { type: 'refuse', status: 404 },
};
/** Provisioned, and never signed on. */
export const absent = '8005';
export const promptMs = 400;
export const from = '13800138000';

/** Q.850 for what a phone answers, as Asterisk maps it. */
const causeOf: Readonly<Record<number, number>> = { 404: 1, 486: 17, 603: 21 };

function deedsOf(behaviour: PhoneBehaviour, { ringLimitMs }: Rung): readonly Deed[] {
  const rungOut: Deed = { afterMs: ringLimitMs, does: 'end', cause: 19 };
  if (behaviour.type === 'refuse')
    return [rungOut, { afterMs: 5, does: 'end', cause: causeOf[behaviour.status] ?? 0 }];
  const rings: Deed = { afterMs: 5, does: 'ring' };
  if (behaviour.type === 'ring') return [rungOut, rings];
  return [rungOut, rings, { afterMs: behaviour.ringMs, does: 'answer' }];
}

const phoneOf = (whom: string): PhoneBehaviour | undefined => phones[whom.replace('PJSIP/', '')];

const manners = (citizen: PhoneBehaviour | null): Manners => ({
  phone: (_, rung) => {
    const behaviour = phoneOf(rung.whom);
    return behaviour === undefined ? null : deedsOf(behaviour, rung);
  },
  citizen: (_, rung) => (citizen === null ? [] : deedsOf(citizen, rung)),
  talkMs: (_, whom) => {
    const behaviour = phoneOf(whom) ?? citizen;
    return behaviour?.type === 'answer' ? behaviour.talkMs : null;
  },
  promptMs: (_, prompts) =>
    prompts.some((prompt) => prompt.startsWith('no-such')) ? null : promptMs * prompts.length,
});

/** The simulated switch, on its simulated clock. */
export function simulatedStage(needs: StageNeeds, seed: number): Stage {
  const clock = new SimulatedClock(epochMs(1_763_978_815_000));
  const peer = new SimulatedSwitch(
    clock,
    new Dice(seed),
    { ...fairWeather, latePercent: 40 },
    manners(needs.citizen),
  );
  const heard: SwitchEvent[] = [];
  peer.listen((event) => heard.push(event));
  for (const seat of Object.keys(phones)) peer.setPhone(seat as SeatId, true);
  peer.connect();
  let arrivals = 0;
  const passUntil = async (what: string, is: () => boolean): Promise<void> => {
    const limit = clock.now() + 30_000;
    while (!is()) {
      if (clock.now() > limit) throw new Error(`${what}: waited in vain; heard ${JSON.stringify(heard)}`);
      await clock.pass(5);
    }
  };
  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    let over = false;
    const end = (): void => {
      over = true;
    };
    promise.then(end, end);
    await passUntil('an answer', () => over);
    return promise;
  };
  return {
    peer,
    heard,
    arrives: async () => {
      arrivals += 1;
      const call = `C1763978815.${String(arrivals)}` as CallId;
      peer.callerArrives(call, '12345', from as PhoneNumber);
      await passUntil('the door', () => heard.some((e) => e.to === 'door' && e.call === call));
      return call;
    },
    hangsUp: async (call) => peer.hangsUp(legId(call, 'caller')),
    presses: (call, digit) => peer.presses(legId(call, 'caller'), digit),
    away: async (meanwhile) => {
      peer.cut();
      await meanwhile();
      peer.connect();
    },
    settled,
    told: (is, times) => passUntil('an event', () => heard.filter(is).length >= times),
    without: (leg) => passUntil('a leg to be gone', () => !peer.channels.has(leg)),
    emptied: async () => {
      await passUntil('no channel', () => peer.channels.size === 0);
      await clock.pass(1_000);
    },
  };
}

/** Asterisk answers before all that has happened is told: who came has gone, and after that nothing more comes. */
async function allTold({ ari, heard }: ReturnType<typeof listen>, stage: Stage): Promise<void> {
  const came = heard.some(({ to }) => to === 'door');
  const left = (): boolean => heard.some((e) => e.to === 'call' && e.event.type === 'CallerHungUp');
  let seen = -1;
  let still = 0;
  await eventually('all is told', async () => {
    await ari.inventory([]);
    still = stage.heard.length === seen ? still + 1 : 0;
    seen = stage.heard.length;
    return (still >= 5 && (!came || left())) || null;
  });
}

export type RealStage = { readonly stage: Stage; end(): Promise<void> };
type Trunk = { readonly port: number; readonly mediaPort: number };

/** A real Asterisk, with the house's own client on it. */
export async function realStage(
  t: Parameters<typeof listen>[0],
  asterisk: PrivateAsterisk,
  { needs, trunk }: { readonly needs: StageNeeds; readonly trunk: Trunk },
): Promise<RealStage> {
  let here = listen(t, addressOf(asterisk));
  let before: readonly SwitchEvent[] = [];
  await here.until(isUp);
  const citizen =
    needs.citizen === null
      ? null
      : await startCitizen({ asterisk: asterisk.sip, ...trunk, behaviour: needs.citizen });
  const callers = new Map<CallId, Sipp>();
  const stage: Stage = {
    peer: {
      execute: (command) => here.ari.execute(command),
      inventory: (playbacks) => here.ari.inventory(playbacks),
    },
    get heard() {
      return [...before, ...here.heard];
    },
    arrives: async () => {
      const caller = await startCallers({ asterisk: asterisk.sip, from, digits: needs.keys });
      const call = await here.door();
      callers.set(call, caller);
      return call;
    },
    hangsUp: async (call) => {
      callers.get(call)?.hangUp();
      await callers.get(call)?.seen('done');
    },
    presses: () => undefined,
    away: async (meanwhile) => {
      await here.ari.close();
      await meanwhile();
      before = [...before, ...here.heard];
      here = listen(t, addressOf(asterisk));
      await here.until(isUp);
    },
    settled: (promise) => promise,
    told: async (is, times) => {
      let place = 0;
      for (let left = times - before.filter(is).length; left > 0; left -= 1) {
        const event = await here.until(is, place);
        place = here.heard.indexOf(event, place) + 1;
      }
    },
    without: (leg) => {
      // The last field of a line is the channel's id.
      const id = channelOfLeg(leg).replaceAll('.', '\\.');
      return asterisk.until('core show channels concise', new RegExp(`^(?![\\s\\S]*!${id}(?:\\s|$))`));
    },
    emptied: async () => {
      await channelsGone(asterisk);
      await allTold(here, stage);
    },
  };
  const end = async (): Promise<void> => {
    for (const caller of callers.values()) await caller.stop();
    await citizen?.stop();
    await here.ari.close();
  };
  return { stage, end };
}
