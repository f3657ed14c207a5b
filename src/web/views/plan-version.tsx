import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post } from '../state/api.ts';
import { may } from '../state/desk.ts';
import type { PlanVersion } from '../state/wire.ts';
import { busyWhy, Said, Text, Twice, useDoing } from './forms.tsx';
import { Act, Card, Trouble } from './parts.tsx';
import { DifferenceTable } from './plan-parts.tsx';

type VersionProps = { readonly n: string; readonly changed: () => void; readonly close: () => void };

/** One version: in what it differs from the one before, all of it, and the way back to it. */
export function PlanVersionCard({ n, changed, close }: VersionProps) {
  const t = texts.value.plan;
  const { value, problem, again } = useFetch<PlanVersion>(`/plan/versions/${n}`);
  const [reason, setReason] = useState('');
  const doing = useDoing();
  const back = async (): Promise<void> => {
    const done = await doing.give(
      () => post(`/plan/versions/${n}/return`, { reason: reason.trim() }),
      t.returned,
    );
    if (done !== null) setReason('');
    changed();
    again();
  };
  return (
    <Card title={`${t.version} ${value?.name ?? n}`} end={<Act onPress={close}>{t.close}</Act>}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? null : (
        <div class="body plan-editor">
          <h3>{t.difference}</h3>
          <DifferenceTable rows={value.difference} />
          <details>
            <summary>{t.document}</summary>
            <pre class="plan-old">{JSON.stringify(value.document, null, 2)}</pre>
          </details>
          {may('plan.publish') && !value.inForce ? (
            <div class="plan-publish">
              <Text label={t.reason} value={reason} onInput={setReason} />
              <Twice
                confirm={t.sureReturn}
                why={reason.trim() === '' ? t.reasonFirst : busyWhy(doing)}
                onPress={() => void back()}
              >
                {t.returnTo}
              </Twice>
            </div>
          ) : null}
          <Said doing={doing} />
        </div>
      )}
    </Card>
  );
}
