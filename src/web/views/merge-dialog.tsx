import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { FieldName, Typed } from '../lib/merge-draft.ts';
import type { Clash } from '../state/ticket.ts';
import { Act } from './parts.tsx';

type Props = {
  readonly clash: Clash;
  readonly typed: Typed;
  readonly onSettle: (chosen: Typed) => void;
  readonly onLeave: () => void;
};

/** Two people have changed the same: both are shown side by side, field by field, and a person says which one stays. */
export function MergeDialog({ clash, typed, onSettle, onLeave }: Props) {
  const t = texts.value.ticket;
  const [chosen, setChosen] = useState<Readonly<Partial<Record<FieldName, 'there' | 'mine'>>>>({});
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (box.current?.open === false) box.current.showModal();
  }, []);
  const settle = (): void =>
    onSettle(
      Object.fromEntries(
        clash.fields.map((name) => [
          name,
          chosen[name] === 'there' ? clash.there.content[name] : typed[name],
        ]),
      ),
    );
  const all = clash.fields.every((name) => chosen[name] !== undefined);
  return (
    <dialog ref={box} class="merge" aria-label={t.merge.title} onCancel={onLeave}>
      <h2>{t.merge.title}</h2>
      <p class="quiet">{t.merge.explain}</p>
      {clash.fields.map((name) => (
        <fieldset key={name} class="merge-field">
          <legend>{t.field[name]}</legend>
          {(['there', 'mine'] as const).map((whose) => (
            <label key={whose} class="merge-side">
              <span>
                <input
                  type="radio"
                  name={`merge-${name}`}
                  checked={chosen[name] === whose}
                  onChange={() => setChosen({ ...chosen, [name]: whose })}
                />
                {whose === 'there' ? t.merge.theirs : t.merge.mine}
              </span>
              <span class="merge-text">
                {shown(name, whose === 'there' ? clash.there.content[name] : typed[name])}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <div class="form-foot">
        <Act class="primary" why={all ? null : t.merge.explain} onPress={settle}>
          {t.merge.submit}
        </Act>
        <Act onPress={onLeave}>{t.merge.cancel}</Act>
      </div>
    </dialog>
  );
}

function shown(name: FieldName, value: unknown): string {
  const t = texts.value.ticket;
  if (value === null || value === undefined || value === '') return t.merge.empty;
  if (name === 'kind') return t.kind[value as keyof typeof t.kind];
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  return typeof value === 'string' ? value : '';
}
