import { signal } from '@preact/signals';
import { texts } from '../i18n/index.ts';
import { endOf, usualEnd } from '../lib/caller-words.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import type { CallerRow } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

type Kind = CallerRow['kind'];
type Typed = {
  readonly number: string;
  readonly kind: Kind;
  readonly reason: string;
  readonly until: string | null;
};
const nothing: Typed = { number: '', kind: 'restricted', reason: '', until: null };
/** What was typed outlives a look at another page. */
const typed = signal(nothing);
const kinds: readonly Kind[] = ['restricted', 'blocked', 'vip'];

/** Puts a number on a list. @param onDone true: it was put there */
export function CallerForm({ onDone }: { readonly onDone: (added: boolean) => void }) {
  const t = texts.value.callers;
  const doing = useDoing();
  const { number, kind, reason, until } = typed.value;
  const set = (change: Partial<Typed>): void => {
    typed.value = { ...typed.peek(), ...change };
  };
  const end = until ?? usualEnd(now.peek());
  const submit = async (): Promise<void> => {
    const expiresAt = endOf(end, now.peek());
    const added = await doing.give(() => post<CallerRow>('/callers', { number, kind, reason, expiresAt }));
    if (added === null) return;
    typed.value = nothing;
    onDone(true);
  };
  return (
    <Card title={t.add}>
      <Form label={t.add} onSubmit={() => void submit()}>
        <div class="pair">
          <Text label={t.number} value={number} onInput={(value) => set({ number: value })} required />
          <label class="field">
            <span>{t.kind}</span>
            <select value={kind} onChange={(event) => set({ kind: event.currentTarget.value as Kind })}>
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {t.kinds[one]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Text label={t.reason} value={reason} onInput={(value) => set({ reason: value })} required />
        <Text
          label={t.until}
          type="date"
          value={end}
          onInput={(value) => set({ until: value })}
          hint={t.untilHint}
          required={kind !== 'vip'}
        />
        <Said doing={doing} />
        <div class="acts">
          <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
            {t.save}
          </Act>
          <Act onPress={() => onDone(false)}>{t.cancel}</Act>
        </div>
      </Form>
    </Card>
  );
}
