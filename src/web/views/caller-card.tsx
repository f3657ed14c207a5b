import { signal } from '@preact/signals';
import { texts } from '../i18n/index.ts';
import { endOf, madeByWord, untilWord } from '../lib/caller-words.ts';
import { day, dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { usePages } from '../lib/use-pages.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { linkToCall } from '../state/router.ts';
import type { CallerRecord, CallerRow, TreatedCall } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, Twice, useDoing } from './forms.tsx';
import { ListBody } from './list-parts.tsx';
import { Act, Card, Trouble } from './parts.tsx';

type CardProps = { readonly id: string; readonly changed: () => void; readonly close: () => void };

/** One entry: why and until when, who looked at it again, and the calls that it treated. */
export function CallerCard({ id, changed, close }: CardProps) {
  const t = texts.value.callers;
  const { value, problem, again } = useFetch<CallerRecord>(`/callers/${id}`);
  return (
    <Card
      title={value === null ? t.title : t.entry(phoneNumber(value.number))}
      end={<Act onPress={close}>{t.close}</Act>}
    >
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? null : (
        <>
          <Facts entry={value} />
          {value.state === 'inForce' && may('callers.edit') ? (
            <Review
              entry={value}
              changed={() => {
                changed();
                again();
              }}
            />
          ) : null}
          <Treated id={id} />
        </>
      )}
    </Card>
  );
}

function Facts({ entry }: { readonly entry: CallerRecord }) {
  const t = texts.value.callers;
  const rows: readonly (readonly [string, string])[] = [
    [t.kind, t.kinds[entry.kind]],
    [t.state, t.states[entry.state]],
    [t.reason, entry.reason],
    [t.madeBy, `${madeByWord(entry)} · ${dayTime(entry.madeAt, now.value)}`],
    [t.until, untilWord(entry.expiresAt)],
    ...(entry.removedAt === null
      ? []
      : [[t.states.removed, `${entry.removedByName ?? ''} · ${entry.removedWhy ?? ''}`] as const]),
    ...entry.reviews.map(
      ({ byName, by, why, expiredBefore, expiresAt }) =>
        [
          t.reviews,
          `${byName ?? by} · ${why} · ${t.moved(untilWord(expiredBefore), untilWord(expiresAt))}`,
        ] as const,
    ),
  ];
  return (
    <div class="body">
      <dl class="facts-list">
        {rows.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}

/** What was typed for each entry: it outlives a look at another page. */
const typed = signal<ReadonlyMap<number, string>>(new Map());
const typedUntil = signal<ReadonlyMap<number, string>>(new Map());

function Review({ entry, changed }: { readonly entry: CallerRow; readonly changed: () => void }) {
  const t = texts.value.callers;
  const doing = useDoing();
  const reason = typed.value.get(entry.id) ?? '';
  const until = typedUntil.value.get(entry.id) ?? (entry.expiresAt === null ? '' : day(entry.expiresAt - 1));
  const give = async (path: string, body: object, said: string): Promise<void> => {
    const done = await doing.give(() => post<CallerRow>(`/callers/${String(entry.id)}/${path}`, body), said);
    if (done === null) return;
    typed.value = new Map([...typed.peek(), [entry.id, '']]);
    changed();
  };
  return (
    <Form
      label={t.reviewing}
      onSubmit={() => void give('review', { reason, expiresAt: endOf(until, now.peek()) }, t.reviewed)}
    >
      <div class="pair">
        <Text
          label={t.reason}
          value={reason}
          onInput={(value) => {
            typed.value = new Map([...typed.peek(), [entry.id, value]]);
          }}
          required
        />
        <Text
          label={t.until}
          type="date"
          value={until}
          onInput={(value) => {
            typedUntil.value = new Map([...typedUntil.peek(), [entry.id, value]]);
          }}
          required={entry.kind !== 'vip'}
        />
      </div>
      <Said doing={doing} />
      <div class="acts">
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {t.review}
        </Act>
        <Twice
          confirm={t.sureRemove}
          why={reason.trim().length < 2 ? t.needReason : busyWhy(doing)}
          onPress={() => void give('remove', { reason }, t.removed)}
        >
          {t.remove}
        </Twice>
      </div>
    </Form>
  );
}

function Treated({ id }: { readonly id: string }) {
  const t = texts.value;
  const pages = usePages<TreatedCall>(`/callers/${id}/calls`, {});
  return (
    <section aria-label={t.callers.treated}>
      <h3 class="body">{t.callers.treated}</h3>
      <ListBody pages={pages} none={t.callers.noneTreated}>
        <table class="table">
          <thead>
            <tr>
              <th>{t.callers.at}</th>
              <th>{t.callers.outcome}</th>
              <th>{t.call.dialled}</th>
            </tr>
          </thead>
          <tbody>
            {(pages.value?.items ?? []).map((call) => (
              <tr key={call.id}>
                <td>
                  {may('calls.read') ? (
                    <a href={linkToCall(call.id)}>{dayTime(call.arrivedAt, now.value)}</a>
                  ) : (
                    dayTime(call.arrivedAt, now.value)
                  )}
                </td>
                <td>{call.outcome === null ? t.callers.goesOn : t.outcome[call.outcome]}</td>
                <td>{call.dialled}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListBody>
    </section>
  );
}
