import { useState } from 'preact/hooks';
import { type Role, roles } from '../../access/roles.ts';
import { texts } from '../i18n/index.ts';
import { usePages } from '../lib/use-pages.ts';
import { post } from '../state/api.ts';
import { query } from '../state/router.ts';
import type { AccountMade, AccountRow } from '../state/wire.ts';
import { AccountCard } from './account-card.tsx';
import { busyWhy, Form, Once, Said, Several, Text, useDoing } from './forms.tsx';
import { Choose, Filters, ListBody } from './list-parts.tsx';
import { Act, Card, Mark } from './parts.tsx';
import { RequiredRoles } from './required-roles.tsx';

/** Accounts: who may sign in, and as what. */
export function AccountsPage() {
  const t = texts.value.people;
  const { role = '', disabled = '' } = query.value;
  const pages = usePages<AccountRow>('/accounts', { role, disabled });
  const [open, setOpen] = useState<string | null>(null);
  const [made, setMade] = useState<AccountMade | null>(null);
  const shown = pages.value?.items.find(({ username }) => username === open) ?? null;
  return (
    <div class="two">
      <section class="card" aria-label={t.accounts.title}>
        <header>
          <h1>{t.accounts.title}</h1>
          <div class="end">
            <Act class="primary" onPress={() => setOpen('')}>
              {t.accounts.add}
            </Act>
          </div>
        </header>
        <Filters names={['role', 'disabled']} again={pages.again}>
          <Choose name="role" label={t.accounts.role} options={roles.map((one) => [one, t.roles[one]])} />
          <Choose
            name="disabled"
            label={t.accounts.state}
            options={[
              ['false', t.accounts.enabled],
              ['true', t.accounts.disabled],
            ]}
          />
        </Filters>
        <ListBody pages={pages} none={t.accounts.none}>
          <AccountTable rows={pages.value?.items ?? []} open={open} onOpen={setOpen} />
        </ListBody>
      </section>
      <div class="stack">
        {made === null ? null : (
          <Once
            words={t.accounts.passwordOnce(made.account.displayName)}
            secrets={[made.account.username, made.password]}
            done={t.accounts.done}
            onDone={() => setMade(null)}
          />
        )}
        {open === '' ? (
          <NewAccount
            onDone={(done) => {
              if (done !== null) {
                setMade(done);
                pages.again();
              }
              setOpen(null);
            }}
          />
        ) : null}
        {shown === null ? null : (
          <AccountCard key={shown.username} account={shown} onChanged={pages.again} onPassword={setMade} />
        )}
        <RequiredRoles />
      </div>
    </div>
  );
}

function AccountTable({
  rows,
  open,
  onOpen,
}: {
  readonly rows: readonly AccountRow[];
  readonly open: string | null;
  readonly onOpen: (username: string) => void;
}) {
  const t = texts.value.people;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.accounts.displayName}</th>
          <th>{t.accounts.username}</th>
          <th>{t.accounts.roles}</th>
          <th>{t.accounts.unit}</th>
          <th>{t.accounts.secondFactor}</th>
          <th>{t.accounts.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.username} class={open === row.username ? 'open chosen' : 'open'}>
            <td>
              <button type="button" class="link" onClick={() => onOpen(row.username)}>
                {row.displayName}
              </button>
            </td>
            <td>{row.username}</td>
            <td class="grow">{row.roles.map((role) => t.roles[role]).join('、')}</td>
            <td>{row.unit ?? row.district ?? texts.value.common.none}</td>
            <td>{row.secondFactor ? t.accounts.yes : texts.value.common.none}</td>
            <td>
              <Mark tone={row.disabled ? 'quiet' : row.mustChangePassword ? 'wait' : 'full'}>
                {row.disabled
                  ? t.accounts.disabled
                  : row.mustChangePassword
                    ? t.accounts.mustChange
                    : t.accounts.enabled}
              </Mark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewAccount({ onDone }: { readonly onDone: (made: AccountMade | null) => void }) {
  const t = texts.value.people;
  const doing = useDoing();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [chosen, setChosen] = useState<readonly Role[]>(['agent']);
  const submit = async (): Promise<void> => {
    const body = { username, displayName, roles: chosen };
    const made = await doing.give(() => post<AccountMade>('/accounts', body));
    if (made !== null) onDone(made.value);
  };
  return (
    <Card title={t.accounts.add}>
      <Form label={t.accounts.add} onSubmit={() => void submit()}>
        <Text
          label={t.accounts.username}
          hint={t.accounts.usernameHint}
          value={username}
          onInput={setUsername}
          required
        />
        <Text label={t.accounts.displayName} value={displayName} onInput={setDisplayName} required />
        <Several
          label={t.accounts.roles}
          words={roles}
          nameOf={(role) => t.roles[role]}
          chosen={chosen}
          onChoose={setChosen}
        />
        <Said doing={doing} />
        <div class="acts">
          <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
            {t.accounts.create}
          </Act>
          <Act onPress={() => onDone(null)}>{t.accounts.cancel}</Act>
        </div>
      </Form>
    </Card>
  );
}
