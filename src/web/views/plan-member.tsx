import type { ComponentChildren } from 'preact';
import { language, texts } from '../i18n/index.ts';
import { type Path, pointerOf, valueAt } from '../lib/json-edit.ts';
import { inheritedAt } from '../lib/plan-inherit.ts';
import { namedAt, namesOf } from '../lib/plan-names.ts';
import { bare, controlOf, mistakeIn, type Schema } from '../lib/plan-schema.ts';
import { beginning, findingsAt, inShort, mistakeWords, usePlan, wordsOf } from './plan-editing.ts';
import {
  ChoiceInput,
  type InputProps,
  JsonInput,
  NameInput,
  NumberInput,
  SwitchInput,
  TextInput,
} from './plan-inputs.tsx';
import { ListMember, PromptsInput, RecordMember } from './plan-lists.tsx';
import { SpansInput, WeekMember } from './plan-week.tsx';

export type MemberProps = {
  readonly path: Path;
  readonly schema: Schema;
  readonly required: boolean;
  /** Where the place has a name of its own around it already. */
  readonly label?: string;
};

/** One member of the plan, as its schema wants it filled in. */
export function Member(props: MemberProps) {
  const { path, schema } = props;
  const control = controlOf(schema);
  if (namedAt(path) !== null && control.kind === 'text') return <Leaf {...props} />;
  if (path.at(-1) === 'weekly' && control.kind === 'object')
    return <WeekMember {...props} schema={control.schema} />;
  switch (control.kind) {
    case 'object':
      return <ObjectMember {...props} inner={control.schema} />;
    case 'record':
      return (
        <RecordMember
          {...props}
          name={control.name}
          values={control.values}
          item={(at, label) => <Member path={at} schema={control.values} required label={label} />}
        />
      );
    case 'list':
      return (
        <ListMember
          {...props}
          items={control.items}
          most={control.most}
          item={(at, label) => <Member path={at} schema={control.items} required label={label} />}
        />
      );
    case 'short':
      return <ShortMember {...props} whole={control.whole} member={control.member} />;
    default:
      return <Leaf {...props} />;
  }
}

/** A member of one value, with what is wrong with it. */
function Leaf({ path, schema, required, label }: MemberProps) {
  const { document } = usePlan();
  const [words, hint] = wordsOf(path);
  const mistake = mistakeIn(schema, valueAt(document, path), required);
  const control = controlOf(schema);
  const wide = control.kind === 'prompts' || control.kind === 'spans' || control.kind === 'other';
  const input = (
    <Input path={path} schema={schema} required={required} label={label ?? words} wrong={mistake !== null} />
  );
  return (
    <Place path={path} below class={wide ? 'pf-field pf-whole' : 'pf-field'}>
      {label === undefined ? (
        <span class="pf-label">
          {words}
          {hint === undefined ? null : <small class="quiet">{hint}</small>}
        </span>
      ) : null}
      {input}
      {mistake === null ? null : (
        <span class="pf-wrong">{mistakeWords(String(path.at(-1)), bare(schema).schema, mistake)}</span>
      )}
    </Place>
  );
}

function Input(props: InputProps) {
  const kind = namedAt(props.path);
  const control = controlOf(props.schema);
  if (kind !== null) return <NameInput {...props} kind={kind} />;
  switch (control.kind) {
    case 'number':
      return <NumberInput {...props} />;
    case 'text':
    case 'day':
      return <TextInput {...props} />;
    case 'switch':
      return <SwitchInput {...props} />;
    case 'choice':
      return <ChoiceInput {...props} values={control.values} />;
    case 'prompts':
      return <PromptsInput {...props} most={control.most} />;
    case 'spans':
      return <SpansInput {...props} most={control.most} />;
    default:
      return <JsonInput {...props} />;
  }
}

type PlaceProps = {
  readonly path: Path;
  readonly below?: boolean;
  readonly class: string;
  readonly children: ComponentChildren;
};

