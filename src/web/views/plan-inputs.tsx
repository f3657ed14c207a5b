import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { type Path, valueAt } from '../lib/json-edit.ts';
import { inheritedAt } from '../lib/plan-inherit.ts';
import { type Named, namesOf } from '../lib/plan-names.ts';
import { bare, type Schema } from '../lib/plan-schema.ts';
import { inShort, unitOf, unitWords, usePlan } from './plan-editing.ts';

export type InputProps = {
  readonly path: Path;
  readonly schema: Schema;
  readonly required: boolean;
  readonly label: string;
  readonly wrong: boolean;
};

/** Whatever it is, as somebody would write it. */
const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const nameOf = (path: Path): string => String(path.at(-1) ?? '');

function useMember({ path, schema }: Pick<InputProps, 'path' | 'schema'>) {
  const { document, set } = usePlan();
  const name = nameOf(path);
  return {
    name,
    value: valueAt(document, path),
    inherited: inShort(name, bare(schema).schema, inheritedAt(document, path)),
    put: (value: unknown) => set(path, value),
  };
}

/** A number, times in seconds or minutes. What is typed and is none is kept as it is typed: it is found wrong beside the field. */
export function NumberInput({ path, schema, label, wrong }: InputProps) {
  const t = texts.value.plan.form;
  const { name, value, inherited, put } = useMember({ path, schema });
  const inner = bare(schema);
  const unit = unitOf(name, inner.schema) ?? 1;
  const said =
    value === undefined || value === null
      ? ''
      : typeof value === 'number'
        ? String(value / unit)
        : written(value);
  const [raw, setRaw] = useState(said);
  const read = (typed: string): unknown => {
    if (typed.trim() === '') return undefined;
    const n = Number(typed);
    return Number.isFinite(n) ? Math.round(n * unit * 1_000) / 1_000 : typed;
  };
  // "1." is 1 to the document, and must not lose its point while somebody types 1.5.
  const shown = read(raw) === (value ?? undefined) ? raw : said;
  const minutes = unit === 1_000 && typeof value === 'number' && value >= 60_000 && value % 6_000 === 0;
  return (
    <span class="pf-number">
      <input
        inputMode="decimal"
        aria-label={label}
        aria-invalid={wrong}
        disabled={value === null}
        placeholder={value === null ? t.off : t.inherits(inherited)}
        value={shown}
        onInput={(event) => {
          setRaw(event.currentTarget.value);
          put(read(event.currentTarget.value));
        }}
      />
      <small class="quiet">{unitWords(name, inner.schema)}</small>
      {minutes ? <small class="quiet">{t.inMinutes(String(value / 60_000))}</small> : null}
      {inner.nullable ? (
        <label class="check small">
          <input
            type="checkbox"
            checked={value === null}
            onChange={(event) => put(event.currentTarget.checked ? null : undefined)}
          />
          {t.none}
        </label>
      ) : null}
    </span>
  );
}

export function TextInput({ path, schema, required, label, wrong }: InputProps) {
  const t = texts.value.plan.form;
  const { name, value, inherited, put } = useMember({ path, schema });
  const day = bare(schema).schema.pattern?.startsWith('^[0-9]{4}-') === true;
  const usual = inherited === t.notSet || required ? '' : t.inherits(inherited);
  return (
    <input
      type={day && (value === undefined || typeof value === 'string') ? 'date' : 'text'}
      aria-label={label}
      aria-invalid={wrong}
      spellcheck={false}
      autocomplete="off"
      placeholder={name === 'name' ? '' : usual}
      value={
        value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
      }
      onInput={({ currentTarget: { value: typed } }) => put(typed === '' && !required ? undefined : typed)}
    />
  );
}

type Option = readonly [value: string, words: string];

/** One of several. Nothing chosen: as is inherited; `null` where that may be said. */
function Choose({
  props,
  options,
  none,
}: {
  readonly props: InputProps;
  readonly options: readonly Option[];
  readonly none: string;
}) {
  const t = texts.value.plan.form;
  const { path, schema, required, label, wrong } = props;
  const { value, inherited, put } = useMember({ path, schema });
  const current = value === undefined ? '' : JSON.stringify(value);
  const all: readonly Option[] = [
    ...options.map(([one, words]) => [JSON.stringify(one), words] as const),
    ...(bare(schema).nullable ? [['null', none] as const] : []),
  ];
  const missing = current !== '' && !all.some(([one]) => one === current);
  return (
    <select
      aria-label={label}
      aria-invalid={wrong}
      value={current}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        put(chosen === '' ? undefined : (JSON.parse(chosen) as unknown));
      }}
    >
      {required && current !== '' ? null : (
        <option value="">{inherited === t.notSet ? t.notSet : t.inherits(inherited)}</option>
      )}
      {missing ? (
        <option value={current}>{t.missing(typeof value === 'string' ? value : current)}</option>
      ) : null}
      {all.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}

export function ChoiceInput({ values, ...props }: InputProps & { readonly values: readonly string[] }) {
  const t = texts.value.plan.form;
  return <Choose props={props} options={values.map((one) => [one, t.values[one] ?? one])} none={t.off} />;
}

export function NameInput({ kind, ...props }: InputProps & { readonly kind: Named }) {
  const { document } = usePlan();
  const t = texts.value.plan.form;
  const names = namesOf(document, kind);
  return (
    <Choose
      props={props}
      options={names.map((one) => [one, one])}
      none={kind === 'hours' ? t.always : t.none}
    />
  );
}

export function SwitchInput({ path, schema, required, label, wrong }: InputProps) {
  const t = texts.value.plan.form;
  const { value, inherited, put } = useMember({ path, schema });
  return (
    <select
      aria-label={label}
      aria-invalid={wrong}
      value={value === undefined ? '' : written(value)}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        put(chosen === '' ? undefined : chosen === 'true');
      }}
    >
      {required && value !== undefined ? null : <option value="">{t.inherits(inherited)}</option>}
      {value === undefined || typeof value === 'boolean' ? null : (
        <option value={written(value)}>{written(value)}</option>
      )}
      <option value="true">{t.yes}</option>
      <option value="false">{t.no}</option>
    </select>
  );
}

/** What the form does not know is written as JSON; until it can be read, it is kept here alone. */
export function JsonInput({ path, label }: InputProps) {
  const t = texts.value.plan.form;
  const { document, set } = usePlan();
  const value = valueAt(document, path);
  const [raw, setRaw] = useState<string | null>(null);
  return (
    <>
      <textarea
        class="pf-json"
        aria-label={label}
        spellcheck={false}
        value={raw ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        onInput={({ currentTarget: { value: typed } }) => {
          try {
            set(path, typed.trim() === '' ? undefined : (JSON.parse(typed) as unknown));
            setRaw(null);
          } catch {
            setRaw(typed);
          }
        }}
      />
      {raw === null ? null : <span class="pf-wrong">{t.mistakes.json}</span>}
    </>
  );
}
