import { useEffect, useState } from 'preact/hooks';
import { type Role, roles } from '../../access/roles.ts';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { put } from '../state/api.ts';
import { busyWhy, Form, Said, Several, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

type Required = { readonly roles: readonly Role[] };

/** Which roles must have a second factor. */
export function RequiredRoles() {
  const t = texts.value.people;
  const doing = useDoing();
  const { value } = useFetch<Required>('/second-factor-roles');
  const [chosen, setChosen] = useState<readonly Role[]>([]);
  useEffect(() => {
    if (value !== null) setChosen(value.roles);
  }, [value]);
  return (
    <Card title={t.accounts.required}>
      <Form
        label={t.accounts.required}
        onSubmit={() =>
          void doing.give(() => put<Required>('/second-factor-roles', { roles: chosen }), t.accounts.saved)
        }
      >
        <p class="small quiet">{t.accounts.requiredHint}</p>
        <Several
          label=""
          words={roles}
          nameOf={(role) => t.roles[role]}
          chosen={chosen}
          onChoose={setChosen}
        />
        <Said doing={doing} />
        <div class="acts">
          <Act submit why={busyWhy(doing)} onPress={() => undefined}>
            {t.accounts.save}
          </Act>
        </div>
      </Form>
    </Card>
  );
}
