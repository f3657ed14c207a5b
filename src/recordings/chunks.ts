/** How an encrypted file is laid out: a header, then chunks of one size, each with its tag; only the last may be shorter. Pure arithmetic. */

export const vaultMagic = 'H12VAULT';
export const vaultVersion = 1;
export const headerBytes = 32;
export const tagBytes = 16;
/** Plain bytes of a chunk: some 20 s of sound, a fraction of a millisecond to open. */
export const chunkBytes = 64 * 1024;

/** What a file of so many bytes holds; null when no whole file is so long. */
export function layoutOf(fileBytes: number): { readonly chunks: number; readonly plainBytes: number } | null {
  const body = fileBytes - headerBytes;
  if (body < tagBytes) return null;
  const chunks = Math.ceil(body / (chunkBytes + tagBytes));
  const lastBody = body - (chunks - 1) * (chunkBytes + tagBytes);
  return lastBody < tagBytes ? null : { chunks, plainBytes: body - chunks * tagBytes };
}

/** A part of a chunk: what of it is asked for, in plain bytes. */
export type Part = { readonly chunk: number; readonly from: number; readonly to: number };

/** The chunks that hold the plain bytes from `start` to before `end`. */
export function partsOf(start: number, end: number): readonly Part[] {
  const first = Math.floor(start / chunkBytes);
  const last = Math.floor((end - 1) / chunkBytes);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => {
    const chunk = first + n;
    const base = chunk * chunkBytes;
    return { chunk, from: Math.max(start - base, 0), to: Math.min(end - base, chunkBytes) };
  });
}

/** Where in the file a chunk begins. */
export const placeOf = (chunk: number): number => headerBytes + chunk * (chunkBytes + tagBytes);

/** One range of an HTTP `Range` header (RFC 9110, 14.1.2). */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * What a `Range` header asks for, `end` not included.
 * @returns `whole` when it asks for nothing that is understood, which is answered with all; `unsatisfiable` when nothing of it is there
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const wanted = Math.min(Number(last), bytes);
    return wanted === 0 ? 'unsatisfiable' : { start: bytes - wanted, end: bytes };
  }
  const start = Number(first);
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < start) return 'whole';
  return start >= bytes ? 'unsatisfiable' : { start, end };
}
