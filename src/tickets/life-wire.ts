import { type Static, Type } from 'typebox';
import type { Actor } from '../access/model.ts';
import type { CallId } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import type { Action } from './life/actions.ts';
import { actionsFor } from './life/decide.ts';
import type { Duty } from './life/duties.ts';
import {
  type Case,
  deskSteps,
  kinds,
  type Part,
  satisfactionLevels,
  scopeReasons,
  states,
  steps,
} from './life/model.ts';
import type { CaseFacts, Change } from './life/record.ts';
import { type Book, settledOf } from './life/settled.ts';
import { citizenIn, knowsCitizen, mustCall, sightOf } from './see.ts';
import { TicketNumber } from './wire.ts';

const text = (most: number) => Type.String({ maxLength: most });
const long = text(10_000);
const short = text(200);
const Unit = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const PartNo = Type.Integer({ minimum: 1, maximum: 1_000 });
const Days = Type.Integer({ minimum: 1, maximum: 1_000 });
const Call = Type.Unsafe<CallId>(Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }));
const Level = word(['ordinary', 'confidential']);
const SatisfactionLevel = Type.Unsafe<(typeof satisfactionLevels)[number]>({
  type: 'integer',
  enum: [...satisfactionLevels],
});
const Satisfaction = strict({ timeliness: SatisfactionLevel, result: SatisfactionLevel });

export const ContentBody = strict({
  kind: nullable(word(kinds)),
  topic: nullable(short),
  title: short,
  text: long,
  district: nullable(text(64)),
  place: short,
  callerName: text(64),
  keepIdentity: Type.Boolean(),
});

const as = <const T extends string>(type: T) => ({ type: Type.Literal(type) });
const onPart = <const T extends string>(type: T) => ({ ...as(type), part: PartNo });

/** Every action, as it is sent; `docs/ticket-life.md` says who may do which and when. */
export const ActionBody = Type.Union([
  strict({ ...as('fill'), content: Type.Partial(ContentBody) }),
  strict({ ...as('setLevel'), level: Level }),
  strict({ ...as('linkCall'), call: Call }),
  strict({ ...as('refuseScope'), reason: word(scopeReasons) }),
  strict({ ...as('resolve'), answer: long }),
  strict({ ...as('handToOffice'), district: nullable(text(64)) }),
  strict({
    ...as('dispatch'),
    to: Type.Array(strict({ unit: Unit, role: word(['sole', 'lead', 'assisting']) }), {
      minItems: 1,
      maxItems: 20,
    }),
    otherLimits: Type.Array(strict({ days: Days, source: short }), { maxItems: 10 }),
  }),
  strict(onPart('acknowledge')),
  strict(onPart('contact')),
  strict({ ...onPart('decideReport'), accepted: Type.Boolean(), reason: long }),
  strict({ ...onPart('reply'), text: long }),
  strict({ ...onPart('return'), reason: long }),
  strict({ ...onPart('askExtension'), days: Days, reason: long }),
  strict({ ...onPart('decideExtension'), granted: Type.Boolean(), why: long }),
  strict({ ...onPart('urge'), text: long }),
  strict({ ...as('inspect'), text: long }),
  strict({ ...as('instruct'), text: long }),
  strict({
    ...as('followUp'),
    reached: Type.Boolean(),
    satisfaction: nullable(Satisfaction),
    call: Type.Optional(Call),
    note: long,
  }),
  strict({ ...as('redo'), reason: long }),
  strict(as('archive')),
  strict({ ...as('merge'), into: TicketNumber }),
]);

/** What was sent, in the house's types: its form has been checked, and brands are types only. */
export const actionOf = (body: Static<typeof ActionBody>): Action => body as unknown as Action;

export const ActBody = strict({
  /** The version the person looked at. */
  version: Type.Integer({ minimum: 1 }),
  action: ActionBody,
});

const Due = strict({
  part: Type.Integer({ description: '0: the ticket as a whole' }),
  step: word([...steps, ...deskSteps]),
  owner: word(['unit', 'centre', 'office']),
  unit: nullable(Type.String()),
  card: word(['none', 'yellow', 'red']),
  at: Instant,
  day: Type.String(),
  days: Type.Integer(),
  source: Type.String({ description: 'the rule it rests on' }),
  provisional: Type.Boolean({ description: "a year's schedule on the way is not published yet" }),
});

const PartView = strict({
  id: Type.Integer(),
  unit: Type.String(),
  role: word(['sole', 'lead', 'assisting']),
  state: word(['sent', 'acknowledged', 'replied', 'returned', 'redone', 'withdrawn']),
  receivedAt: Instant,
  acknowledgedAt: nullable(Instant),
  contactedAt: nullable(Instant),
  accepted: nullable(strict({ yes: Type.Boolean(), at: Instant, reason: Type.String() })),
  extension: nullable(
    strict({
      days: Type.Integer(),
      reason: Type.String(),
      askedAt: Instant,
      decided: nullable(
        strict({ granted: Type.Boolean(), by: Type.String(), at: Instant, why: Type.String() }),
      ),
    }),
  ),
  reply: nullable(strict({ text: Type.String(), at: Instant, by: Type.String() })),
  extendedDays: Type.Integer(),
  returnReason: nullable(Type.String()),
  doneAt: nullable(Instant),
});

