import type { ComponentChildren } from 'preact';
import { texts } from '../i18n/index.ts';
import type { Pages } from '../lib/use-pages.ts';
import { query, setQuery } from '../state/router.ts';
import { Act, Trouble } from './parts.tsx';

type FilterProps = { readonly name: string; readonly label: string };

/** A choice that stands in the address. */
export function Choose({
  name,
  label,
  options,
}: FilterProps & { readonly options: readonly (readonly [string, string])[] }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={query.value[name] ?? ''}
        onChange={(event) => setQuery({ [name]: event.currentTarget.value })}
      >
        <option value="">{texts.value.common.all}</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A field that stands in the address as it is typed. */
export function Typed({
  name,
  label,
  type = 'text',
  width,
}: FilterProps & { readonly type?: string; readonly width?: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type={type}
        {...(width === undefined ? {} : { size: width })}
        value={query.value[name] ?? ''}
        onInput={(event) => setQuery({ [name]: event.currentTarget.value.trim() })}
      />
    </label>
  );
}

export function Filters({
  names,
  again,
  children,
}: {
  readonly names: readonly string[];
  readonly again: () => void;
  readonly children: ComponentChildren;
}) {
  const t = texts.value;
  const some = names.some((name) => (query.value[name] ?? '') !== '');
  return (
    <search class="filters">
      {children}
      {some ? (
        <Act onPress={() => setQuery(Object.fromEntries(names.map((name) => [name, ''])))}>
          {t.common.clear}
        </Act>
      ) : null}
      <span class="far">
        <Act onPress={again}>{t.common.refresh}</Act>
      </span>
    </search>
  );
}

/** What stands under a list's head: the rows, or why there are none; then the way to older ones. */
export function ListBody<T>({
  pages,
  none,
  children,
}: {
  readonly pages: Pages<T>;
  readonly none: string;
  readonly children: ComponentChildren;
}) {
  const t = texts.value;
  const { value, problem, again } = pages;
  return (
    <>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? (
        problem === null ? (
          <p class="empty">{t.common.loading}</p>
        ) : null
      ) : value.items.length === 0 ? (
        <p class="empty">{none}</p>
      ) : (
        <div class="scroll">{children}</div>
      )}
      {pages.older === null && pages.newest === null ? null : (
        <div class="pager">
          {pages.newest === null ? <span /> : <Act onPress={pages.newest}>{t.common.newest}</Act>}
          {pages.older === null ? null : <Act onPress={pages.older}>{t.common.more}</Act>}
        </div>
      )}
    </>
  );
}
