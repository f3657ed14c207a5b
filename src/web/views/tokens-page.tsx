import { useState } from 'preact/hooks';
import type { Right } from '../../access/roles.ts';
import { tokenRights } from '../../tokens/model.ts';
import { texts } from '../i18n/index.ts';
import { day, dayTime } from '../lib/format.ts';
import { usePages } from '../lib/use-pages.ts';
import { post, remove } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import type { TokenMade, TokenRow } from '../state/wire.ts';
import { busyWhy, Form, Once, Said, Several, Text, Twice, useDoing } from './forms.tsx';
import { ListBody } from './list-parts.tsx';
import { Act, Card, Mark } from './parts.tsx';

const rightWord = (right: Right): string => texts.value.people.rights[right] ?? right;

/** Tokens for machines: one's own, or everybody's. */
export function TokensPage() {
  const t = texts.value.people.tokens;
  const pages = usePages<TokenRow>('/tokens', {});
  const doing = useDoing();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<TokenMade | null>(null);
  const revoke = async (id: string): Promise<void> => {
    await doing.give(() => remove<null>(`/tokens/${id}`));
    pages.again();
  };
  return (
    <div class="stack wide">
      {made === null ? null : (
        <Once words={t.once} secrets={[made.secret]} done={t.done} onDone={() => setMade(null)} />
      )}
      {open ? (
        <NewToken
          onDone={(done) => {
            setOpen(false);
            if (done === null) return;
            setMade(done);
            pages.again();
          }}
        />
      ) : null}
      <section class="card" aria-label={t.title}>
        <header>
          <h1>{t.title}</h1>
          <div class="end">
            <Act class="primary" onPress={() => setOpen(true)}>
              {t.add}
            </Act>
          </div>
        </header>
        <p class="body small quiet">{t.what}</p>
        <Said doing={doing} />
        <ListBody pages={pages} none={t.none}>
          <TokenTable rows={pages.value?.items ?? []} onRevoke={(id) => void revoke(id)} />
        </ListBody>
      </section>
    </div>
  );
}

function TokenTable({
  rows,
  onRevoke,
}: {
  readonly rows: readonly TokenRow[];
  readonly onRevoke: (id: string) => void;
}) {
  const t = texts.value.people.tokens;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.name}</th>
          <th>{t.account}</th>
          <th>{t.rights}</th>
          <th>{t.created}</th>
          <th>{t.expires}</th>
          <th>{t.used}</th>
          <th>{t.state}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{row.name}</td>
            <td>{row.account}</td>
            <td class="grow">{row.rights.map(rightWord).join('、')}</td>
            <td>{dayTime(row.createdAt, now.value)}</td>
            <td>{day(row.expiresAt)}</td>
            <td>{row.lastUsedAt === null ? t.never : dayTime(row.lastUsedAt, now.value)}</td>
            <td>
              <Mark tone={stateOf(row) === 'valid' ? 'full' : 'quiet'}>{t[stateOf(row)]}</Mark>
            </td>
            <td class="right">
              {stateOf(row) === 'valid' ? (
                <Twice confirm={t.confirmRevoke} onPress={() => onRevoke(row.id)}>
                  {t.revoke}
                </Twice>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const stateOf = (row: TokenRow): 'valid' | 'expired' | 'revoked' =>
  row.revokedAt !== null ? 'revoked' : row.expiresAt <= now.value ? 'expired' : 'valid';

const dayMs = 86_400_000;

function NewToken({ onDone }: { readonly onDone: (made: TokenMade | null) => void }) {
  const t = texts.value.people.tokens;
  const doing = useDoing();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Right[]>([]);
  const [until, setUntil] = useState(day(now.peek() + 180 * dayMs));
  const submit = async (): Promise<void> => {
    // The end of that day, in the city's time.
    const expiresAt = Date.parse(`${until}T23:59:59+08:00`);
    const made = await doing.give(() => post<TokenMade>('/tokens', { name, rights: chosen, expiresAt }));
    if (made !== null) onDone(made.value);
  };
  return (
    <Card title={t.add}>
      <Form label={t.add} onSubmit={() => void submit()}>
        <div class="pair">
          <Text label={t.name} value={name} onInput={setName} required />
          <Text label={t.expires} type="date" value={until} onInput={setUntil} required />
        </div>
        <Several
          label={t.rights}
          words={tokenRights.filter(may)}
          nameOf={rightWord}
          chosen={chosen}
          onChoose={setChosen}
        />
        <Said doing={doing} />
        <div class="acts">
          <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
            {t.create}
          </Act>
          <Act onPress={() => onDone(null)}>{t.cancel}</Act>
        </div>
      </Form>
    </Card>
  );
}