/** A ticket's life as somebody may see it. */
export const CaseView = strict({
  no: Type.String(),
  version: Type.Integer(),
  state: word(states),
  level: Level,
  content: ContentBody,
  openedAt: Instant,
  since: Instant,
  calls: list(Type.String()),
  /** Everything that is to be done about it now, the soonest first. */
  duties: list(Due),
  followUp: nullable(word(['open', 'reached', 'unreachable'])),
  scopeReason: nullable(word(scopeReasons)),
  answer: nullable(Type.String()),
  office: nullable(strict({ district: nullable(Type.String()), since: Instant })),
  parts: list(PartView),
  followUps: list(
    strict({
      at: Instant,
      by: Type.String(),
      reached: Type.Boolean(),
      satisfaction: nullable(Satisfaction),
      call: nullable(Type.String()),
      from: word(['agent', 'keys']),
      note: Type.String(),
    }),
  ),
  redoes: list(strict({ at: Instant, by: Type.String(), reason: Type.String() })),
  remarks: list(
    strict({
      kind: word(['urge', 'inspection', 'instruction']),
      at: Instant,
      by: Type.String(),
      text: Type.String(),
      part: nullable(Type.Integer()),
    }),
  ),
  mergedInto: nullable(Type.String()),
  closedAt: nullable(Instant),
  /** Whether the citizen may be named to this person. */
  knowsCitizen: Type.Boolean(),
  /** As far as it may be shown: masked; whoever must call asks for it. */
  callerNumber: nullable(Type.String()),
  mustCall: Type.Boolean({ description: 'whether this person may be told number and name' }),
  /** What this person may do to it now, by role, state and whose it is. */
  actions: list(Type.String()),
});
export type CaseView = Static<typeof CaseView>;

/** What a view is made with. */
export type Looking = {
  readonly actor: Actor;
  readonly facts: CaseFacts | null;
  readonly book: Book;
  readonly now: EpochMs;
};

/** A ticket as somebody may see it, field by field: a unit its own parts and what was said of them, the citizen as far as it must be. */
export function caseView(found: Case, { actor, facts, book, now }: Looking): CaseView {
  const whole = sightOf(actor, found) === 'whole';
  const own = (unit: string): boolean => whole || unit === actor.unit;
  const parts = found.parts.filter(({ unit }) => own(unit));
  const ids = new Set<number | null>([null, ...parts.map(({ id }) => id)]);
  const { content, office, ...rest } = found;
  const knows = knowsCitizen(actor, found);
  const { duties, followUp } = settledOf(found, book);
  const citizen = citizenIn(actor, {
    number: facts?.callerNumber ?? null,
    name: content.callerName,
    keepIdentity: content.keepIdentity,
  });
  return {
    ...rest,
    content: { ...content, callerName: ofCentre(actor) ? content.callerName : (citizen.name ?? '') },
    office: whole ? office : null,
    parts: parts.map(partView),
    duties: duties.filter(({ part }) => whole || ids.has(part)).map((duty) => dutyView(duty, now)),
    followUp,
    remarks: found.remarks.filter(({ part }) => ids.has(part)),
    followUps: whole ? found.followUps : found.followUps.map((one) => ({ ...one, call: null, note: '' })),
    calls: knows ? found.calls : [],
    knowsCitizen: knows,
    callerNumber: citizen.number,
    mustCall: mustCall(actor, found, facts?.agent ?? null),
    actions: actionsFor(actor, found),
  };
}

/** Those who write the ticket: what they have typed is shown as it is. */
const ofCentre = ({ roles }: Actor): boolean =>
  roles.some((role) => role === 'agent' || role === 'shiftLeader');

const partView = ({ limits: _limits, ...part }: Part): Static<typeof PartView> => part;

const dutyView = (
  { part, step, owner, days, source, due, yellowAt }: Duty,
  now: EpochMs,
): Static<typeof Due> => ({
  ...{ part, step, owner: owner.of, days, source },
  unit: owner.of === 'unit' ? owner.unit : null,
  card: now >= due.at ? 'red' : now >= yellowAt ? 'yellow' : 'none',
  at: due.at,
  day: due.day,
  provisional: due.provisional,
});

export const ChangeRow = strict({
  version: Type.Integer(),
  at: Instant,
  actor: Type.String(),
  action: Type.String({ description: 'its type' }),
  part: nullable(Type.Integer()),
  words: Type.String({ description: 'what was said with it; empty where this person may not read it' }),
});

export type ChangeRow = Static<typeof ChangeRow>;

/** A change as somebody may see it: what others said to each other is not for a unit. */
export function changeRow(actor: Actor, found: Case, change: Change): Static<typeof ChangeRow> {
  const { version, at, actor: by, action } = change;
  const part = 'part' in action ? action.part : null;
  const own = found.parts.some(({ id, unit }) => id === part && unit === actor.unit);
  const reads = sightOf(actor, found) === 'whole' || own;
  return { version, at, actor: by, action: action.type, part, words: reads ? wordsOf(action) : '' };
}

/** What somebody wrote with an action. */
function wordsOf(action: Change['action']): string {
  if ('text' in action) return action.text;
  if ('reason' in action) return action.reason;
  if ('answer' in action) return action.answer;
  if ('note' in action) return action.note;
  if ('why' in action) return action.why;
  if ('name' in action) return action.name;
  if (action.type === 'fill') return Object.keys(action.content).join(', ');
  if (action.type === 'dispatch') return action.to.map(({ unit }) => unit).join(', ');
  return action.type === 'merge' ? action.into : '';
}
