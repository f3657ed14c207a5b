import { applyEdits, findNodeAtLocation, type JSONPath, modify, type Node, parseTree } from 'jsonc-parser';

/** Names and numbers that lead from the root of a document to a part of it. */
export type Path = readonly (string | number)[];

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** The path as a JSON pointer. */
export const pointerOf = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What a document says at a path; undefined where it says nothing. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}

/** The path that a JSON pointer leads along in a document: a part of a list is a number. */
export function pathOf(document: unknown, pointer: string): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(document, path)) && /^\d+$/.test(name) ? Number(name) : name);
  }
  return path;
}

/**
 * The text with this said at a path; what is on the way and not there, or cannot hold it, is made. The rest of the text stays as it is.
 * @param value undefined: the part goes
 */
export function withValue(text: string, path: Path, value: unknown): string {
  const root = parseTree(text);
  if (value === undefined) return root === undefined ? text : without(text, nodeAt(root, path));
  const { at, rest } = root === undefined ? { at: [], rest: path } : holding(root, path);
  return edited(text, at, rest.length === 0 ? value : nested(rest, value));
}

/** Takes a part out, with the comma that it leaves. jsonc-parser's own way lays out what is around, and breaks lists of empty lists. */
function without(text: string, node: Node | undefined): string {
  const part = node?.parent?.type === 'property' ? node.parent : node;
  const around = part?.parent;
  const all = around?.children ?? [];
  if (part === undefined || around === undefined) return text;
  const end = ({ offset, length }: Node): number => offset + length;
  const n = all.indexOf(part);
  const [before, after] = [all[n - 1], all[n + 1]];
  if (after !== undefined) return text.slice(0, part.offset) + text.slice(after.offset);
  if (before !== undefined) return text.slice(0, end(before)) + text.slice(end(part));
  return text.slice(0, around.offset + 1) + text.slice(end(around) - 1);
}

/** Puts a part into a list, before what is at `n` now; a list that is not there is made. */
export function withItem(text: string, list: Path, [n, value]: readonly [n: number, value: unknown]): string {
  const root = parseTree(text);
  const node = root && nodeAt(root, list);
  if (node?.type !== 'array') return withValue(text, list, [value]);
  return edited(text, [...list, n], value, true);
}

/** Gives a member another name, in its place. */
export function withName(text: string, path: Path, name: string): string {
  const root = parseTree(text);
  const key = root && nodeAt(root, path)?.parent?.children?.[0];
  if (key?.type !== 'string') return text;
  return text.slice(0, key.offset) + JSON.stringify(name) + text.slice(key.offset + key.length);
}

/** Changes two parts of a list, each as it is written. Where one is not there, nothing is changed. */
export function withSwapped(text: string, list: Path, [one, other]: readonly [number, number]): string {
  const root = parseTree(text);
  const [first, second] = [Math.min(one, other), Math.max(one, other)].map(
    (n) => root && nodeAt(root, [...list, n]),
  );
  if (first === undefined || second === undefined || first === second) return text;
  const written = ({ offset, length }: Node): string => text.slice(offset, offset + length);
  return [
    text.slice(0, first.offset),
    written(second),
    text.slice(first.offset + first.length, second.offset),
    written(first),
    text.slice(second.offset + second.length),
  ].join('');
}

const edited = (text: string, path: Path, value: unknown, isArrayInsertion = false): string =>
  applyEdits(text, modify(text, [...path] as JSONPath, value, { formattingOptions, isArrayInsertion }));

const nodeAt = (root: Node, path: Path): Node | undefined =>
  path.length === 0 ? root : findNodeAtLocation(root, [...path] as JSONPath);

/** How far a path leads through parts that can hold the next: what is beyond is made anew. */
function holding(root: Node, path: Path): { readonly at: Path; readonly rest: Path } {
  for (const [n, part] of path.entries()) {
    const node = nodeAt(root, path.slice(0, n));
    const holds = node?.type === (typeof part === 'number' ? 'array' : 'object');
    if (!holds) return { at: path.slice(0, n), rest: path.slice(n) };
  }
  return { at: path, rest: [] };
}

const nested = (path: Path, value: unknown): unknown =>
  path.reduceRight((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value);
