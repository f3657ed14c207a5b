import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isObject } from '../../lib/shape.ts';
import { texts } from '../i18n/index.ts';
import { type Path, pointerOf, valueAt, withItem, withName, withSwapped } from '../lib/json-edit.ts';
import { inheritedAt } from '../lib/plan-inherit.ts';
import { namesOf } from '../lib/plan-names.ts';
import { controlOf, type Schema } from '../lib/plan-schema.ts';
import { Act } from './parts.tsx';
import { beginning, inShort, usePlan, wordsOf } from './plan-editing.ts';
import type { InputProps } from './plan-inputs.tsx';

/** A list's items, whatever stands there. */
export function itemsAt(document: unknown, path: Path): readonly unknown[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

type MoversProps = {
  readonly list: Path;
  readonly n: number;
  readonly count: number;
  readonly words: string;
};

/** Puts an item before or behind its neighbour, or takes it away. */
export function Movers({ list, n, count, words }: MoversProps) {
  const t = texts.value.plan.form;
  const { text, write, set } = usePlan();
  return (
    <span class="pf-movers">
      <button
        type="button"
        aria-label={t.up(words)}
        title={t.up(words)}
        disabled={n === 0}
        onClick={() => write(withSwapped(text, list, [n, n - 1]))}
      >
        ↑
      </button>
      <button
        type="button"
        aria-label={t.down(words)}
        title={t.down(words)}
        disabled={n === count - 1}
        onClick={() => write(withSwapped(text, list, [n, n + 1]))}
      >
        ↓
      </button>
      <button
        type="button"
        aria-label={t.remove(words)}
        title={t.remove(words)}
        onClick={() => set(count === 1 && isShort(list) ? list : [...list, n], undefined)}
      >
        ×
      </button>
    </span>
  );
}

/** A list of which nothing is left is as if it had not been said; but what a menu or comfort plays must be said. */
const isShort = (list: Path): boolean => !['languages', 'menu', 'comfort'].includes(String(list.at(-2)));

/** Prompts, one after the other; chosen among those there are, or typed where one is to be made. */
export function PromptsInput({ path, label, wrong, most }: InputProps & { readonly most: number }) {
  const t = texts.value.plan.form;
  const { document, prompts, text, write, set } = usePlan();
  const items = itemsAt(document, path);
  const inherited = inheritedAt(document, path);
  const known = `prompts-of-${pointerOf(path)}`;
  return (
    <fieldset class="pf-prompts" aria-label={label} aria-invalid={wrong}>
      <datalist id={known}>
        {prompts.map((one) => (
          <option key={one.name} value={one.name}>
            {one.text ?? ''}
          </option>
        ))}
      </datalist>
      {items.length === 0 ? (
        <span class="quiet small">
          {valueAt(document, path) === undefined ? t.inherits(inShort('', {}, inherited)) : t.nothing}
        </span>
      ) : null}
      {items.map((item, n) => {
        const words = t.item(`${label} ${t.prompt}`, n + 1);
        const name = typeof item === 'string' ? item : JSON.stringify(item);
        return (
          <div class="pf-row" key={pointerOf([...path, n])}>
            <input
              aria-label={words}
              list={known}
              spellcheck={false}
              value={name}
              onInput={(event) => set([...path, n], event.currentTarget.value)}
            />
            <Movers list={path} n={n} count={items.length} words={words} />
            <span class="quiet small pf-says">{prompts.find((one) => one.name === name)?.text ?? ''}</span>
          </div>
        );
      })}
      {items.length >= most ? null : (
        <select
          aria-label={t.addTo(`${label} ${t.prompt}`)}
          value=""
          onChange={({ currentTarget }) => {
            if (currentTarget.value !== '') write(withItem(text, path, [items.length, currentTarget.value]));
            currentTarget.value = '';
          }}
        >
          <option value="">＋ {t.addTo(t.prompt)}</option>
          {prompts.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
              {one.text === null ? '' : ` · ${one.text.slice(0, 24)}`}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

type ListProps = {
  readonly path: Path;
  readonly items: Schema;
  readonly most: number;
  readonly label?: string;
  /** One item, under its own name. */
  readonly item: (path: Path, label: string) => ComponentChildren;
};

/** A list of whatever its schema wants. */
export function ListMember({ path, items: schema, most, label, item }: ListProps) {
  const t = texts.value.plan.form;
  const { document, text, write } = usePlan();
  const [words, hint] = wordsOf(path);
  const items = itemsAt(document, path);
  const large = controlOf(schema).kind === 'object';
  const add = (): void =>
    write(withItem(text, path, [items.length, beginning(schema, namesOf(document, 'queues')[0] ?? '')]));
  return (
    <div class="pf-object pf-whole" data-at={pointerOf(path)}>
      <fieldset>
        <legend>
          {label ?? words}
          {hint === undefined ? null : <small class="quiet">{hint}</small>}
        </legend>
        <div class={large ? 'pf-items' : 'pf-items small-ones'}>
          {items.map((_, n) => {
            const name = t.item(words, n + 1);
            return (
              <div class="pf-item" key={pointerOf([...path, n])}>
                {item([...path, n], name)}
                <Movers list={path} n={n} count={items.length} words={name} />
              </div>
            );
          })}
        </div>
        {items.length >= most ? null : <Act onPress={add}>＋ {t.addTo(words)}</Act>}
      </fieldset>
    </div>
  );
}

type RecordProps = {
  readonly path: Path;
  readonly name: RegExp;
  readonly values: Schema;
  readonly label?: string;
  readonly item: (path: Path, label: string) => ComponentChildren;
};

const keysOfPhones = Array.from('1234567890*#');

/** What has names or keys of its own: renamed, added, taken away. */
export function RecordMember({ path, name: pattern, values, label, item }: RecordProps) {
  const t = texts.value.plan.form;
  const { document, set } = usePlan();
  const [words, hint] = wordsOf(path);
  const value = valueAt(document, path);
  const own = isObject(value) ? Object.keys(value) : [];
  const inherited = inheritedAt(document, path);
  const add = (key: string): void =>
    set([...path, key], beginning(values, namesOf(document, 'queues')[0] ?? ''));
  return (
    <div class="pf-object pf-whole" data-at={pointerOf(path)}>
      <fieldset>
        <legend>
          {label ?? words}
          {hint === undefined ? null : <small class="quiet">{hint}</small>}
        </legend>
        {value === undefined && inherited !== undefined ? (
          <span class="quiet small">{t.inherits(pairs(inherited))}</span>
        ) : null}
        {own.map((key) => (
          <div class="pf-item pf-named" key={key}>
            <KeyInput path={[...path, key]} taken={own} pattern={pattern} words={words} />
            {item([...path, key], `${words} ${key}`)}
            <span class="pf-movers">
              <button
                type="button"
                aria-label={t.remove(`${words} ${key}`)}
                title={t.remove(`${words} ${key}`)}
                onClick={() => set([...path, key], undefined)}
              >
                ×
              </button>
            </span>
          </div>
        ))}
        <Adder words={words} taken={own} pattern={pattern} onAdd={add} />
      </fieldset>
    </div>
  );
}

const pairs = (value: unknown): string => {
  const all = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (all.length === 0) return texts.value.plan.form.nothing;
  return all.map(([key, one]) => `${key} → ${String(one)}`).join('  ');
};

type KeyProps = {
  readonly path: Path;
  readonly taken: readonly string[];
  readonly pattern: RegExp;
  readonly words: string;
};

/** The name of a member; it is another when the field is left, and only a good one. */
function KeyInput({ path, taken, pattern, words }: KeyProps) {
  const t = texts.value.plan.form;
  const { text, write } = usePlan();
  const name = String(path.at(-1));
  const [typed, setTyped] = useState(name);
  const wrong = typed !== name && (!pattern.test(typed) || taken.includes(typed));
  return (
    <span class="pf-key">
      <input
        aria-label={`${t.name} ${words} ${name}`}
        aria-invalid={wrong}
        title={wrong ? (taken.includes(typed) ? t.nameTaken : t.mistakes.format) : ''}
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={() => {
          if (!wrong && typed !== name) write(withName(text, path, typed));
        }}
      />
      {wrong ? <span class="pf-wrong">{taken.includes(typed) ? t.nameTaken : t.mistakes.format}</span> : null}
    </span>
  );
}

type AdderProps = {
  readonly words: string;
  readonly taken: readonly string[];
  readonly pattern: RegExp;
  readonly onAdd: (key: string) => void;
};

function Adder({ words, taken, pattern, onAdd }: AdderProps) {
  const t = texts.value.plan.form;
  const [typed, setTyped] = useState('');
  const free = keysOfPhones.filter((key) => pattern.test(key) && !taken.includes(key));
  if (pattern.source === '^[0-9*#]$')
    return (
      <select
        aria-label={t.addTo(words)}
        value=""
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onAdd(currentTarget.value);
          currentTarget.value = '';
        }}
      >
        <option value="">＋ {t.addTo(words)}</option>
        {free.map((key) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </select>
    );
  const good = pattern.test(typed) && !taken.includes(typed);
  const add = (): void => {
    if (!good) return;
    onAdd(typed);
    setTyped('');
  };
  return (
    <div class="pf-row">
      <input
        aria-label={t.addTo(words)}
        spellcheck={false}
        placeholder={t.name}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <Act why={good ? null : t.mistakes.name} onPress={add}>
        ＋ {t.addTo(words)}
      </Act>
    </div>
  );
}
