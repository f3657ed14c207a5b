import { useState } from 'preact/hooks';
import { type DeskPhoneKind, deskPhoneKinds } from '../../phones/model.ts';
import { texts } from '../i18n/index.ts';
import { Act, Card } from './parts.tsx';

export type SeatFormValue = {
  readonly seat: string;
  readonly isNew: boolean;
  readonly queues: readonly string[];
  readonly desk: DeskPhoneKind | null;
  readonly browser: boolean;
};

type Props = {
  readonly value: SeatFormValue;
  readonly onSave: (value: SeatFormValue) => void;
  readonly onCancel: () => void;
};

/** A seat's set-up; what was typed stays until it is saved or left. */
export function SeatForm({ value, onSave, onCancel }: Props) {
  const t = texts.value;
  const words = t.phones.admin;
  const [seat, setSeat] = useState(value.seat);
  const [queues, setQueues] = useState(value.queues.join(', '));
  const [desk, setDesk] = useState<DeskPhoneKind | null>(value.desk);
  const [browser, setBrowser] = useState(value.browser);
  const list = queues.split(/[\s,，、]+/).filter((queue) => queue !== '');
  return (
    <Card title={value.isNew ? words.add : words.changing(value.seat)}>
      <form
        class="body seat-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ seat: seat.trim(), isNew: value.isNew, queues: list, desk, browser });
        }}
      >
        {value.isNew ? (
          <label class="field">
            <span>{words.seat}</span>
            <input
              value={seat}
              required
              pattern="[0-9]{2,8}"
              inputMode="numeric"
              title={words.seatHint}
              onInput={(event) => setSeat(event.currentTarget.value)}
            />
          </label>
        ) : null}
        <label class="field">
          <span>{words.queues}</span>
          <input
            value={queues}
            required
            title={words.queuesHint}
            onInput={(event) => setQueues(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{words.desk}</span>
          <select
            value={desk ?? 'none'}
            onChange={(event) =>
              setDesk(deskPhoneKinds.find((kind) => kind === event.currentTarget.value) ?? null)
            }
          >
            {(['none', ...deskPhoneKinds] as const).map((kind) => (
              <option key={kind} value={kind}>
                {words.kind[kind]}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={browser}
            onChange={(event) => setBrowser(event.currentTarget.checked)}
          />
          {words.browser}
        </label>
        <div class="row">
          <Act class="primary" submit onPress={() => undefined}>
            {words.save}
          </Act>
          <Act onPress={onCancel}>{words.cancel}</Act>
        </div>
      </form>
    </Card>
  );
}
