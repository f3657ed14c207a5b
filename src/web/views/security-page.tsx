import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { put, remove } from '../state/api.ts';
import { who } from '../state/desk.ts';
import { askSession } from '../state/session.ts';
import type { SessionList } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SessionTable } from './session-table.tsx';

/** One's own security: password, second factor, sessions. The only page while one of the first two must be done. */
export function SecurityPage() {
  const t = texts.value.people.security;
  const limit = who.value?.limit ?? null;
  return (
    <div class="stack narrow">
      <h1>{t.title}</h1>
      {limit === null ? null : (
        <p class="note" role="alert">
          {limit === 'passwordChange' ? t.mustChange : t.mustEnrol}
        </p>
      )}
      {limit === 'secondFactor' ? null : <PasswordCard />}
      {limit === 'passwordChange' ? null : <SecondFactorCard />}
      {limit === null ? <OwnSessions /> : null}
    </div>
  );
}

function PasswordCard() {
  const t = texts.value.people.security;
  const doing = useDoing();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const differ = again !== '' && next !== again;
  const submit = async (): Promise<void> => {
    if (next !== again) return;
    const changed = await doing.give(() => put<null>('/session/password', { current, next }), t.changed);
    if (changed === null) return;
    setCurrent('');
    setNext('');
    setAgain('');
    await askSession();
  };
  return (
    <Card title={t.password}>
      <Form label={t.password} onSubmit={() => void submit()}>
        <Text
          label={t.current}
          type="password"
          autocomplete="current-password"
          value={current}
          onInput={setCurrent}
          required
        />
        <Text
          label={t.next}
          type="password"
          autocomplete="new-password"
          hint={t.rule}
          value={next}
          onInput={setNext}
          required
        />
        <Text
          label={t.again}
          type="password"
          autocomplete="new-password"
          hint={differ ? t.differ : ' '}
          value={again}
          onInput={setAgain}
          required
        />
        <Said doing={doing} />
        <div class="acts">
          <Act submit class="primary" why={differ ? t.differ : busyWhy(doing)} onPress={() => undefined}>
            {t.change}
          </Act>
        </div>
      </Form>
    </Card>
  );
}

function OwnSessions() {
  const t = texts.value.people.security;
  const doing = useDoing();
  const sessions = useFetch<SessionList>('/session/sessions');
  const end = async (id: string): Promise<void> => {
    await doing.give(() => remove<null>(`/session/sessions/${id}`));
    sessions.again();
  };
  return (
    <Card title={t.sessions}>
      <SessionTable sessions={sessions.value?.items ?? []} onEnd={(id) => void end(id)} />
      <Said doing={doing} />
    </Card>
  );
}
