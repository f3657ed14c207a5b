import { signal } from '@preact/signals';
import { texts } from '../i18n/index.ts';
import { endOf, madeByWord, usualEnd } from '../lib/caller-words.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { usePages } from '../lib/use-pages.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { linkToCall } from '../state/router.ts';
import type { ProposalRow } from '../state/wire.ts';
import { busyWhy, type Doing, Said, Twice, useDoing } from './forms.tsx';
import { ListBody } from './list-parts.tsx';
import { Card } from './parts.tsx';

/** Calls reported as harassing, to be decided about; restricted for a week unless somebody says otherwise afterwards. */
export function CallerProposals({ changed }: { readonly changed: () => void }) {
  const t = texts.value.callers.proposals;
  const pages = usePages<ProposalRow>('/caller-proposals', { state: 'open' });
  const doing = useDoing();
  const decide = async (id: number, how: 'accept' | 'dismiss', reason: string): Promise<void> => {
    const expiresAt = endOf(usualEnd(now.peek()), now.peek());
    const body = how === 'accept' ? { kind: 'restricted', reason, expiresAt } : { reason };
    await doing.give(() => post<ProposalRow>(`/caller-proposals/${String(id)}/${how}`, body), t.done);
    pages.again();
    changed();
  };
  return (
    <Card title={t.title}>
      <Said doing={doing} />
      <ListBody pages={pages} none={t.none}>
        <table class="table">
          <thead>
            <tr>
              <th>{texts.value.callers.number}</th>
              <th>{texts.value.callers.reason}</th>
              <th>{t.by}</th>
              <th>{t.at}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {(pages.value?.items ?? []).map((row) => (
              <Row key={row.id} row={row} doing={doing} decide={decide} />
            ))}
          </tbody>
        </table>
      </ListBody>
    </Card>
  );
}

/** What was typed about each: it outlives a look at another page. */
const typed = signal<ReadonlyMap<number, string>>(new Map());

type RowProps = {
  readonly row: ProposalRow;
  readonly doing: Doing;
  readonly decide: (id: number, how: 'accept' | 'dismiss', reason: string) => Promise<void>;
};

function Row({ row, doing, decide }: RowProps) {
  const { proposals: t, needReason } = texts.value.callers;
  const word = typed.value.get(row.id) ?? '';
  const why = word.trim().length < 2 ? needReason : busyWhy(doing);
  return (
    <tr>
      <td class="number">{phoneNumber(row.number)}</td>
      <td class="grow">{row.reason}</td>
      <td>{madeByWord({ madeBy: row.by, madeByName: row.byName })}</td>
      <td>
        {may('calls.read') ? (
          <a href={linkToCall(row.call)} aria-label={t.look}>
            {dayTime(row.at, now.value)}
          </a>
        ) : (
          dayTime(row.at, now.value)
        )}
      </td>
      <td class="right">
        {may('callers.edit') ? (
          <>
            <input
              aria-label={t.word(phoneNumber(row.number))}
              value={word}
              onInput={(event) => {
                typed.value = new Map([...typed.peek(), [row.id, event.currentTarget.value]]);
              }}
            />{' '}
            <Twice confirm={t.sureAccept} why={why} onPress={() => void decide(row.id, 'accept', word)}>
              {t.accept}
            </Twice>{' '}
            <Twice confirm={t.sureDismiss} why={why} onPress={() => void decide(row.id, 'dismiss', word)}>
              {t.dismiss}
            </Twice>
          </>
        ) : null}
      </td>
    </tr>
  );
}
