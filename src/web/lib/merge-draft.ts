import type { CaseView } from '../state/wire.ts';

export type Content = CaseView['content'];
export type Typed = Partial<Content>;
export type FieldName = keyof Content;

/** What was typed that is not there already. */
export const changesOf = (typed: Typed, there: Content): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([name, value]) => there[name as FieldName] !== value));

/** Fields that both this person and others have changed since, to something different: only a person can say which one stays. */
export const clashes = (base: Content, there: Content, typed: Typed): readonly FieldName[] =>
  (Object.keys(typed) as FieldName[]).filter(
    (name) => there[name] !== base[name] && there[name] !== typed[name],
  );
