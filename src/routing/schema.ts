import Type, { type TProperties, type TSchema, type TString } from 'typebox';
import { priorities } from '../acd/claims.ts';
import { skillLevels, strategyNames } from '../acd/model.ts';
import { languagePattern } from '../calls/ids.ts';

const strict = { additionalProperties: false } as const;
const object = <P extends TProperties>(properties: P) => Type.Object(properties, strict);
const some = <P extends TProperties>(properties: P) => Type.Partial(Type.Object(properties, strict), strict);
/** What has names of its own: each must be one. */
const named = <T extends TSchema>(name: TString, type: T) => Type.Record(name, type, strict);
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

const prompts = Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }), { maxItems: 10 });
const name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const digit = Type.String({ pattern: '^[0-9*#]$' });
const ms = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });
const hour = 3_600_000;
/** More than that nobody listens to before being greeted. */
const mostLanguages = 6;
/** Announcements that follow each other faster leave no time for music. */
const interval = ms(10_000, hour);

/** How the callers of a queue are treated; null switches off what another part of the file switched on. */
const treatment = {
  musicClass: name,
  ringLimitMs: ms(1_000, 120_000),
  maxWaitMs: ms(1_000, hour),
  maxOffers: Type.Integer({ minimum: 1, maximum: 100 }),
  wrapUpMs: ms(0, hour),
  farewell: some({
    noSeat: prompts,
    nobodyAnswered: prompts,
    waitedTooLong: prompts,
    fault: prompts,
    goodbye: prompts,
    queueFull: prompts,
    callBackAsked: prompts,
  }),
  maxLength: orNull(Type.Integer({ minimum: 0, maximum: 10_000 })),
  comfort: orNull(
    object({ prompts: Type.Array(prompts.items, { minItems: 1, maxItems: 10 }), everyMs: interval }),
  ),
  position: orNull(object({ firstMs: ms(1_000, hour), everyMs: interval, wait: Type.Boolean() })),
  callBack: orNull(object({ key: digit, afterMs: ms(0, hour), everyMs: interval })),
  overflow: orNull(
    object({
      to: name,
      waitMs: Type.Optional(orNull(ms(1_000, hour))),
      length: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000 }))),
      unstaffed: Type.Optional(Type.Boolean()),
      prompts: Type.Optional(prompts),
    }),
  ),
  survey: orNull(object({ limitMs: ms(1_000, 60_000), tries: Type.Integer({ minimum: 1, maximum: 10 }) })),
};

const skillName = '^[a-z][a-z0-9-]{0,31}$';
/** By name, so that none stands there twice. */
const skills = named(
  Type.String({ pattern: skillName }),
  Type.Integer({ minimum: skillLevels.min, maximum: skillLevels.max }),
);
const limited = (maximum: number) => ms(0, maximum);

/** How the callers of a queue are matched to seats: `QueueRules`. */
const matching = {
  strategy: Type.Union(strategyNames.map((strategy) => Type.Literal(strategy))),
  priority: Type.Integer({ minimum: priorities.min, maximum: priorities.max }),
  ageingMs: limited(600_000),
  skills,
  relaxSkillsAfterMs: orNull(limited(hour)),
  lastAgentWaitMs: limited(120_000),
  lastAgentWithinMs: limited(24 * hour),
  ringAtOnce: Type.Integer({ minimum: 1, maximum: 50 }),
  wrapUpExtension: object({ stepMs: ms(1_000, hour), maxMs: limited(hour) }),
  serviceLevel: object({
    percent: Type.Integer({ minimum: 1, maximum: 100 }),
    answerWithinMs: ms(1_000, hour),
  }),
  shortAbandonMs: limited(60_000),
  usualHandlingMs: ms(1_000, hour),
};

/** The members of a treatment, and those of matching: each may stand at the top for all queues. */
export const treatmentNames: ReadonlySet<string> = new Set(Object.keys(treatment));
export const matchingNames: ReadonlySet<string> = new Set(Object.keys(matching));

