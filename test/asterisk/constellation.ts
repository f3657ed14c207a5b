import type { Test } from 'tap';
import type { Call } from '../../src/calls/model.ts';
import type { Session } from './api.ts';
import type { Channel } from './audio.ts';
import {
  agentWithEars,
  citizenEars,
  type Expected,
  hear,
  heardIn,
  otherHz,
  remoteHz,
  remotePhone,
} from './ears.ts';
import { eventually, type Hotline } from './hotline.ts';
import { type Sipp, startCallers } from './sipp.ts';
import type { StreamPhone } from './stream-phone.ts';

/** Whose phones ring: an agent, a unit's remote seat, and another seat, which sounds differently. All have ears. */
export type Phones = {
  readonly agent: StreamPhone;
  readonly api: Session;
  readonly remote: StreamPhone;
  readonly other: StreamPhone;
  readonly otherApi: Session;
};

/** A packet is 20 ms of sound; 450 ms are a little more than what is listened to. */
const freshPackets = 23;

/** Who hears whom. */
export const two = { citizen: ['agent'], agent: ['citizen'] } as const;
export const withRemote = { citizen: ['remote'], remote: ['citizen'] } as const;
export const withOther = { citizen: ['other'], other: ['citizen'] } as const;
export const three = {
  citizen: ['agent', 'remote'],
  agent: ['citizen', 'remote'],
  remote: ['citizen', 'agent'],
} as const;
export const inPrivate = { citizen: ['music'], agent: ['remote'], remote: ['agent'] } as const;

export const toRemote = { kind: 'remoteSeat', remoteSeat: 'rsj-1' } as const;
export const toOther = { kind: 'seat', seat: '8002' } as const;

/** The agent at 8001 is ready for citizens; who sits at 8002 is ready only when a test says so. */
export async function startPhones(t: Test, hotline: Hotline): Promise<Phones> {
  const { phone: agent, api } = await agentWithEars(t, hotline, 1);
  const { phone: other, api: otherApi } = await agentWithEars(t, hotline, 2, otherHz);
  await otherApi.post('/seats/8002/not-ready', { reason: 'break' });
  return { agent, api, other, otherApi, remote: await remotePhone(t, hotline, 'rsj-1', remoteHz) };
}

/** A citizen in a talk with the agent, with all that is asked and heard of it. */
export class Talk {
  readonly id: Call['id'];
  readonly caller: Sipp;
  readonly #hotline: Hotline;
  readonly #phones: Phones;
  readonly #ears: ReturnType<typeof citizenEars>;

  private constructor(hotline: Hotline, phones: Phones, call: Pick<Call, 'id'>, caller: Sipp) {
    this.#hotline = hotline;
    this.#phones = phones;
    this.id = call.id;
    this.caller = caller;
    this.#ears = citizenEars(hotline, call);
  }

  /** @param from the last four digits of the citizen's number */
  static async begin(hotline: Hotline, phones: Phones, from: string): Promise<Talk> {
    const { house } = hotline.daemon();
    await eventually('the agent is free', () => {
      const seat = [...house.seats()].find(({ id }) => id === '8001');
      return seat?.doing.state === 'ready' || null;
    });
    const number = `1380000${from}`;
    const caller = await startCallers({ asterisk: hotline.asterisk.sip, from: number });
    const call = await eventually('the citizen talks', () =>
      [...house.calls()].find((one) => one.from === number && one.phase === 'talking'),
    );
    return new Talk(hotline, phones, call, caller);
  }

  now(): Call | undefined {
    return this.#hotline.daemon().house.call(this.id);
  }

  /** The call once it is so. */
  async when(what: string, wanted: (call: Call) => boolean): Promise<Call> {
    return eventually(what, () => {
      const call = this.now();
      return call !== undefined && wanted(call) ? call : null;
    });
  }

  /** @throws Error when it is not done */
  async ask(path: string, body?: object): Promise<void> {
    const { status, code } = await this.#phones.api.post(`/calls/${this.id}/${path}`, body);
    if (status !== 204) throw new Error(`${path} is answered ${String(status)} ${String(code)}`);
  }

  /** Until what was heard before no longer counts: as much has come since as `hears` listens to. */
  async listens(): Promise<void> {
    const { agent } = this.#phones;
    const enough = agent.heard() + freshPackets;
    await eventually('the agent’s phone has heard enough', () => agent.heard() >= enough || null);
  }

  /** Who is named hears just those, and everybody else nobody. */
  async hears(what: string, expected: Expected): Promise<void> {
    const { agent, remote, other } = this.#phones;
    await hear(what, { citizen: this.#ears, agent, remote, other }, expected);
  }

  /** What the citizen heard lately. */
  latest(ms: number): Channel {
    return this.#ears.latest(ms);
  }

  /** Whom the citizen hears now. */
  audible(): readonly string[] {
    return heardIn(this.latest(400));
  }

  /** The call, and everything of it in Asterisk, is over. */
  async over(): Promise<void> {
    await this.caller.done;
    await eventually(`${this.id} is over`, () => this.now() === undefined || null);
    await this.#hotline.asterisk.quiet();
  }

  async end(): Promise<void> {
    if (this.now() !== undefined) this.caller.hangUp();
    await this.over();
  }
}
