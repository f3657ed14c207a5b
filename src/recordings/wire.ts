import { type Static, Type } from 'typebox';
import { Instant, list, nullable, pageOf, pageQuery, periodQuery, strict, word } from '../lib/wire.ts';
import { type How, type Purpose, purposes } from './access.ts';
import type { Alarm, Bookmark, Recording, RecordingKind, RecordingState, Release } from './model.ts';

const states: Readonly<Record<RecordingState, true>> = {
  running: true,
  expected: true,
  kept: true,
  missing: true,
  destroyed: true,
};
const alarms: Readonly<Record<Alarm, true>> = { missing: true, silent: true, unusable: true, damaged: true };

/** What is told of a recording; where its file is, is nobody's business outside. */
export const RecordingRow = strict({
  id: Type.String(),
  call: Type.String(),
  kind: word(['call', 'consultation'] as const satisfies readonly RecordingKind[]),
  ticketNo: Type.String(),
  state: word(Object.keys(states) as readonly RecordingState[]),
  startedAt: Instant,
  endedAt: nullable(Instant),
  bytes: nullable(Type.Integer()),
  durationMs: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  loudness: nullable(list(nullable(Type.Number({ description: 'dBFS of left and right; null: silent' })))),
  silenceShare: nullable(Type.Number()),
  alarm: nullable(word(Object.keys(alarms) as readonly Alarm[])),
});
export type RecordingRow = Static<typeof RecordingRow>;

export function recordingRow(recording: Recording): RecordingRow {
  const { file: _, fileId: __, plainBytes: ___, measures, ...told } = recording;
  return {
    ...told,
    loudness: measures === null ? null : [...measures.loudness],
    silenceShare: measures?.silenceShare ?? null,
  };
}

export const RecordingParams = strict({ id: Type.String({ pattern: '^R[A-Za-z0-9_.-]{1,80}$' }) });
export const RecordingPage = pageOf(RecordingRow);
export const RecordingQuery = strict({
  ...pageQuery,
  ...periodQuery,
  ticket: Type.Optional(Type.String({ pattern: '^[0-9]{8}-[0-9]{6,9}$' })),
  call: Type.Optional(Type.String({ pattern: '^C[A-Za-z0-9_.-]{1,63}$' })),
});

export const PurposeWord = word(purposes);
const Words = Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' });
/** Why, in the rules' word and in the person's own. */
export const PlayBody = strict({ purpose: PurposeWord, note: Words });
export const ReleaseBody = strict({ why: Words });

export const BookmarkRow = strict({
  id: Type.Integer(),
  atMs: Type.Integer(),
  text: Type.String(),
  by: Type.String(),
  madeAt: Instant,
});
export const BookmarkBody = strict({
  atMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
  text: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
});

const ReleaseRow = strict({ unit: Type.String(), by: Type.String(), at: Instant, why: Type.String() });
const waveform = list(Type.Integer({ description: 'the loudest of each stretch, 0 to 255' }));

/** One recording as its page shows it. */
export const RecordingDetail = strict({
  ...RecordingRow.properties,
  confidential: Type.Boolean(),
  waveform: nullable(Type.Immutable(Type.Tuple([waveform, waveform]))),
  releases: list(ReleaseRow),
  assigned: list(Type.String({ description: 'units it can be released to' })),
  bookmarks: list(BookmarkRow),
  /** For which purposes this person may play it, ask for a copy to be used inside, and for one to be handed out. */
  may: strict({ play: list(PurposeWord), download: list(PurposeWord), export: list(PurposeWord) }),
});
export type RecordingDetail = Static<typeof RecordingDetail>;

export type DetailParts = {
  readonly confidential: boolean;
  readonly assigned: readonly string[];
  readonly releases: readonly Release[];
  readonly bookmarks: readonly Bookmark[];
  readonly may: Readonly<Record<Exclude<How, 'see'>, readonly Purpose[]>>;
};
export const recordingDetail = (recording: Recording, parts: DetailParts): RecordingDetail => ({
  ...recordingRow(recording),
  ...parts,
  waveform: recording.measures?.waveform ?? null,
});

/** Where it can be heard, for this session alone. */
export const PlayLink = strict({ link: Type.String(), expiresAt: Instant });
