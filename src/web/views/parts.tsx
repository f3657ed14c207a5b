import type { ComponentChildren } from 'preact';
import { language, texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import type { Tone } from '../lib/seat-words.ts';
import { late, network, type Problem } from '../state/api.ts';

type ActProps = {
  readonly onPress: () => void;
  /** Why it cannot be done now, shown on hover; null when it can. The button keeps its place and its focus either way. */
  readonly why?: string | null;
  /** What it does, shown on hover while it can be done. */
  readonly title?: string;
  readonly shortcut?: string;
  readonly class?: string;
  readonly pressed?: boolean;
  readonly submit?: boolean;
  readonly children: ComponentChildren;
};

/** A button that is dimmed, not removed, while it cannot be used. */
export function Act({
  onPress,
  why = null,
  title,
  shortcut,
  class: more = '',
  pressed,
  submit,
  children,
}: ActProps) {
  return (
    <button
      type={submit === true ? 'submit' : 'button'}
      class={`button ${more}`}
      aria-disabled={why !== null}
      {...(why === null && title === undefined ? {} : { title: why ?? title })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
      onClick={(event) => {
        if (why === null && submit === true) return;
        event.preventDefault();
        if (why === null) onPress();
      }}
    >
      {children}
      {shortcut === undefined ? null : <span class="key">{shortcut}</span>}
    </button>
  );
}

export const Mark = ({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) => (
  <span class={`mark ${tone}`}>{children}</span>
);

/** A problem in words that say what to do: by its stable code, else as the server said it; and when to try again. */
export function problemText(t: Texts, problem: Problem): string {
  const { retryInS } = problem;
  return retryInS === null ? wordsOf(t, problem) : `${wordsOf(t, problem)} ${t.problem.retryIn(retryInS)}`;
}

function wordsOf(t: Texts, { code, detail }: Problem): string {
  if (code === network) return t.problem.network;
  if (code === late) return t.problem.late;
  const known = t.problem.byCode[code];
  if (known !== undefined) return known;
  return detail !== '' && language.value === 'en' ? `${detail} (${code})` : t.problem.unknown(code);
}

/** A problem, shown where it arose. */
export function Trouble({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const t = texts.value;
  return (
    <div class="problem" role="alert">
      {problemText(t, problem)}{' '}
      {onRetry === undefined ? null : (
        <button type="button" class="link" onClick={onRetry}>
          {t.common.retry}
        </button>
      )}
    </div>
  );
}

type CardProps = {
  readonly title: string;
  readonly end?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
};

export function Card({ title, end, class: more = '', children }: CardProps) {
  return (
    <section class={`card ${more}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {end === undefined ? null : <div class="end">{end}</div>}
      </header>
      {children}
    </section>
  );
}
