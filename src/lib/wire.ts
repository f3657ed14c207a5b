import { type Static, type TProperties, type TSchema, Type } from 'typebox';

/** An object that may have no other members: what is misspelt is refused, and what is not named is not sent. */
export const strict = <P extends TProperties>(members: P) =>
  Type.Object(members, { additionalProperties: false });
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const list = <T extends TSchema>(schema: T) => Type.Immutable(Type.Array(schema));
/** One of these words. */
export const word = <const W extends readonly string[]>(words: W) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: [...words] });

export const Instant = Type.Integer({ description: 'milliseconds since 1970-01-01T00:00:00Z' });

/** A request that needs no body has none, or an empty object. */
export const NoBody = Type.Union([Type.Null(), strict({})]);

/** What every list takes: newest first, `limit` from 1 to 200. Query values are text; nothing is converted behind our back. */
export const pageQuery = {
  limit: Type.Optional(
    Type.String({ pattern: '^(?:[1-9][0-9]?|1[0-9][0-9]|200)$', description: '1 to 200; 50 if not given' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: '`nextCursor` of the page before; not given: the newest' }),
  ),
};

const day = { pattern: '^(?:[0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2})$' };
const dayWords = 'a day of the city as YYYY-MM-DD, or an instant in milliseconds since 1970';
/** What every list by time takes; read with `periodOf`. */
export const periodQuery = {
  since: Type.Optional(Type.String({ ...day, description: `${dayWords}; included` })),
  until: Type.Optional(
    Type.String({ ...day, description: `${dayWords}; the day is included, the instant is not` }),
  ),
};
/** A filter that is yes or no. */
export const YesNo = word(['true', 'false']);
/** What a yes or no asks for; not given: both. */
export const yesNo = (value: 'true' | 'false' | undefined): boolean | undefined =>
  value === undefined ? undefined : value === 'true';

export const pageOf = <T extends TSchema>(item: T) =>
  strict({ items: list(item), nextCursor: nullable(Type.String()) });

/** The limit a query asks for. */
export const limitOf = (query: { readonly limit?: string | undefined }): number => Number(query.limit ?? 50);

/** What a caller keyed in after the talk. */
const levelDescription = {
  description: '1 very satisfied … 5 very dissatisfied; null: not asked, or no answer',
};
export const SurveyLevelCell = nullable(Type.Integer({ minimum: 1, maximum: 5, ...levelDescription }));
export const SurveyLevelWord = word(['1', '2', '3', '4', '5']);
/** The level a query asks for. */
export const surveyLevelOf = (word: Static<typeof SurveyLevelWord> | undefined): number | undefined =>
  word === undefined ? undefined : Number(word);