/** What a way in says of its callers' claim. */
const wish = {
  priority: Type.Optional(Type.Integer({ minimum: -priorities.max, maximum: priorities.max })),
  skills: Type.Optional(skills),
};

const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const spans = Type.Array(Type.String({ pattern: `^${time}-(?:${time}|24:00)$` }), { maxItems: 10 });
const announcement = {
  outcome: Type.Optional(Type.Union([Type.Literal('closed'), Type.Literal('holiday')])),
  prompts: Type.Optional(prompts),
  to: Type.Optional(name),
};
const day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const hours = object({
  weekly: some(Object.fromEntries(weekdays.map((weekday) => [weekday, spans]))),
  closed: Type.Optional(object(announcement)),
  special: Type.Optional(
    Type.Array(
      object({ from: day, until: Type.Optional(day), open: Type.Optional(spans), ...announcement }),
      {
        maxItems: 200,
      },
    ),
  ),
});

const menu = object({
  prompts,
  /** A queue, or a queue with what the choice says of the caller. */
  options: named(digit, Type.Union([name, object({ queue: name, ...wish })])),
  limitMs: Type.Optional(ms(1_000, 60_000)),
  tries: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  invalid: Type.Optional(prompts),
});

const language = Type.String({ pattern: languagePattern });
const languages = object({
  prompts,
  /** A language, or one whose numbers are recorded too, or that asks for skills. */
  options: Type.Record(
    digit,
    Type.Union([
      language,
      object({ language, numbers: Type.Optional(Type.Boolean()), skills: Type.Optional(skills) }),
    ]),
    { ...strict, maxProperties: mostLanguages },
  ),
  limitMs: Type.Optional(ms(1_000, 60_000)),
  default: Type.Optional(language),
});

const entry = object({
  numbers: Type.Optional(Type.Array(Type.String({ pattern: '^[0-9A-Za-z+*#]{1,32}$' }), { maxItems: 50 })),
  queue: Type.Optional(name),
  greeting: Type.Optional(prompts),
  languages: Type.Optional(orNull(languages)),
  menu: Type.Optional(orNull(menu)),
  hours: Type.Optional(orNull(name)),
  ...wish,
});

/** What differs for callers of a list, or for who rings again and again: heard after the greeting, served so. */
const way = { ...wish, prompts: Type.Optional(prompts), queue: Type.Optional(orNull(name)) };
const day24 = 24 * hour;
const often = { calls: Type.Integer({ minimum: 2, maximum: 100 }), withinMs: ms(60_000, day24) };
const callers = some({
  blocked: some({ prompts }),
  restricted: object({
    ...way,
    next: Type.Optional(Type.Union([Type.Literal('wait'), Type.Literal('end')])),
  }),
  vip: object(way),
  repeat: orNull(object({ ...way, ...often })),
  harassing: orNull(
    object({
      ...often,
      shorterThanMs: ms(1_000, hour),
      action: Type.Optional(Type.Union([Type.Literal('propose'), Type.Literal('restrict')])),
      forMs: Type.Optional(ms(hour, 90 * day24)),
    }),
  ),
});

/**
 * What a plan file may say. What stands at its top holds for every queue and entry that does not say otherwise; what it leaves out is as
 * in the default plan.
 */
export const PlanFile = some({
  version: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
  queue: name,
  greeting: prompts,
  languages: orNull(languages),
  menu: orNull(menu),
  openingHours: orNull(name),
  ...treatment,
  ...matching,
  queues: named(name, some({ ...treatment, ...matching, hours: orNull(name) })),
  entries: Type.Array(entry, { minItems: 1, maxItems: 50 }),
  hours: named(name, hours),
  callers,
  outside: Type.Array(
    object({
      name: Type.String({ minLength: 1, maxLength: 64 }),
      number: Type.String({ pattern: '^[0-9]{3,16}$' }),
    }),
    { maxItems: 500 },
  ),
  emergencyKeys: named(digit, Type.Union([Type.Literal('110'), Type.Literal('120'), Type.Literal('119')])),
});
