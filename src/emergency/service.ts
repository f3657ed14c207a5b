import type { Fact } from '../calls/facts.ts';
import { OneRun } from '../lib/one-run.ts';
import { endpointName } from '../phones/model.ts';
import type { SwitchEvent } from '../ports/switch.ts';
import {
  type EmergencyNumber,
  type EmergencyRoute,
  type EmergencyRoutes,
  emergencyNumbers,
  type Reach,
  type RouteHistory,
  type RouteResult,
  type RouteStanding,
} from './model.ts';
import { checkOf, isAlarming, noHistory, outcomesOf, trunkOf, withResult } from './readiness.ts';
import type { RouteStore } from './store.ts';

export type RouteServiceDeps = {
  readonly routes: EmergencyRoutes;
  readonly store: RouteStore;
  /** Asks Asterisk whether a trunk answers; null: Asterisk is not there. */
  readonly reachOf: (trunk: string) => Promise<Reach | null>;
  readonly failed: (err: unknown) => void;
};

type Kept = { readonly history: RouteHistory; readonly written: boolean };

/**
 * How sure it is that each route to an emergency desk works. It only watches: no call waits for it, and what it finds out keeps no route from
 * being tried.
 */
export class RouteService {
  readonly #deps: RouteServiceDeps;
  readonly #all: readonly { readonly number: EmergencyNumber; readonly route: EmergencyRoute }[];
  readonly #trunks: readonly string[];
  readonly #reach = new Map<string, Reach>();
  /** By number and way: routes over the same way share what came of it. */
  readonly #kept = new Map<string, Kept>();
  readonly #looking = new OneRun(() => this.#lookAll());
  #stale = false;

  constructor(deps: RouteServiceDeps) {
    this.#deps = deps;
    this.#all = emergencyNumbers.flatMap((number) => deps.routes[number].map((route) => ({ number, route })));
    this.#trunks = [...new Set(this.#all.map(({ route }) => trunkOf(route.dial)))].filter((t) => t !== null);
    for (const { number, route } of this.#all)
      this.#kept.set(keyOf(number, route), {
        history: deps.store.read(number, route.dial) ?? noHistory,
        written: true,
      });
  }

  /** Every route, by number and in the order in which it is tried. */
  standings(): readonly RouteStanding[] {
    return this.#all.map(({ number, route }) => {
      const history = this.#historyOf(number, route);
      const trunk = trunkOf(route.dial);
      const reach = trunk === null ? 'notChecked' : (this.#reach.get(trunk) ?? 'unknown');
      return { ...history, number, route, trunk, reach, alarming: isAlarming(reach, history) };
    });
  }

  alarming(): number {
    return this.standings().filter((one) => one.alarming).length;
  }

  /** Hears what came of calls, after it was written. */
  heard(fact: Fact): void {
    for (const { number, name, result } of outcomesOf(fact)) {
      const route = this.#deps.routes[number].find((one) => one.name === name);
      if (route !== undefined) this.note(number, route, result);
    }
  }

  /** Something came of a route. It is written down now or, when that cannot be, with the next look. */
  note(number: EmergencyNumber, route: EmergencyRoute, result: RouteResult): void {
    const history = withResult(this.#historyOf(number, route), result);
    this.#kept.set(keyOf(number, route), { history, written: false });
    this.#write();
  }

  /** The switch told something that may concern a trunk. */
  told(event: SwitchEvent): void {
    if (event.to === 'connection' && !event.up) this.#reach.clear();
    else if (event.to === 'connection') this.look();
    else if (event.to === 'seat') {
      const endpoint = endpointName(event.seat, event.device);
      if (this.#trunks.some((trunk) => endpoint === trunk || endpoint === checkOf(trunk))) this.look();
    }
  }

  /** Looks at the trunks, and writes down what could not be written before. */
  look(): void {
    this.#write();
    this.#stale = true;
    void this.#looking.run().catch(this.#deps.failed);
  }

  /** Resolves when nobody looks any more. */
  async idle(): Promise<void> {
    await this.#looking.underWay;
  }

  /** Asked for while it looks, it looks once more: what was found may be older than what was asked for. */
  async #lookAll(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      for (const trunk of this.#trunks) {
        const reach = await this.#deps.reachOf(trunk);
        if (reach === null) this.#reach.delete(trunk);
        else this.#reach.set(trunk, reach);
      }
    }
  }

  #historyOf(number: EmergencyNumber, route: EmergencyRoute): RouteHistory {
    return this.#kept.get(keyOf(number, route))?.history ?? noHistory;
  }

  #write(): void {
    for (const { number, route } of this.#all) {
      const key = keyOf(number, route);
      const kept = this.#kept.get(key);
      if (kept === undefined || kept.written) continue;
      try {
        this.#deps.store.put(number, route.dial, kept.history);
        this.#kept.set(key, { ...kept, written: true });
      } catch (err) {
        this.#deps.failed(err);
        return;
      }
    }
  }
}

const keyOf = (number: EmergencyNumber, { dial }: EmergencyRoute): string => `${number} ${dial}`;
