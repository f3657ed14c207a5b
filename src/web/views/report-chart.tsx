import { texts } from '../i18n/index.ts';
import { clockTime } from '../lib/format.ts';
import type { QueueFiguresRow } from '../state/wire.ts';

const width = 960;
const height = 160;
const foot = 20;

/** Calls by interval: answered at the bottom, not answered above. */
export function ReportChart({ rows }: { readonly rows: readonly QueueFiguresRow[] }) {
  const most = Math.max(1, ...rows.map(({ offered }) => offered));
  const step = width / Math.max(1, rows.length);
  const high = (calls: number): number => (calls / most) * (height - 10);
  const r = texts.value.figures.reports;
  return (
    <svg
      class="report-chart"
      viewBox={`0 0 ${String(width)} ${String(height + foot)}`}
      role="img"
      aria-label={r.chart}
    >
      <text x="2" y="10">
        {most}
      </text>
      {rows.map((row, n) => {
        const answered = high(row.answered);
        const other = high(row.offered - row.answered);
        const x = n * step;
        return (
          <g key={row.since}>
            <title>{`${clockTime(row.since).slice(0, 5)} ${r.offered} ${String(row.offered)}, ${r.answered} ${String(row.answered)}`}</title>
            <rect class="answered" x={x + 0.5} y={height - answered} width={step - 1} height={answered} />
            <rect class="missed" x={x + 0.5} y={height - answered - other} width={step - 1} height={other} />
            {n % 8 === 0 ? (
              <text x={x} y={height + 15}>
                {clockTime(row.since).slice(0, 5)}
              </text>
            ) : null}
          </g>
        );
      })}
      <line x1="0" x2={width} y1={height} y2={height} />
    </svg>
  );
}
