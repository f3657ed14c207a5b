import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Answer, Problem } from '../state/api.ts';
import { Act, Trouble } from './parts.tsx';

/** What a form shows of the command it gives: under way, refused, or what it came to. */
export type Doing = {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly said: string | null;
  /** Gives a command, once at a time. @returns what it came to; null when it was refused */
  readonly give: <T>(
    command: () => Promise<Answer<T>>,
    said?: string,
  ) => Promise<{ readonly value: T } | null>;
};

export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  return {
    busy,
    problem,
    said,
    async give(command, words) {
      if (busy) return null;
      setBusy(true);
      setProblem(null);
      setSaid(null);
      const answer = await command();
      setBusy(false);
      if (!answer.ok) {
        setProblem(answer.problem);
        return null;
      }
      setSaid(words ?? null);
      return { value: answer.value };
    },
  };
}

/** What came of it, in a place of its own height. */
export const Said = ({ doing }: { readonly doing: Doing }) => (
  <div class="said" aria-live="polite">
    {doing.problem === null ? doing.said : <Trouble problem={doing.problem} />}
  </div>
);

/** What cannot be taken back asks once more, in the same place. */
export function Twice({
  confirm,
  why = null,
  onPress,
  children,
}: {
  readonly confirm: string;
  /** Why it cannot be done now; null when it can. */
  readonly why?: string | null;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}) {
  const [asked, setAsked] = useState(false);
  return (
    <span onFocusOut={() => setAsked(false)}>
      <Act
        class={asked ? 'sure' : ''}
        why={why}
        onPress={() => {
          if (asked) onPress();
          setAsked(!asked);
        }}
      >
        {asked ? confirm : children}
      </Act>
    </span>
  );
}

/** A secret that is shown this once, until it is put away. */
export function Once({
  words,
  secrets,
  done,
  onDone,
}: {
  readonly words: string;
  readonly secrets: readonly string[];
  readonly done: string;
  readonly onDone: () => void;
}) {
  return (
    <div class="once" role="alert">
      <p>{words}</p>
      <ul class="secrets">
        {secrets.map((secret) => (
          <li key={secret}>
            <code>{secret}</code>
          </li>
        ))}
      </ul>
      <Act class="primary" onPress={onDone}>
        {done}
      </Act>
    </div>
  );
}

/** One of these words. */
export function Select<W extends string>({
  label,
  value,
  words,
  nameOf,
  onChoose,
}: {
  readonly label: string;
  readonly value: W;
  readonly words: readonly W[];
  readonly nameOf: (word: W) => string;
  readonly onChoose: (word: W) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value as W)}>
        {words.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Several of these words. */
export function Several<W extends string>({
  label,
  words,
  nameOf,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly words: readonly W[];
  readonly nameOf: (word: W) => string;
  readonly chosen: readonly W[];
  readonly onChoose: (chosen: readonly W[]) => void;
}) {
  return (
    <fieldset class="several">
      <legend>{label}</legend>
      {words.map((word) => (
        <label key={word} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(word)}
            onChange={(event) =>
              onChoose(event.currentTarget.checked ? [...chosen, word] : chosen.filter((one) => one !== word))
            }
          />
          {nameOf(word)}
        </label>
      ))}
    </fieldset>
  );
}

type TextProps = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'date';
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly required?: boolean;
};

/** One line to fill in. */
export const Text = ({
  label,
  value,
  onInput,
  type = 'text',
  autocomplete = 'off',
  hint,
  required,
}: TextProps) => (
  <label class="field">
    <span>{label}</span>
    <input
      type={type}
      autocomplete={autocomplete}
      spellcheck={false}
      required={required ?? false}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
    {hint === undefined ? null : <small class="quiet">{hint}</small>}
  </label>
);

/** A form whose Enter does what its button does. */
export const Form = ({
  label,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}) => (
  <form
    class="body form"
    aria-label={label}
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);

/** Why a button waits. */
export const busyWhy = (doing: Doing): string | null => (doing.busy ? texts.value.common.loading : null);
