import { texts } from '../i18n/index.ts';
import type { PlanVersion } from '../state/wire.ts';

export type Difference = PlanVersion['difference'];

/** In what two plans differ, place by place. */
export function DifferenceTable({ rows }: { readonly rows: Difference }) {
  const t = texts.value.plan;
  if (rows.length === 0) return <p class="quiet small">{t.same}</p>;
  return (
    <div class="scroll">
      <table class="table">
        <tbody>
          {rows.map(({ at, kind, before, after }) => (
            <tr key={at}>
              <td>{t.kinds[kind]}</td>
              <td>
                <code>{at === '' ? '/' : at}</code>
              </td>
              <td class="grow plan-values">
                {kind === 'added' ? null : <del>{inShort(before)}</del>}{' '}
                {kind === 'removed' ? null : <ins>{inShort(after)}</ins>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const longest = 400;
function inShort(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
