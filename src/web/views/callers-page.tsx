import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { madeByWord, untilWord } from '../lib/caller-words.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { query, setQuery } from '../state/router.ts';
import type { CallerRow } from '../state/wire.ts';
import { CallerCard } from './caller-card.tsx';
import { CallerForm } from './caller-form.tsx';
import { CallerProposals } from './caller-proposals.tsx';
import { Choose, Filters, ListBody, Typed } from './list-parts.tsx';
import { Act, Mark } from './parts.tsx';

const names = ['number', 'kind', 'state'] as const;

/** Who is blocked, restricted or served first, why and until when; and what was reported. */
export function CallersPage() {
  const t = texts.value.callers;
  const { number = '', kind = '', state = '', entry = '' } = query.value;
  const filter = { number: number.replace(/[^0-9+]/g, ''), kind, state };
  const pages = usePages<CallerRow>('/callers', filter);
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState('');
  const done = (added: boolean): void => {
    setAdding(false);
    setSaid(added ? t.added : '');
    if (added) pages.again();
  };
  return (
    <div class="stack wide">
      {entry === '' ? null : (
        <CallerCard key={entry} id={entry} changed={pages.again} close={() => setQuery({ entry: '' })} />
      )}
      {adding ? <CallerForm onDone={done} /> : null}
      <section class="card" aria-label={t.title}>
        <header>
          <h1>{t.title}</h1>
          <div class="end">
            {may('callers.edit') ? (
              <Act class="primary" onPress={() => setAdding(true)}>
                {t.add}
              </Act>
            ) : null}
          </div>
        </header>
        <p class="body small quiet">{t.what}</p>
        <div class="said" aria-live="polite">
          {said}
        </div>
        <Filters names={names} again={pages.again}>
          <Typed name="number" label={t.number} width={14} />
          <Choose name="kind" label={t.kind} options={Object.entries(t.kinds)} />
          <Choose
            name="state"
            label={t.state}
            options={[
              ['inForce', t.states.inForce],
              ['over', t.over],
            ]}
          />
        </Filters>
        <ListBody pages={pages} none={t.none}>
          <Entries rows={pages.value?.items ?? []} />
        </ListBody>
      </section>
      <CallerProposals changed={pages.again} />
    </div>
  );
}

function Entries({ rows }: { readonly rows: readonly CallerRow[] }) {
  const t = texts.value.callers;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.number}</th>
          <th>{t.kind}</th>
          <th>{t.reason}</th>
          <th>{t.madeBy}</th>
          <th>{t.madeAt}</th>
          <th>{t.until}</th>
          <th>{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <button
                type="button"
                class="link"
                aria-label={t.open(phoneNumber(row.number))}
                onClick={() => setQuery({ entry: String(row.id) })}
              >
                {phoneNumber(row.number)}
              </button>
            </td>
            <td>{t.kinds[row.kind]}</td>
            <td class="grow">{row.reason}</td>
            <td>{madeByWord(row)}</td>
            <td>{dayTime(row.madeAt, now.value)}</td>
            <td>{untilWord(row.expiresAt)}</td>
            <td>
              <Mark tone={row.state === 'inForce' ? 'full' : 'quiet'}>{t.states[row.state]}</Mark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
