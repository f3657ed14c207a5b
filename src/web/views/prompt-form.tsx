import { signal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { postBytes, postSlow, withQuery } from '../state/api.ts';
import type { PromptVersionRow } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act } from './parts.tsx';

type Typed = { readonly name: string; readonly text: string; readonly note: string };
const nothing: Typed = { name: '', text: '', note: '' };
/** What was typed for each prompt, and for a new one: it outlives a look at another page. */
const typed = signal<ReadonlyMap<string, Typed>>(new Map());

type PromptFormProps = {
  readonly name: string | null;
  /** Empty: the usual one. */
  readonly language: string;
  readonly onMade: (name: string) => void;
};

/** Makes a version: a text is spoken, or a recording uploaded. @param name null: of a prompt that is not there yet */
export function PromptForm({ name, language, onMade }: PromptFormProps) {
  const t = texts.value.prompts;
  const doing = useDoing();
  const [share, setShare] = useState<number | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const key = `${language} ${name ?? ''}`;
  const form = typed.value.get(key) ?? nothing;
  const set = (change: Partial<Typed>): void => {
    typed.value = new Map([...typed.value, [key, { ...(typed.peek().get(key) ?? nothing), ...change }]]);
  };
  const called = name ?? form.name.trim();
  const path = `/prompts/${encodeURIComponent(called)}`;
  const done = (made: { readonly value: PromptVersionRow } | null): void => {
    if (made === null) return;
    set(nothing);
    onMade(called);
  };
  const speak = async (): Promise<void> => {
    const { text, note } = form;
    const body = { text, note, ...(language === '' ? {} : { language }) };
    done(await doing.give(() => postSlow<PromptVersionRow>(`${path}/speak`, body)));
  };
  const upload = async (files: FileList | null): Promise<void> => {
    const chosen = files?.[0];
    if (chosen === undefined) return;
    setShare(0);
    const where = withQuery(`${path}/upload`, { text: form.text, note: form.note, language });
    done(await doing.give(() => postBytes<PromptVersionRow>(where, chosen, setShare)));
    setShare(null);
    // The same file may be chosen again.
    if (file.current !== null) file.current.value = '';
  };
  const why = busyWhy(doing);
  return (
    <div class="body prompt-form">
      <Form label={name === null ? t.makeNew : t.make} onSubmit={() => void speak()}>
        {name === null ? (
          <Text label={t.newName} value={form.name} onInput={(value) => set({ name: value })} required />
        ) : null}
        <label class="field">
          <span>{t.words}</span>
          <textarea
            maxLength={500}
            value={form.text}
            onInput={(event) => set({ text: event.currentTarget.value })}
          />
        </label>
        <Text label={t.note} value={form.note} onInput={(value) => set({ note: value })} />
        <div class="acts">
          <Act submit class="primary" why={why} onPress={() => undefined}>
            {t.speak}
          </Act>
          <Act
            why={called === '' ? t.newName : why}
            title={t.uploadHint}
            onPress={() => file.current?.click()}
          >
            {t.upload}
          </Act>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={t.upload}
            accept=".wav,.flac,.ogg,audio/wav,audio/flac,audio/ogg"
            onChange={(event) => void upload(event.currentTarget.files)}
          />
        </div>
        <p class="small quiet">{t.uploadHint}</p>
        {/* Its place is kept: nothing jumps when an upload begins. */}
        <progress class={share === null ? 'off' : ''} max={1} value={share ?? 0} aria-label={t.uploading} />
        <Said doing={doing} />
      </Form>
    </div>
  );
}
