import { language, texts } from '../i18n/index.ts';
import type { PlanChecked } from '../state/wire.ts';

type FindingsProps = {
  readonly rows: PlanChecked['findings'];
  /** Whether the document was changed since it was checked. */
  readonly old: boolean;
  readonly goTo: (pointer: string) => void;
};

/** What the check found; each leads to its place in the view that is shown. */
export function PlanFindings({ rows, old, goTo }: FindingsProps) {
  const t = texts.value.plan;
  if (rows.length === 0) return old ? null : <p role="status">{t.clean}</p>;
  return (
    <div class="scroll">
      {old ? <p class="quiet small">{t.foundBefore}</p> : null}
      <table class="table" aria-label={t.findings}>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.code} ${row.at}`}>
              <td class={row.severity === 'error' ? 'alarm' : ''}>{t.severities[row.severity]}</td>
              <td>
                <button type="button" class="link" aria-label={t.goTo(row.at)} onClick={() => goTo(row.at)}>
                  <code>{row.at === '' ? '/' : row.at}</code>
                </button>
              </td>
              <td class="grow">
                {row[language.value].what}
                <div class="quiet small">
                  {t.mend}
                  {row[language.value].mend}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
