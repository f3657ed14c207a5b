import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Problem } from '../state/api.ts';
import { session, signIn } from '../state/session.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { Act, problemText } from './parts.tsx';

const nameKey = 'h12.username';

/** The door. The name typed is remembered in this tab; the password nowhere. */
export function SignIn() {
  const t = texts.value;
  const [username, setUsername] = useState(sessionStorage.getItem(nameKey) ?? '');
  const [busy, setBusy] = useState(false);
  const state = session.value;
  const [problem, setProblem] = useState<Problem | 'empty' | null>(
    state.state === 'none' ? state.problem : null,
  );
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const [withCode, setWithCode] = useState(false);
  useLayoutEffect(() => (name.current?.value === '' ? name : password).current?.focus(), []);
  const submit = async (): Promise<void> => {
    const word = password.current?.value ?? '';
    if (username.trim() === '' || word === '') {
      setProblem('empty');
      return;
    }
    setBusy(true);
    const found = await signIn(username.trim(), word, code.current?.value.trim() ?? '');
    setProblem(found);
    setBusy(false);
    // The password was right: it stays where it is, and the code is asked for.
    const asksCode = found?.code === 'H12_CODE_NEEDED' || found?.code === 'H12_WRONG_CODE';
    if (asksCode) setWithCode(true);
    else if (password.current !== null) {
      password.current.value = '';
      password.current.focus();
    }
  };
  return (
    <main class="sign-in">
      <div class="top">
        <LanguageSwitch />
      </div>
      <form
        class="card"
        aria-label={t.signIn.title}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <Head />
        {state.state === 'none' && state.over ? <p class="note">{t.signIn.over}</p> : null}
        <label class="field">
          <span>{t.signIn.username}</span>
          <input
            ref={name}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            value={username}
            onInput={(event) => {
              setUsername(event.currentTarget.value);
              sessionStorage.setItem(nameKey, event.currentTarget.value);
            }}
          />
        </label>
        <label class="field">
          <span>{t.signIn.password}</span>
          <input ref={password} name="password" type="password" autocomplete="current-password" />
        </label>
        {withCode ? <CodeField field={code} /> : null}
        {problem === null ? null : (
          <p class="problem" role="alert">
            {problem === 'empty' ? t.signIn.empty : problemText(t, problem)}
          </p>
        )}
        <Act submit class="primary" why={busy ? t.signIn.busy : null} onPress={() => undefined}>
          {busy ? t.signIn.busy : t.signIn.submit}
        </Act>
        <p class="small quiet">{t.signIn.forgotten}</p>
      </form>
    </main>
  );
}

/** Asked for once the password was right. */
function CodeField({ field }: { readonly field: RefObject<HTMLInputElement> }) {
  const t = texts.value.people.signInCode;
  useLayoutEffect(() => field.current?.focus(), [field]);
  return (
    <label class="field">
      <span>{t.label}</span>
      <input ref={field} name="code" autocomplete="one-time-code" spellcheck={false} />
      <small class="quiet">{t.hint}</small>
    </label>
  );
}

const Head = () => (
  <h1 class="head">
    <b>12345</b>
    <span>{texts.value.product.long}</span>
  </h1>
);
