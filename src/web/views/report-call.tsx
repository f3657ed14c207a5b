import { signal } from '@preact/signals';
import { texts } from '../i18n/index.ts';
import { post } from '../state/api.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

/** What was typed of each call: it outlives a look at another page. */
const typed = signal<ReadonlyMap<string, string>>(new Map());

/** Reports a call as harassing; somebody else decides. */
export function ReportCall({ id }: { readonly id: string }) {
  const t = texts.value.callers.report;
  const doing = useDoing();
  const reason = typed.value.get(id) ?? '';
  const set = (value: string): void => {
    typed.value = new Map([...typed.peek(), [id, value]]);
  };
  const send = async (): Promise<void> => {
    const path = `/calls/${encodeURIComponent(id)}/report-harassment`;
    const done = await doing.give(() => post<unknown>(path, { reason }), t.sent);
    if (done !== null) set('');
  };
  return (
    <Card title={t.title}>
      <Form label={t.title} onSubmit={() => void send()}>
        <Text label={t.reason} value={reason} onInput={set} hint={t.hint} required />
        <Said doing={doing} />
        <div class="acts">
          <Act submit why={busyWhy(doing)} onPress={() => undefined}>
            {t.send}
          </Act>
        </div>
      </Form>
    </Card>
  );
}