/** A place that a finding leads to, and what was found there. */
export function Place({ path, below = false, class: more, children }: PlaceProps) {
  const { findings } = usePlan();
  const found = findingsAt(findings, path, below);
  return (
    <div class={more} data-at={pointerOf(path)}>
      {children}
      {found.map((row) => (
        <p key={`${row.code} ${row.at}`} class={row.severity === 'error' ? 'pf-found error' : 'pf-found'}>
          {row[language.value].what} <span class="small">{row[language.value].mend}</span>
        </p>
      ))}
    </div>
  );
}

/** All members of an object, in the order of its schema. */
export function Members({
  path,
  schema,
  only,
}: {
  readonly path: Path;
  readonly schema: Schema;
  readonly only?: readonly string[];
}) {
  const { properties = {}, required = [] } = schema;
  const names = only ?? Object.keys(properties);
  return (
    <div class="pf-members">
      {names.map((name) => {
        const member = properties[name];
        return member === undefined ? null : (
          <Member key={name} path={[...path, name]} schema={member} required={required.includes(name)} />
        );
      })}
    </div>
  );
}

/** An object inside another: as is inherited, switched off, or with its own members. */
function ObjectMember({ path, schema, required, inner, label }: MemberProps & { readonly inner: Schema }) {
  const t = texts.value.plan.form;
  const { document, set } = usePlan();
  const [words, hint] = wordsOf(path);
  const value = valueAt(document, path);
  const { nullable } = bare(schema);
  const always = required || (!nullable && (inner.required ?? []).length === 0);
  const name = String(path.at(-1));
  const state = value === undefined ? '' : value === null ? 'null' : 'own';
  const inherited = inheritedAt(document, path);
  const choose = (chosen: string): void => {
    const fresh =
      typeof inherited === 'object' && inherited !== null
        ? inherited
        : beginning(inner, namesOf(document, 'queues')[0] ?? '');
    set(path, chosen === '' ? undefined : chosen === 'null' ? null : fresh);
  };
  return (
    <Place path={path} below={state !== 'own' && !always} class="pf-object pf-whole">
      <fieldset>
        <legend>
          {label ?? words}
          {hint === undefined ? null : <small class="quiet">{hint}</small>}
        </legend>
        {always ? null : (
          <select
            aria-label={label ?? words}
            value={state}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="">{t.inherits(inShort(name, inner, inherited))}</option>
            {nullable ? <option value="null">{t.off}</option> : null}
            <option value="own">{t.own}</option>
          </select>
        )}
        {state === 'own' || always ? <Members path={path} schema={inner} /> : null}
      </fieldset>
    </Place>
  );
}

/** A name alone, or with more that is said beside it. */
function ShortMember({
  path,
  schema,
  whole,
  member,
  label,
}: MemberProps & { readonly whole: Schema; readonly member: string }) {
  const t = texts.value.plan.form;
  const { document } = usePlan();
  const value = valueAt(document, path);
  const long = typeof value === 'object' && value !== null;
  const at = long ? [...path, member] : path;
  const inner = whole.properties?.[member] ?? schema;
  const others = Object.keys(whole.properties ?? {}).filter((name) => name !== member);
  return (
    <div class="pf-short">
      <Member
        path={at}
        schema={inner}
        required
        label={`${label ?? ''} ${wordsOf([...path, member])[0]}`.trim()}
      />
      <details open={long}>
        <summary>{t.details}</summary>
        {long ? (
          <Members path={path} schema={whole} only={others} />
        ) : (
          <MakeLong path={path} member={member} />
        )}
      </details>
    </div>
  );
}

function MakeLong({ path, member }: { readonly path: Path; readonly member: string }) {
  const t = texts.value.plan.form;
  const { document, set } = usePlan();
  return (
    <button type="button" class="button" onClick={() => set(path, { [member]: valueAt(document, path) })}>
      {t.addTo(t.details)}
    </button>
  );
}
