import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Fact } from '../calls/facts.ts';
import { emergencyNumbers, type RouteStanding, reaches } from '../emergency/model.ts';
import type { House } from '../ports/house.ts';
import type { Switch } from '../ports/switch.ts';

/** What is looked at when somebody asks, instead of being counted. */
export type Looks = {
  readonly house: House;
  /** Turns that could not be written yet, and commands that are not answered yet. */
  readonly pending: () => { readonly commands: number; readonly unwritten: number };
  /** Recordings that wait to be taken in. */
  readonly recordings: () => number;
  /** Recordings that somebody must look at, and nobody has. */
  readonly alarms: () => number;
  /** The ways to emergency desks. */
  readonly routes: () => readonly RouteStanding[];
};

export type Metrics = {
  /** Hears what happened to calls, after it was written. */
  onFact(fact: Fact): void;
  /** How long a turn took, in ms. */
  turnTook(ms: number): void;
  /** A turn that the database will never take was set aside. */
  setAside(): void;
  requested(method: string, status: number): void;
  /** The same switch, with its commands counted and timed. */
  measured(inner: Switch): Switch;
  watch(looks: Looks): void;
  /** All of it in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

/**
 * The figures of one process for Prometheus. Labels are words of this program, seats' states and configured queues: never a number, a name,
 * an id, or what somebody sent, so that there are as many series tomorrow as today.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = callMetrics(registry);
  const machine = machineMetrics(registry);
  const lookers: (() => void)[] = [];
  return {
    onFact: calls,
    turnTook: (ms) => machine.turns.observe(ms / 1_000),
    setAside: () => machine.aside.inc(),
    requested: (method, status) => machine.requests.inc({ method, status: String(status) }),
    measured: (inner) => measured(inner, machine),
    watch: (looks) => {
      lookers.push(watchHouse(registry, looks), watchRoutes(registry, looks), watchProcess(registry, looks));
    },
    text: () => {
      for (const look of lookers) look();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

const inS = (ms: number): number => ms / 1_000;

function callMetrics(registry: Registry): (fact: Fact) => void {
  const { ended, waited, talked, offers, withdrawn } = callCounts([registry]);
  return (fact) => {
    switch (fact.type) {
      case 'OfferMade':
        offers.inc();
        return;
      case 'OfferWithdrawn':
        withdrawn.inc({ why: fact.why });
        return;
      case 'TalkStarted':
        // Whom the hotline called has not waited.
        if (fact.waitedMs !== null) waited.observe({ queue: fact.queue }, inS(fact.waitedMs));
        return;
      case 'TalkEnded':
        talked.observe(inS(fact.talkedMs));
        return;
      case 'CallEnded':
        ended.inc({ queue: fact.queue, outcome: fact.ending.outcome, by: fact.ending.by });
        return;
      default:
        return;
    }
  };
}

const callCounts = (registers: Registry[]) => ({
  ended: new Counter({
    name: 'hotline12345_calls_total',
    help: 'Calls that ended, by how.',
    labelNames: ['queue', 'outcome', 'by'],
    registers,
  }),
  waited: new Histogram({
    name: 'hotline12345_wait_seconds',
    help: 'How long callers waited in the queue until a seat answered.',
    labelNames: ['queue'],
    buckets: [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600],
    registers,
  }),
  talked: new Histogram({
    name: 'hotline12345_talk_seconds',
    help: 'How long talks with a seat lasted.',
    buckets: [5, 15, 30, 60, 120, 240, 480, 900, 1_800],
    registers,
  }),
  offers: new Counter({
    name: 'hotline12345_offers_total',
    help: 'Offers of a call to a seat.',
    registers,
  }),
  withdrawn: new Counter({
    name: 'hotline12345_offers_withdrawn_total',
    help: 'Offers that came to no talk, by why.',
    labelNames: ['why'],
    registers,
  }),
});

type Machine = ReturnType<typeof machineMetrics>;

const machineMetrics = (registry: Registry) => ({
  turns: new Histogram({
    name: 'hotline12345_turn_seconds',
    help: 'How long a turn took: deciding, writing, handing out its commands.',
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1],
    registers: [registry],
  }),
  aside: new Counter({
    name: 'hotline12345_journal_set_aside_total',
    help: 'Turns that the database did not take, for what was in them: a bug. They are kept in a file beside it.',
    registers: [registry],
  }),
  commands: new Counter({
    name: 'hotline12345_commands_total',
    help: 'Commands to Asterisk that were answered or given up, by outcome.',
    labelNames: ['command', 'result'],
    registers: [registry],
  }),
  commandTimes: new Histogram({
    name: 'hotline12345_command_seconds',
    help: 'How long Asterisk took to answer a command.',
    labelNames: ['command'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 3],
    registers: [registry],
  }),
  requests: new Counter({
    name: 'hotline12345_http_requests_total',
    help: 'Requests that were answered.',
    labelNames: ['method', 'status'],
    registers: [registry],
  }),
});

function measured(inner: Switch, { commands, commandTimes }: Machine): Switch {
  return {
    inventory: (playbacks) => inner.inventory(playbacks),
    async execute(command) {
      const startedAt = performance.now();
      const outcome = await inner.execute(command);
      commands.inc({ command: command.type, result: outcome.result });
      commandTimes.observe({ command: command.type }, inS(performance.now() - startedAt));
      return outcome;
    },
  };
}

/** Queues, live calls and seats. @returns what looks at them, each time before they are told */
function watchHouse(registry: Registry, { house }: Looks): () => void {
  const registers = [registry];
  const gauge = (name: string, help: string, label: string) =>
    new Gauge({ name: `hotline12345_${name}`, help, labelNames: [label], registers });
  const waiting = gauge('queue_waiting', 'Callers who wait, by queue.', 'queue');
  const longest = gauge('queue_longest_wait_seconds', 'How long the first of them has waited.', 'queue');
  const ready = gauge('queue_seats_ready', 'Seats that could take a call of the queue now.', 'queue');
  const live = gauge('calls_live', 'Calls that go on, by phase.', 'phase');
  const seats = gauge('seats', 'Seats by what they are doing.', 'state');
  const up = new Gauge({
    name: 'hotline12345_ari_up',
    help: '1 while the daemon is connected to Asterisk and of one mind with it.',
    registers,
  });
  return () => {
    const figures = house.figures();
    up.set(figures.switchUp ? 1 : 0);
    for (const { queue, ...of } of figures.queues) {
      waiting.set({ queue }, of.waiting);
      longest.set({ queue }, inS(of.longestWaitMs ?? 0));
      ready.set({ queue }, of.ready);
    }
    count(live, 'phase', house.calls(), ({ phase }) => phase);
    count(seats, 'state', house.seats(), ({ doing }) => doing.state);
  };
}

/** The ways to emergency desks: none may be missing from what is told, so each word is there with 0 as well. */
function watchRoutes(registry: Registry, { routes }: Looks): () => void {
  const registers = [registry];
  const ways = new Gauge({
    name: 'hotline12345_emergency_routes',
    help: 'Ways to emergency desks, by number and by whether their trunk answers.',
    labelNames: ['number', 'reach'],
    registers,
  });
  const alarming = new Gauge({
    name: 'hotline12345_emergency_routes_alarming',
    help: 'Ways to emergency desks that somebody must see to.',
    labelNames: ['number'],
    registers,
  });
  return () => {
    const all = routes();
    for (const number of emergencyNumbers) {
      const of = all.filter((one) => one.number === number);
      alarming.set({ number }, of.filter((one) => one.alarming).length);
      for (const reach of reaches)
        ways.set({ number, reach }, of.filter((one) => one.reach === reach).length);
    }
  };
}

/** Counts things by a word; one that nothing has any more is not shown. */
function count<T>(gauge: Gauge, label: string, things: Iterable<T>, wordOf: (thing: T) => string): void {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(wordOf(thing), (counts.get(wordOf(thing)) ?? 0) + 1);
  gauge.reset();
  for (const [word, n] of counts) gauge.set({ [label]: word }, n);
}

/** Of the process. @returns what looks at it */
function watchProcess(registry: Registry, { pending, recordings, alarms }: Looks): () => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `hotline12345_${name}`, help, registers: [registry] });
  const unwritten = gauge('journal_unwritten', 'Turns that could not be written yet and are kept in memory.');
  const inFlight = gauge('commands_in_flight', 'Commands given to Asterisk and not answered yet.');
  const waiting = gauge('recordings_waiting', 'Recordings of ended calls that are not taken in yet.');
  const alarming = gauge(
    'recording_alarms',
    'Recordings that are missing, silent, unusable or damaged, and that nobody has seen to.',
  );
  return () => {
    unwritten.set(pending().unwritten);
    inFlight.set(pending().commands);
    waiting.set(recordings());
    alarming.set(alarms());
  };
}
