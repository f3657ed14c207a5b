import { texts } from '../i18n/index.ts';
import { type Path, valueAt } from '../lib/json-edit.ts';
import type { FlowEdge, FlowNode } from '../lib/plan-flow.ts';
import { inheritedAt } from '../lib/plan-inherit.ts';
import { wordsOf } from './plan-editing.ts';

/** What a stop is called, and what is said of it in short. */
export function nodeWords(
  document: unknown,
  { kind, name, at, missing }: FlowNode,
): readonly [string, string] {
  const t = texts.value.plan;
  const { kinds, ends, greets, greetsThen, spoken, keys } = t.flow;
  const said = missing ? `${kinds[kind]} · ${t.flow.missing}` : kinds[kind];
  switch (kind) {
    case 'numbers':
      return [name === '' ? t.form.others : name, said];
    case 'end':
      return [name === 'holiday' ? ends.holiday : ends.closed, ''];
    case 'entry':
      return [said, (asks(document, at) ? greetsThen : greets)(countAt(document, [...at, 'greeting']))];
    case 'languages':
      return [said, spoken(Object.keys(valueAt(document, [...at, 'options']) ?? {}).length)];
    case 'menu':
      return [said, keys(Object.keys(valueAt(document, [...at, 'options']) ?? {}).length)];
    case 'callers':
      return [said, ''];
    case 'hours':
    case 'queue':
      return [name, said];
  }
}

/** Whether an entry asks for the language: its greeting comes after. */
function asks(document: unknown, at: Path): boolean {
  const own = valueAt(document, [...at, 'languages']);
  return (own === undefined ? valueAt(document, ['languages']) : own) != null;
}

function countAt(document: unknown, path: Path): number {
  const value = valueAt(document, path) ?? inheritedAt(document, path);
  return Array.isArray(value) ? value.length : 0;
}

/** A step in words. */
export function stepWords({ kind, name }: FlowEdge): string {
  const t = texts.value.plan.flow;
  const more = kind === 'listed' ? wordsOf(['callers', name])[0] : name;
  return `${t.steps[kind]} ${more}`.trim();
}

/** As much of a word as fits; a Chinese character is as wide as two letters. @param room in letters */
export function inRoom(word: string, room: number): string {
  let wide = 0;
  let kept = '';
  for (const letter of word) {
    wide += /[\u2e80-\uffef]/.test(letter) ? 2 : 1;
    if (wide > room) return `${kept}…`;
    kept += letter;
  }
  return kept;
}
