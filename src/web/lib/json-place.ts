import { findNodeAtLocation, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A part of a text: from its first character to behind its last. */
export type Place = { readonly from: number; readonly to: number };

export type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly code: string; readonly place: Place };

/** Reads JSON as somebody types it; what cannot be read is told with its line, from 1. */
export function readJson(text: string): Read {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return { ok: true, value };
  const { offset, length, error } = first;
  return {
    ok: false,
    line: text.slice(0, offset).split('\n').length,
    code: printParseErrorCode(error),
    place: { from: offset, to: offset + length },
  };
}

/** Where a JSON pointer leads in a text, or as far as it leads. */
export function placeOf(text: string, pointer: string): Place {
  let node = parseTree(text);
  let place: Place = { from: 0, to: 0 };
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    node = node && findNodeAtLocation(node, [node.type === 'array' ? Number(name) : name]);
    if (node === undefined) return place;
    place = { from: node.offset, to: node.offset + node.length };
  }
  return place;
}
