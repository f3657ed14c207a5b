import type { Actor } from '../access/model.ts';
import type { CountedRow } from './counting.ts';
import type { FoundLine } from './finding.ts';
import { countRow, foundRow } from './found-wire.ts';
import { kindWords, stageWords } from './words-of.ts';

/** A table as it goes into a file. `at`: an instant, shown as the city's clock shows it. */
export type Sheet = {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly (string | number | { readonly at: number } | null)[])[];
};

/** Names of units by their ids. */
export type UnitNames = (id: string) => string;

/** Excel knows no time zones: an instant is written as what a clock in the city shows. China has had one zone, and no summer time since 1991. */
const cityOffsetMs = 8 * 3_600_000;
const clock = (at: number | null): { readonly at: number } | null =>
  at === null ? null : { at: at + cityOffsetMs };

/** A list of tickets as this person may see it. */
export function ticketSheet(actor: Actor, lines: readonly FoundLine[], nameOf: UnitNames): Sheet {
  return {
    name: '工单',
    columns: [
      ...[column('工单号', 20), column('受理时间', 18), column('类别', 12), column('主题', 14)],
      ...[column('标题', 40), column('区域', 12), column('状态', 12), column('承办单位', 20)],
      ...[column('下一截止', 18), column('来电号码', 16), column('来电人', 10)],
    ],
    rows: lines.map((line) => {
      const row = foundRow(actor, line);
      return [
        ...[
          row.no,
          clock(row.openedAt),
          row.kind === null ? null : kindWords[row.kind],
          row.topic,
          row.title,
        ],
        ...[row.district, stageWords[row.stage], row.units.map(nameOf).join('、')],
        ...[clock(row.dueAt), row.callerNumber, row.callerName],
      ];
    }),
  };
}

const column = (title: string, width: number): Sheet['columns'][number] => ({ title, width });

const figureColumns = [
  ['received', '收件'],
  ['acknowledgedOnTime', '按时查收'],
  ['acknowledgedLate', '逾期查收'],
  ['acknowledgedShare', '按时查收率'],
  ['answeredOnTime', '按时回复'],
  ['answeredLate', '逾期回复'],
  ['answeredShare', '按时回复率'],
  ['rated', '已评价'],
  ['satisfiedShare', '满意率'],
  ['timelyShare', '时效满意率'],
  ['returned', '退件'],
  ['redone', '重办'],
  ['urges', '催办次数'],
] as const;

export const figureSheet = (rows: readonly CountedRow[], nameOf: UnitNames): Sheet => ({
  name: '工单统计',
  columns: [column('名称', 24), ...figureColumns.map(([, title]) => column(title, 12))],
  rows: rows
    .map(countRow)
    .map((row) => [
      row.key === null ? '（未填）' : nameOf(row.key),
      ...figureColumns.map(([name]) => row[name]),
    ]),
});
