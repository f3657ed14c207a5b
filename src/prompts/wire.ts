import { type Static, Type } from 'typebox';
import { languagePattern } from '../calls/ids.ts';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import { limits, origins, type PromptVersion } from './model.ts';

const name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
export const PromptParams = strict({ name });
export const VersionParams = strict({ name, version: Type.String({ pattern: '^(?:0|[1-9][0-9]{0,5})$' }) });

const language = Type.Optional(
  Type.String({
    pattern: languagePattern,
    description:
      'BCP 47 tag; zh-CN if not given. Where a language has no such prompt callers hear that of zh-CN.',
  }),
);
export const LanguageQuery = strict({ language });
const LanguageRow = strict({
  language: Type.String({ description: 'BCP 47 tag' }),
  own: Type.Integer({ description: 'prompts that callers hear in this language' }),
  voice: Type.Boolean({ description: 'whether a text can be spoken in it' }),
});
export type LanguageRow = Static<typeof LanguageRow>;
export const LanguageList = list(LanguageRow);

const note = Type.Optional(Type.String({ maxLength: 200 }));
export const SpeakBody = strict({
  text: Type.String({ minLength: 1, maxLength: limits.text, pattern: '\\S' }),
  note,
  language,
});
export const UploadQuery = strict({
  language,
  text: Type.Optional(Type.String({ maxLength: limits.text })),
  note,
});

const PlaceRow = strict({
  where: word(['plan', 'draft', 'call']),
  of: Type.String({ description: 'the plan’s version, or the call’s id' }),
  at: Type.String({ description: 'JSON pointer into the plan as it is filled' }),
});
const version = {
  n: Type.Integer({ description: '0: what was there before anything was made here' }),
  origin: word(origins),
  text: nullable(Type.String()),
  ms: Type.Integer(),
};
export const VersionRow = strict({
  ...version,
  note: Type.String(),
  by: nullable(Type.String({ description: 'the name of who made it; null: set-up' })),
  at: nullable(Instant),
  inForce: Type.Boolean(),
});
export type VersionRow = Static<typeof VersionRow>;
const promptRow = {
  name: Type.String(),
  text: nullable(
    Type.String({
      description: 'of the version in force; where none is, of the newest, or as set-up speaks it',
    }),
  ),
  builtIn: Type.Boolean({ description: 'the hotline itself needs it' }),
  inForce: nullable(strict(version)),
  playable: nullable(Type.Boolean({ description: 'null: it is not known where Asterisk has its sounds' })),
  usedIn: list(PlaceRow),
};
export const PromptRow = strict(promptRow);
export type PromptRow = Static<typeof PromptRow>;
/** By name; a city has some dozens. */
export const PromptList = list(PromptRow);
export const PromptDetail = strict({ ...promptRow, versions: list(VersionRow) });
export type PromptDetail = Static<typeof PromptDetail>;

export type NameOf = (agent: NonNullable<PromptVersion['by']>) => string | null;

export const versionRow = (
  { n, origin, text, ms, note: said, by, at, inForce }: PromptVersion,
  nameOf: NameOf,
): VersionRow => ({
  ...{ n, origin, text, ms, note: said, at, inForce },
  by: by === null ? null : (nameOf(by) ?? by),
});

type Shown = Omit<PromptRow, 'name'> & {
  readonly name: string;
  readonly versions: readonly PromptVersion[];
};
export const promptRowOf = ({
  name: called,
  text,
  builtIn,
  inForce,
  playable,
  usedIn,
}: Shown): PromptRow => ({
  ...{ name: called, text, builtIn, inForce, playable, usedIn },
});
export const promptDetail = (prompt: Shown, nameOf: NameOf): PromptDetail => ({
  ...promptRowOf(prompt),
  versions: prompt.versions.map((one) => versionRow(one, nameOf)),
});
