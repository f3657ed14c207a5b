/** What may be attached: by what a file begins with, and never by what it calls itself. */
export type FileType = { readonly type: string; readonly ending: string };

const starts: readonly (readonly [bytes: readonly number[], type: FileType])[] = [
  [[0xff, 0xd8, 0xff], { type: 'image/jpeg', ending: 'jpg' }],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], { type: 'image/png', ending: 'png' }],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], { type: 'application/pdf', ending: 'pdf' }],
];
const zip = [0x50, 0x4b, 0x03, 0x04] as const;
const riff = [0x52, 0x49, 0x46, 0x46] as const;
/** Inside a ZIP the first names say which of Office's files it is; one with macros is none of ours. */
const office: readonly (readonly [name: string, type: FileType])[] = [
  [
    'word/',
    { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx' },
  ],
  ['xl/', { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' }],
];

const begins = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, n) => bytes[at + n] === byte);

/** The type of a file by its bytes; null: of no kind that is taken. Pure. */
export function sniff(bytes: Uint8Array): FileType | null {
  const found = starts.find(([start]) => begins(bytes, start));
  if (found !== undefined) return found[1];
  if (begins(bytes, riff) && text(bytes, 8, 12) === 'WEBP') return { type: 'image/webp', ending: 'webp' };
  if (!begins(bytes, zip)) return null;
  const names = text(bytes, 0, bytes.length);
  if (!names.includes('[Content_Types].xml') || names.includes('vbaProject')) return null;
  return office.find(([name]) => names.includes(name))?.[1] ?? null;
}

/** Bytes as Latin letters, to look for names in. */
function text(bytes: Uint8Array, from: number, to: number): string {
  let out = '';
  for (let at = from; at < Math.min(to, bytes.length); at += 8_192)
    out += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 8_192)));
  return out;
}

/** The name under which a file is given back: what it was called, with the ending of what it is. */
export function safeName(asked: string, { ending }: FileType): string {
  const bare = asked
    .normalize('NFC')
    .replace(/[\p{C}\\/:*?"<>|]/gu, '_')
    .replace(/\.[^.]*$/, '')
    .trim()
    .slice(0, 80);
  return `${bare === '' ? 'file' : bare}.${ending}`;
}
