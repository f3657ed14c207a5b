import { type Static, Type } from 'typebox';
import type { Actor } from '../access/model.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import type { Action } from './life/actions.ts';
import { effective, nextDue, type Reckoning } from './life/limits.ts';
import { type Case, kinds, type Part, satisfactionLevels, scopeReasons, states } from './life/model.ts';
import { knowsCitizen, sightOf } from './see.ts';
import { TicketNumber } from './wire.ts';

const text = (most: number) => Type.String({ maxLength: most });
const long = text(10_000);
const short = text(200);
const Unit = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const PartNo = Type.Integer({ minimum: 1, maximum: 1_000 });
const Days = Type.Integer({ minimum: 1, maximum: 1_000 });
const Level = word(['ordinary', 'confidential']);
const SatisfactionLevel = Type.Unsafe<(typeof satisfactionLevels)[number]>({
  type: 'integer',
  enum: [...satisfactionLevels],
});
const Satisfaction = strict({ timeliness: SatisfactionLevel, result: SatisfactionLevel });

const Content = strict({
  kind: nullable(word(kinds)),
  topic: nullable(short),
  title: short,
  text: long,
  district: nullable(text(64)),
  place: short,
  keepIdentity: Type.Boolean(),
});

const as = <const T extends string>(type: T) => ({ type: Type.Literal(type) });
const onPart = <const T extends string>(type: T) => ({ ...as(type), part: PartNo });

/** Every action, as it is sent; `docs/ticket-life.md` says who may do which and when. */
export const ActionBody = Type.Union([
  strict({ ...as('fill'), content: Type.Partial(Content) }),
  strict({ ...as('setLevel'), level: Level }),
  strict({ ...as('linkCall'), call: Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' }) }),
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
  strict({ ...as('followUp'), reached: Type.Boolean(), satisfaction: nullable(Satisfaction), note: long }),
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
  step: word(['acknowledge', 'contact', 'decide', 'finish']),
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
  state: word(['sent', 'acknowledged', 'replied', 'returned', 'redone']),
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
  returnReason: nullable(Type.String()),
  next: nullable(Due),
  finish: nullable(Due),
});

/** A ticket's life as somebody may see it. */
export const CaseView = strict({
  no: Type.String(),
  version: Type.Integer(),
  state: word(states),
  level: Level,
  content: Content,
  openedAt: Instant,
  calls: list(Type.String()),
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
});
export type CaseView = Static<typeof CaseView>;

/** A unit sees its own parts and what was said of them; the others see all. */
export function caseView(actor: Actor, found: Case, reckoning: Reckoning): CaseView {
  const own = (unit: string): boolean => sightOf(actor, found) === 'whole' || unit === actor.unit;
  const parts = found.parts.filter(({ unit }) => own(unit));
  const ids = new Set<number | null>([null, ...parts.map(({ id }) => id)]);
  return {
    ...found,
    parts: parts.map((part) => partView(part, reckoning)),
    remarks: found.remarks.filter(({ part }) => ids.has(part)),
    calls: knowsCitizen(actor, found) ? found.calls : [],
    knowsCitizen: knowsCitizen(actor, found),
  };
}

function partView({ limits, ...part }: Part, reckoning: Reckoning): Static<typeof PartView> {
  const whole = { limits, ...part };
  const shown = (due: ReturnType<typeof nextDue>): Static<typeof Due> | null =>
    due === null
      ? null
      : {
          step: due.step,
          at: due.due.at,
          day: due.due.day,
          days: due.limit.days,
          source: due.limit.source,
          provisional: due.due.provisional,
        };
  return {
    ...part,
    next: shown(nextDue(whole, reckoning)),
    finish: shown(effective(whole, 'finish', reckoning)),
  };
}

export const LifeLineRow = strict({
  no: Type.String(),
  stage: word(states),
  kind: nullable(word(kinds)),
  level: Level,
  district: nullable(Type.String()),
  title: Type.String(),
  openedAt: Instant,
  dueAt: nullable(Instant),
});

export const LifeQuery = strict({
  text: Type.Optional(text(100)),
  stage: Type.Optional(word(states)),
  unit: Type.Optional(Unit),
  district: Type.Optional(text(64)),
  order: Type.Optional(word(['newest', 'due'])),
  limit: Type.Optional(Type.String({ pattern: '^(?:[1-9][0-9]?|1[0-9][0-9]|200)$' })),
});

export const ChangeRow = strict({
  version: Type.Integer(),
  at: Instant,
  actor: Type.String(),
  action: Type.String({ description: 'its type' }),
});
