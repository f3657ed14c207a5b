import { type Static, Type } from 'typebox';
import { Instant, list, nullable, strict, word } from '../lib/wire.ts';
import { purposes } from './access.ts';

const AlarmWord = word(['missing', 'silent', 'unusable', 'damaged'] as const);
const Words = Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' });

/** What needs somebody's look; the sound and whose it is are not told here. */
export const AlarmList = strict({
  count: Type.Integer({ description: 'of all there are; the list ends at 200' }),
  items: list(
    strict({
      id: Type.String(),
      call: Type.String(),
      ticketNo: Type.String(),
      startedAt: Instant,
      alarm: AlarmWord,
    }),
  ),
});
export type AlarmList = Static<typeof AlarmList>;

export const DueRow = strict({
  id: Type.String(),
  ticketNo: Type.String(),
  startedAt: Instant,
  bytes: nullable(Type.Integer()),
  fate: word(['due', 'held', 'atWork'] as const),
  rule: Type.String({ description: 'usual, a kind of ticket, or confidential' }),
  until: Instant,
});
export type DueRow = Static<typeof DueRow>;

export const HoldBody = Type.Union([
  strict({ recording: Type.String({ pattern: '^R[A-Za-z0-9_.-]{1,80}$' }), reason: Words }),
  strict({ ticketNo: Type.String({ pattern: '^[0-9]{8}-[0-9]{6,9}$' }), reason: Words }),
]);
export const HoldRow = strict({
  id: Type.Integer(),
  recording: nullable(Type.String()),
  ticketNo: nullable(Type.String()),
  reason: Type.String(),
  by: Type.String(),
  at: Instant,
});

const AtMs = Type.Integer({
  minimum: 0,
  maximum: 86_400_000,
  description: 'ms from the beginning of the recording',
});
export const RedactionBody = strict({ fromMs: AtMs, toMs: AtMs, reason: Words });
export const RedactionRow = strict({
  id: Type.Integer(),
  fromMs: AtMs,
  toMs: AtMs,
  reason: Type.String(),
  by: Type.String(),
  at: Instant,
  doneAt: nullable(Instant),
});
export type RedactionRow = Static<typeof RedactionRow>;

export const RequestBody = strict({
  how: word(['download', 'export', 'original'] as const),
  purpose: word(purposes),
  reason: Words,
  recipient: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })),
});
export const DecisionBody = strict({ granted: Type.Boolean(), word: Words });
export const RequestRow = strict({
  no: Type.String(),
  recording: Type.String(),
  how: word(['download', 'export', 'original'] as const),
  purpose: word(purposes),
  reason: Type.String(),
  recipient: nullable(Type.String()),
  askedBy: Type.String(),
  askedByName: nullable(Type.String()),
  askedAt: Instant,
  decidedBy: nullable(Type.String()),
  decidedByName: nullable(Type.String()),
  decidedAt: nullable(Instant),
  granted: nullable(Type.Boolean()),
  word: nullable(Type.String()),
  expiresAt: nullable(Instant),
  taken: Type.Integer(),
});
export type RequestRow = Static<typeof RequestRow>;
