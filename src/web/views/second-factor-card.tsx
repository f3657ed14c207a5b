import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { qrPath } from '../lib/qr.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post, put } from '../state/api.ts';
import { askSession } from '../state/session.ts';
import type { Enrolment, RecoveryCodes, SecondFactorState } from '../state/wire.ts';
import { busyWhy, type Doing, Form, Once, Said, Text, useDoing } from './forms.tsx';
import { Act, Card, Mark } from './parts.tsx';

const path = '/session/second-factor';

/** One's own second factor: enrolling an app, recovery codes, taking it away. */
export function SecondFactorCard() {
  const t = texts.value.people.security;
  const doing = useDoing();
  const state = useFetch<SecondFactorState>(path);
  const [offered, setOffered] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = async (): Promise<void> => {
    const begun = await doing.give(() => post<Enrolment>(path));
    if (begun !== null) setOffered(begun.value);
  };
  const show = (found: readonly string[] | null): void => {
    setOffered(null);
    setCodes(found);
    state.again();
  };
  const enrolled = state.value?.enrolled === true;
  return (
    <Card
      title={t.factor}
      end={
        state.value === null ? null : (
          <Mark tone={enrolled ? 'talk' : 'quiet'}>{enrolled ? t.on : t.off}</Mark>
        )
      }
    >
      <div class="body">
        <p class="small quiet">
          {t.factorWhat} {enrolled ? t.left(state.value.recoveryCodesLeft) : ''}
        </p>
        {codes === null ? null : (
          <Once
            words={t.codesOnce}
            secrets={codes}
            done={t.kept}
            onDone={() => {
              setCodes(null);
              // Only now: who had to enrol first goes on from here, and the codes would be gone from the screen.
              void askSession();
            }}
          />
        )}
        {enrolled || offered !== null || codes !== null || state.value === null ? null : (
          <div class="acts">
            <Act class="primary" why={busyWhy(doing)} onPress={() => void begin()}>
              {t.begin}
            </Act>
          </div>
        )}
        {offered === null ? null : <Enrol offered={offered} doing={doing} onCodes={show} />}
        {enrolled && codes === null ? <Enrolled doing={doing} onCodes={show} /> : null}
        <Said doing={doing} />
      </div>
    </Card>
  );
}

type StepProps = { readonly doing: Doing; readonly onCodes: (codes: readonly string[] | null) => void };

function Enrol({ offered, doing, onCodes }: StepProps & { readonly offered: Enrolment }) {
  const t = texts.value.people.security;
  const [code, setCode] = useState('');
  const { d, size } = qrPath(offered.uri);
  const submit = async (): Promise<void> => {
    const confirmed = await doing.give(() => put<RecoveryCodes>(path, { code: code.trim() }));
    if (confirmed !== null) onCodes(confirmed.value.recoveryCodes);
  };
  return (
    <Form label={t.factor} onSubmit={() => void submit()}>
      <p>{t.scan}</p>
      <svg class="qr" viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label={t.picture}>
        <path d={d} />
      </svg>
      <p class="small">
        {t.secret} <code>{offered.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Text label={t.code} autocomplete="one-time-code" value={code} onInput={setCode} required />
      <div class="acts">
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {t.confirm}
        </Act>
      </div>
    </Form>
  );
}

/** Both ask for the password again: an open screen alone must not do them. */
function Enrolled({ doing, onCodes }: StepProps) {
  const t = texts.value.people.security;
  const [asked, setAsked] = useState<'recovery-codes' | 'remove' | null>(null);
  const [password, setPassword] = useState('');
  const submit = async (): Promise<void> => {
    const done = await doing.give(() => post<RecoveryCodes | null>(`${path}/${asked ?? ''}`, { password }));
    setPassword('');
    if (done === null) return;
    setAsked(null);
    onCodes(done.value?.recoveryCodes ?? null);
  };
  return asked === null ? (
    <div class="acts">
      <Act onPress={() => setAsked('recovery-codes')}>{t.newCodes}</Act>
      <Act onPress={() => setAsked('remove')}>{t.remove}</Act>
    </div>
  ) : (
    <Form label={asked === 'remove' ? t.remove : t.newCodes} onSubmit={() => void submit()}>
      <Text
        label={t.yourPassword}
        type="password"
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        required
      />
      <div class="acts">
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {asked === 'remove' ? t.remove : t.newCodes}
        </Act>
        <Act onPress={() => setAsked(null)}>{texts.value.people.accounts.cancel}</Act>
      </div>
    </Form>
  );
}
