import type { Audit } from '../audit/model.ts';
import type { Outcome } from '../calls/commands.ts';
import type { Fact } from '../calls/facts.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Refusal } from '../ports/house.ts';
import type { SwitchEvent } from '../ports/switch.ts';
import type { RouteId, RouteStanding } from './model.ts';
import type { RouteService } from './service.ts';
import {
  decideTrial,
  isTried,
  noTrials,
  type TrialChannel,
  type TrialCommand,
  type TrialEvent,
  type TrialOver,
  type Trials,
} from './trial.ts';

export type TrialDeps = {
  readonly ways: Pick<RouteService, 'standings' | 'note'>;
  /** Whether Asterisk is there. */
  readonly isUp: () => boolean;
  readonly ring: (trial: Extract<TrialCommand, { type: 'RingTrial' }>) => Promise<Outcome>;
  readonly hangUp: (channel: TrialChannel) => Promise<unknown>;
  /** Channels of trials that Asterisk holds. */
  readonly left: () => Promise<readonly TrialChannel[]>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly failed: (err: unknown) => void;
};

/** Who asks for a trial; for what goes by the clock nobody, and from nowhere. */
export type TrialAsker = { readonly name: string; readonly address: string | null };
const byTheClock: TrialAsker = { name: 'system', address: null };

/** Tries routes against their trunks' test numbers. What it decides is in `trial.ts`; here it is done. */
export class TrialService {
  readonly #deps: TrialDeps;
  #trials: Trials = noTrials;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(deps: TrialDeps) {
    this.#deps = deps;
  }

  /** Tries one route. @returns why not; null: it is tried now, or when it is its turn */
  ask(id: RouteId, asker: TrialAsker): Refusal | null {
    const way = this.#deps.ways.standings().find(({ route }) => route.id === id);
    if (way === undefined)
      return { code: 'H12_NO_SUCH_ROUTE', why: 'there is no such way to an emergency desk' };
    const tried: Refusal = { code: 'H12_ROUTE_TESTING', why: 'the way is being tried already' };
    return this.#begin([way], asker, isTried(this.#trials, id) ? tried : null);
  }

  /** Tries every route that can be tried; one that is being tried already is not tried twice. */
  askAll(asker: TrialAsker): Refusal | null {
    return this.#begin(this.#deps.ways.standings(), asker, null);
  }

  /** Tries every route that can be tried, once a day. */
  daily(): void {
    if (this.#deps.ways.standings().some(({ route }) => route.test !== null)) this.askAll(byTheClock);
  }

  /** What a route is doing: waiting for its turn, ringing; null: neither. */
  stateOf(id: RouteId): 'waiting' | 'ringing' | null {
    if (this.#trials.now?.route === id) return 'ringing';
    return isTried(this.#trials, id) ? 'waiting' : null;
  }

  /** What Asterisk tells of trials, and of the connection to it. */
  told(event: SwitchEvent): void {
    if (event.to === 'connection' && !event.up) this.#put({ type: 'SwitchLost', at: event.at });
    else if (event.to === 'connection') void this.#clear().catch(this.#deps.failed);
    else if (event.to === 'trial') this.#put(event.event);
  }

  /** Somebody in danger goes before every trial. */
  heard(fact: Fact): void {
    if (fact.type === 'EmergencyBegan') this.#put({ type: 'EmergencyBegan', at: fact.at });
  }

  /** Ends what is under way; a channel that stays is found by the next start. */
  close(): void {
    this.#put({ type: 'SwitchLost', at: this.#deps.now() });
    this.#closed = true;
  }

  #begin(ways: readonly RouteStanding[], asker: TrialAsker, known: Refusal | null): Refusal | null {
    const wanted = ways.flatMap(({ route: { id, test } }) =>
      test === null ? [] : [{ route: id, dial: test, by: asker.name }],
    );
    const refusal = known ?? this.#whyNot(wanted.length);
    const target = ways.length === 1 ? (ways[0]?.route.id ?? null) : 'all';
    const at = this.#deps.now();
    // What cannot be put on the record is not done.
    this.#deps.audit({
      ...{ at, actor: asker.name, action: 'emergency.test', address: asker.address },
      ...{ target: `${target ?? ''} asked`, outcome: refusal?.code ?? 'done' },
    });
    if (refusal === null) this.#put({ type: 'TrialAsked', wanted, at });
    return refusal;
  }

  #whyNot(testable: number): Refusal | null {
    if (testable === 0)
      return {
        code: 'H12_ROUTE_NOT_TESTABLE',
        why: 'no test number is configured for the way, and its desk is never rung for a trial',
      };
    return this.#deps.isUp() ? null : { code: 'H12_NOT_READY', why: 'Asterisk is not connected' };
  }

  #put(event: TrialEvent): void {
    if (this.#closed) return;
    const { trials, commands, over } = decideTrial(this.#trials, event);
    this.#trials = trials;
    clearTimeout(this.#timer);
    if (trials.now !== null) this.#timer = this.#wakeIn(trials.now.dueAt - this.#deps.now());
    for (const one of over) this.#finished(one);
    for (const command of commands) void this.#do(command).catch(this.#deps.failed);
  }

  #wakeIn(ms: number): NodeJS.Timeout {
    const timer = setTimeout(
      () => {
        this.#put({ type: 'TimePassed', at: this.#deps.now() });
      },
      Math.max(0, ms),
    );
    return timer.unref();
  }

  async #do(command: TrialCommand): Promise<void> {
    if (command.type === 'EndTrial') {
      await this.#deps.hangUp(command.channel);
      return;
    }
    const { result } = await this.#deps.ring(command);
    if (result !== 'done')
      this.#put({ type: 'NotRung', channel: command.channel, at: this.#deps.now(), outcome: result });
  }

  #finished({ trial, at, result }: TrialOver): void {
    const tookMs = Math.max(0, at - trial.beganAt);
    const way = this.#deps.ways.standings().find(({ route }) => route.id === trial.route);
    if (way !== undefined && result !== 'gaveWay' && result !== 'lost')
      this.#deps.ways.note(
        way.number,
        way.route,
        result === 'answered' ? { at, by: 'test', why: null, tookMs } : { at, by: 'test', why: result },
      );
    try {
      this.#deps.audit({
        ...{ at, actor: trial.by, action: 'emergency.test', address: null },
        ...{ target: `${trial.route} ${result} after ${String(tookMs)} ms` },
        outcome: result === 'answered' ? 'done' : result,
      });
    } catch (err) {
      this.#deps.failed(err);
    }
  }

  /** Of a daemon that died while it tried a route a channel is left. */
  async #clear(): Promise<void> {
    for (const channel of await this.#deps.left())
      if (channel !== this.#trials.now?.channel) await this.#deps.hangUp(channel);
  }
}
