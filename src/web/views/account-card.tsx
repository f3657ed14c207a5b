import { useState } from 'preact/hooks';
import { roles } from '../../access/roles.ts';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { patch, post, remove } from '../state/api.ts';
import type { AccountMade, AccountRow, SessionList } from '../state/wire.ts';
import { busyWhy, type Doing, Form, Said, Several, Text, Twice, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';
import { SessionTable } from './session-table.tsx';

type Props = {
  readonly account: AccountRow;
  readonly onChanged: () => void;
  readonly onPassword: (made: AccountMade) => void;
};

/** One account: what it is, and what can be done for its owner. */
export function AccountCard({ account, onChanged, onPassword }: Props) {
  const t = texts.value.people;
  const doing = useDoing();
  const path = `/accounts/${account.username}`;
  const sessions = useFetch<SessionList>(`${path}/sessions`, account);
  const end = async (session: string): Promise<void> => {
    await doing.give(() => remove<null>(`${path}/sessions/${session}`), t.accounts.ended);
    sessions.again();
  };
  return (
    <Card title={`${account.displayName}（${account.username}）`}>
      <What account={account} doing={doing} onChanged={onChanged} />
      <div class="body">
        <Helps account={account} doing={doing} onChanged={onChanged} onPassword={onPassword} />
        <Said doing={doing} />
        <h3>{t.accounts.sessions}</h3>
        <SessionTable sessions={sessions.value?.items ?? []} onEnd={(session) => void end(session)} />
      </div>
    </Card>
  );
}

function What({
  account,
  doing,
  onChanged,
}: Pick<Props, 'account' | 'onChanged'> & { readonly doing: Doing }) {
  const t = texts.value.people;
  const [name, setName] = useState(account.displayName);
  const [chosen, setChosen] = useState(account.roles);
  const [unit, setUnit] = useState(account.unit ?? '');
  const [district, setDistrict] = useState(account.district ?? '');
  const [cleared, setCleared] = useState(account.cleared);
  const save = async (): Promise<void> => {
    const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
    const body = {
      displayName: name,
      roles: chosen,
      unit: orNull(unit),
      district: orNull(district),
      cleared,
    };
    const saved = await doing.give(
      () => patch<AccountRow>(`/accounts/${account.username}`, body),
      t.accounts.saved,
    );
    if (saved !== null) onChanged();
  };
  return (
    <Form label={account.username} onSubmit={() => void save()}>
      <Text label={t.accounts.displayName} value={name} onInput={setName} required />
      <Several
        label={t.accounts.roles}
        words={roles}
        nameOf={(role) => t.roles[role]}
        chosen={chosen}
        onChoose={setChosen}
      />
      <div class="pair">
        <Text label={t.accounts.unit} value={unit} onInput={setUnit} />
        <Text label={t.accounts.district} value={district} onInput={setDistrict} />
      </div>
      <label class="check" title={t.accounts.clearedHint}>
        <input
          type="checkbox"
          checked={cleared}
          onChange={(event) => setCleared(event.currentTarget.checked)}
        />
        {t.accounts.cleared}
      </label>
      <div class="acts">
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {t.accounts.save}
        </Act>
      </div>
    </Form>
  );
}

function Helps({ account, doing, onChanged, onPassword }: Props & { readonly doing: Doing }) {
  const t = texts.value.people.accounts;
  const path = `/accounts/${account.username}`;
  const then = async (given: Promise<unknown>): Promise<void> => {
    if ((await given) !== null) onChanged();
  };
  const reset = async (): Promise<void> => {
    const made = await doing.give(() => post<AccountMade>(`${path}/reset-password`));
    if (made === null) return;
    onPassword(made.value);
    onChanged();
  };
  const disabled = !account.disabled;
  const change = () => then(doing.give(() => patch<AccountRow>(path, { disabled }), t.saved));
  return (
    <div class="acts">
      <Twice confirm={t.confirmReset} onPress={() => void reset()}>
        {t.reset}
      </Twice>
      <Act onPress={() => void doing.give(() => post<null>(`${path}/unlock`), t.unlocked)}>{t.unlock}</Act>
      {account.secondFactor ? (
        <Twice
          confirm={t.removeFactor}
          onPress={() => void then(doing.give(() => remove<null>(`${path}/second-factor`), t.factorRemoved))}
        >
          {t.removeFactor}
        </Twice>
      ) : null}
      {account.disabled ? (
        <Act onPress={() => void change()}>{t.enable}</Act>
      ) : (
        <Twice confirm={t.confirmDisable} onPress={() => void change()}>
          {t.disable}
        </Twice>
      )}
    </div>
  );
}
