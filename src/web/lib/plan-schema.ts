import type { Path } from './json-edit.ts';

/** As much of a JSON Schema as a plan's has. */
export type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

/** How a part of a plan is filled in. */
export type Control =
  | {
      readonly kind: 'object' | 'text' | 'day' | 'time' | 'number' | 'switch' | 'other';
      readonly schema: Schema;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'prompts'; readonly most: number }
  | { readonly kind: 'spans'; readonly most: number }
  | { readonly kind: 'list'; readonly items: Schema; readonly most: number }
  | { readonly kind: 'record'; readonly name: RegExp; readonly values: Schema }
  /** A name, or an object in which `member` is that name. */
  | { readonly kind: 'short'; readonly whole: Schema; readonly member: string };

const promptPattern = '^[a-z0-9][a-z0-9-]{0,63}$';
const dayPattern = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
const isSpan = (pattern: string): boolean => /^\^\(\?:\[01\]/.test(pattern);

/** What of a schema is not null, and whether null may stand there. */
export function bare(schema: Schema): { readonly schema: Schema; readonly nullable: boolean } {
  const { anyOf } = schema;
  const rest = anyOf?.filter(({ type }) => type !== 'null');
  if (anyOf === undefined || rest === undefined || rest.length === anyOf.length)
    return { schema, nullable: false };
  const [only] = rest;
  return { schema: rest.length === 1 && only !== undefined ? only : { anyOf: rest }, nullable: true };
}

/** How a part is filled in, by its schema. What is not known here is written as JSON. */
export function controlOf(whole: Schema): Control {
  const { schema } = bare(whole);
  if (schema.anyOf !== undefined) return controlOfUnion(schema, schema.anyOf);
  switch (schema.type) {
    case 'object':
      return controlOfObject(schema);
    case 'array':
      return controlOfList(schema);
    case 'string':
      return { kind: schema.pattern === dayPattern ? 'day' : 'text', schema };
    case 'integer':
    case 'number':
      return { kind: 'number', schema };
    case 'boolean':
      return { kind: 'switch', schema };
    default:
      return { kind: 'other', schema };
  }
}

function controlOfUnion(schema: Schema, parts: readonly Schema[]): Control {
  const values = parts.map((part) => part.const);
  if (values.every((value) => typeof value === 'string')) return { kind: 'choice', values };
  const object = parts.find(({ type }) => type === 'object');
  const [member] = object?.required ?? [];
  if (parts.length === 2 && parts.some(({ type }) => type === 'string') && object && member !== undefined)
    return { kind: 'short', whole: object, member };
  return { kind: 'other', schema };
}

function controlOfObject(schema: Schema): Control {
  const [named] = Object.entries(schema.patternProperties ?? {});
  if (schema.properties !== undefined) return { kind: 'object', schema };
  return named === undefined
    ? { kind: 'other', schema }
    : { kind: 'record', name: new RegExp(named[0]), values: named[1] };
}

function controlOfList({ items, maxItems: most = 1_000 }: Schema): Control {
  if (items === undefined) return { kind: 'other', schema: {} };
  if (items.pattern === promptPattern) return { kind: 'prompts', most };
  return isSpan(items.pattern ?? '') ? { kind: 'spans', most } : { kind: 'list', items, most };
}

/** The schema of a part; null where the schema has none there. */
export function schemaAt(root: Schema, path: Path): Schema | null {
  let at: Schema | null = root;
  for (const part of path) {
    const { schema }: { schema: Schema } = bare(at);
    const parts: readonly Schema[] = schema.anyOf ?? [schema];
    at = parts.map((one) => memberOf(one, part)).find((one) => one !== null) ?? null;
    if (at === null) return null;
  }
  return at;
}

function memberOf(schema: Schema, part: string | number): Schema | null {
  if (typeof part === 'number') return schema.items ?? null;
  const own = Object.hasOwn(schema.properties ?? {}, part) ? schema.properties?.[part] : undefined;
  if (own !== undefined) return own;
  const named = Object.entries(schema.patternProperties ?? {}).find(([name]) => new RegExp(name).test(part));
  return named?.[1] ?? null;
}

/** Every member that has a name of its own in a schema, as `parent.member`, once each; those of the top as `member`. */
export function membersOf(schema: Schema, parent = ''): ReadonlySet<string> {
  const found = new Set<string>();
  const { properties = {}, patternProperties = {}, items, anyOf = [] } = schema;
  for (const [name, member] of Object.entries(properties)) {
    found.add(parent === '' ? name : `${parent}.${name}`);
    for (const one of membersOf(member, name)) found.add(one);
  }
  for (const part of [...Object.values(patternProperties), ...(items ? [items] : []), ...anyOf])
    for (const one of membersOf(part, parent)) found.add(one);
  return found;
}

/** What is wrong with what is said at one place, whatever is below it; null: nothing. */
export type Mistake =
  | { readonly kind: 'number' | 'name' | 'format' | 'missing' | 'type' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'length'; readonly most: number };

/** @param required whether something must be said here */
export function mistakeIn(whole: Schema, value: unknown, required: boolean): Mistake | null {
  const { schema, nullable } = bare(whole);
  if (value === undefined) return required ? { kind: 'missing' } : null;
  if (value === null) return nullable ? null : { kind: 'type' };
  const control = controlOf(schema);
  switch (control.kind) {
    case 'number':
      return mistakeInNumber(control.schema, value);
    case 'text':
    case 'day':
      return mistakeInText(control.schema, value);
    case 'switch':
      return typeof value === 'boolean' ? null : { kind: 'type' };
    case 'choice':
      return typeof value === 'string' && control.values.includes(value) ? null : { kind: 'type' };
    case 'prompts':
    case 'spans':
    case 'list':
      return mistakeInList(control.most, value);
    case 'object':
    case 'record':
      return typeof value === 'object' && !Array.isArray(value) ? null : { kind: 'type' };
    default:
      return null;
  }
}

function mistakeInNumber({ minimum, maximum }: Schema, value: unknown): Mistake | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return { kind: 'number' };
  const [from, to] = [minimum ?? Number.MIN_SAFE_INTEGER, maximum ?? Number.MAX_SAFE_INTEGER];
  return value < from || value > to ? { kind: 'range', from, to } : null;
}

function mistakeInText(
  { pattern, maxLength = 1_000, minLength = 0 }: Schema,
  value: unknown,
): Mistake | null {
  if (typeof value !== 'string') return { kind: 'type' };
  if (value.length > maxLength) return { kind: 'length', most: maxLength };
  if (value.length < minLength) return { kind: 'missing' };
  if (pattern === undefined || new RegExp(pattern).test(value)) return null;
  return { kind: pattern.startsWith('^[a-z][a-z0-9-]') ? 'name' : 'format' };
}

const mistakeInList = (most: number, value: unknown): Mistake | null =>
  !Array.isArray(value) ? { kind: 'type' } : value.length > most ? { kind: 'length', most } : null;
