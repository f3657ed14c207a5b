import { type Static, Type } from 'typebox';
import { Instant, list, nullable, pageQuery, strict, word } from '../lib/wire.ts';
import type { Document } from './document.ts';
import { findingCodes } from './finding-texts.ts';
import { type Finding, told } from './findings.ts';
import { type Publication, type PublicationLine, stateOf } from './timeline.ts';
import { type Draft, draftState, draftStates, origins, type Version, type VersionLine } from './versions.ts';

export const DocumentPart = Type.Unsafe<Document>({
  type: 'object',
  additionalProperties: true,
  description: 'a routing plan; its JSON Schema: `GET /plan/schema`',
});

const ToldPart = strict({ what: Type.String(), mend: Type.String() });
export const FindingRow = strict({
  severity: word(['error', 'warning']),
  code: word(findingCodes),
  at: Type.String({ description: 'where, as a JSON pointer' }),
  zh: ToldPart,
  en: ToldPart,
});
export type FindingRow = Static<typeof FindingRow>;
export const findingRow = (finding: Finding): FindingRow => {
  const { severity, code, at } = finding;
  return { severity, code, at, ...told(finding) };
};

const ChangeRow = strict({
  at: Type.String(),
  kind: word(['added', 'removed', 'changed']),
  before: Type.Unknown(),
  after: Type.Unknown(),
});

const lineMembers = {
  n: Type.Integer(),
  name: Type.String(),
  base: nullable(Type.Integer()),
  origin: word(origins),
  author: Type.String(),
  approvedBy: nullable(Type.String()),
  reason: Type.String(),
  madeAt: Instant,
  inForce: Type.Boolean(),
};
const VersionRow = strict(lineMembers);
export const VersionPage = strict({ items: list(VersionRow), nextCursor: nullable(Type.String()) });
export type VersionPage = Static<typeof VersionPage>;
export const VersionWhole = strict({
  ...lineMembers,
  document: DocumentPart,
  difference: list(ChangeRow),
});
export type VersionWhole = Static<typeof VersionWhole>;

export const versionRow = (
  { n, name, base, origin, author, approvedBy, reason, madeAt }: VersionLine,
  inForce: number | null,
): Static<typeof VersionRow> => ({
  ...{ n, name, base, origin, author, approvedBy, reason, madeAt },
  inForce: n === inForce,
});
export const versionWhole = (
  version: Version,
  inForce: number | null,
  difference: VersionWhole['difference'],
): VersionWhole => ({ ...versionRow(version, inForce), document: version.document, difference });

export const PublicationRow = strict({
  id: Type.Integer(),
  version: Type.Integer(),
  from: Instant,
  until: nullable(Instant),
  by: Type.String(),
  reason: Type.String(),
  madeAt: Instant,
  withdrawnAt: nullable(Instant),
  withdrawnBy: nullable(Type.String()),
  state: word(['scheduled', 'inForce', 'over', 'withdrawn']),
});
export type PublicationRow = Static<typeof PublicationRow>;
export const PublicationList = list(PublicationRow);
export const publicationRow = (
  one: PublicationLine,
  standing: readonly Publication[],
  at: PublicationLine['madeAt'],
): PublicationRow => ({ ...one, state: stateOf(one, standing, at) });

const draftMembers = {
  id: Type.Integer(),
  title: Type.String(),
  base: Type.Integer(),
  revision: Type.Integer(),
  state: word(draftStates),
  changedBy: Type.String(),
  changedAt: Instant,
  approvedBy: nullable(Type.String()),
};
export const DraftRow = strict(draftMembers);
export const DraftList = strict({ approval: Type.Boolean(), items: list(DraftRow) });
export type DraftList = Static<typeof DraftList>;
export const DraftWhole = strict({
  ...draftMembers,
  document: DocumentPart,
  newest: Type.Integer({ description: 'the version that publishing comes after' }),
  difference: list(ChangeRow),
});
export type DraftWhole = Static<typeof DraftWhole>;
export const Checked = strict({ draft: DraftRow, findings: list(FindingRow) });
export type Checked = Static<typeof Checked>;

export const draftRow = (draft: Draft): Static<typeof DraftRow> => {
  const { id, title, base, revision, changedBy, changedAt } = draft;
  const state = draftState(draft);
  const approvedBy = state === 'approved' ? draft.approvedBy : null;
  return { id, title, base, revision, changedBy, changedAt, state, approvedBy };
};

const id = Type.String({ pattern: '^[1-9][0-9]{0,14}$' });
export const VersionParams = strict({ version: id });
export const DraftParams = strict({ draft: id });
export const PublicationParams = strict({ publication: id });
export const VersionQuery = strict(pageQuery);

const Title = Type.String({ minLength: 1, maxLength: 100 });
const Reason = Type.String({ minLength: 1, maxLength: 500 });
const when = {
  reason: Reason,
  from: Type.Optional(nullable(Instant)),
  until: Type.Optional(nullable(Instant)),
};
export const NewDraftBody = strict({
  title: Title,
  version: Type.Integer({ minimum: 1, description: 'the version it begins from' }),
  document: Type.Optional(DocumentPart),
});
export const DraftBody = strict({
  title: Title,
  revision: Type.Integer({ minimum: 1, description: 'as it was read' }),
  document: DocumentPart,
});
export const ApproveBody = strict({ revision: Type.Integer({ minimum: 1 }) });
export const PublishBody = strict({
  ...when,
  revision: Type.Integer({ minimum: 1 }),
  over: Type.Integer({ minimum: 1, description: '`newest`, as it was read' }),
});
export const ReturnBody = strict(when);
