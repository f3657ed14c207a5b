import type { EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { type Consultation, recorderId } from './consultation.ts';
import type { Fact } from './facts.ts';
import { layout } from './layout.ts';
import type { Call, CallId } from './model.ts';
import type { Turn } from './table.ts';

type Private = Pick<Consultation, 'agent' | 'agentLeg' | 'party' | 'name'>;

/** Who talks in private now; null: nobody does. */
function privateTalk(call: Call): Private | null {
  if ((call.phase !== 'conference' && call.phase !== 'emergency') || call.talk === null) return null;
  const { agent, leg: agentLeg } = call.talk;
  const { aside } = layout(call);
  const asked = call.parties.find(({ leg }) => aside.includes(leg));
  return asked === undefined || !aside.includes(agentLeg)
    ? null
    : { agent, agentLeg, party: asked.leg, name: asked.target.name };
}

/** The private talk that is being recorded, and its number; null: none is. */
function underWay({ consultations }: Call): { readonly n: number; readonly of: Consultation } | null {
  const of = consultations.at(-1);
  return of === undefined || of.to !== null ? null : { n: consultations.length, of };
}

/**
 * Each private talk is recorded by itself, from its beginning to its end, whatever phase leads into it or out of it: so this is asked
 * once for all phases, of who talks in private now. Recording ends before anybody is moved, and begins when all are in place.
 * @param again whether what goes on is to be asked for once more, after a restart
 */
export function consulted(decided: Turn, at: EpochMs, again: boolean): Turn {
  const ready = again ? endedAgain(decided) : decided;
  const { call, commands } = ready;
  const [was, is] = [underWay(call), privateTalk(call)];
  if (was !== null && is !== null && isSame(was.of, is))
    return again ? { ...ready, commands: [...commands, record(call, was.n, is)] } : ready;
  const closed = was === null ? ready : over(ready, was.n, at);
  return is === null ? closed : begun(closed, is, at);
}

/** What is over must not be recorded any more: the command for it may have been lost. */
function endedAgain(decided: Turn): Turn {
  const { id, consultations } = decided.call;
  const ends = consultations.flatMap(({ to }, i): readonly Command[] =>
    to === null ? [] : [endRecord(id, i + 1)],
  );
  return { ...decided, commands: [...ends, ...decided.commands] };
}

const endRecord = (call: CallId, n: number): Command => ({
  type: 'EndRecord',
  call,
  recorder: recorderId(call, n),
});

const isSame = (one: Private, other: Private): boolean =>
  one.agentLeg === other.agentLeg && one.party === other.party;

const record = ({ id }: Call, n: number, { agentLeg, party }: Private): Command => ({
  type: 'Record',
  call: id,
  recorder: recorderId(id, n),
  agent: agentLeg,
  party,
});

function begun(decided: Turn, who: Private, at: EpochMs): Turn {
  const { call } = decided;
  const { id, ticketNo } = call;
  const n = call.consultations.length + 1;
  const began: Fact = { type: 'ConsultationBegan', call: id, at, ticketNo, n };
  return {
    ...decided,
    call: { ...call, consultations: [...call.consultations, { ...who, from: at, to: null }] },
    commands: [...decided.commands, record(call, n, who)],
    facts: [...decided.facts, began],
  };
}

function over(decided: Turn, n: number, at: EpochMs): Turn {
  const { call } = decided;
  const { id } = call;
  return {
    ...decided,
    call: {
      ...call,
      consultations: call.consultations.map((one, i) => (i === n - 1 ? { ...one, to: at } : one)),
    },
    commands: [endRecord(id, n), ...decided.commands],
    facts: [{ type: 'ConsultationEnded', call: id, at, n }, ...decided.facts],
  };
}
