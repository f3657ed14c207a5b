import { texts } from '../i18n/index.ts';
import { clockTime } from '../lib/format.ts';
import type { Content, FieldName, Typed } from '../lib/merge-draft.ts';
import { type Ticket, type UnitName, useTopics } from '../state/ticket.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { Act, Trouble } from './parts.tsx';

/** Districts that units work in: what is chosen from, and more can be typed. */
export const districtsOf = (units: readonly UnitName[]): readonly string[] =>
  [...new Set(units.flatMap(({ district }) => district ?? []))].toSorted();

/** The ticket as it is filled in. What is typed is kept as a draft; what others have filed meanwhile is merged, never overwritten. */
export function TicketForm({
  ticket,
  units,
}: {
  readonly ticket: Ticket;
  readonly units: readonly UnitName[];
}) {
  const t = texts.value.ticket;
  const { found, typing, problem, busy } = ticket;
  if (found === null) return null;
  const { typed, set } = typing;
  const value = { ...found.content, ...typed };
  const dirty = (Object.keys(typed) as FieldName[]).some((name) => typed[name] !== found.content[name]);
  return (
    <form
      class="ticket-form"
      aria-label={t.form.title}
      onSubmit={(event) => {
        event.preventDefault();
        void typing.file();
      }}
    >
      <Choices value={value} set={set} units={units} />
      <Line name="title" value={value.title} set={set} most={200} />
      <label class="field wide">
        <span>{t.field.text}</span>
        <textarea
          rows={5}
          maxLength={10_000}
          value={value.text}
          onInput={(event) => set({ text: event.currentTarget.value })}
        />
      </label>
      <Line name="place" value={value.place} set={set} most={200} />
      <Line name="callerName" value={value.callerName} set={set} most={64} />
      <label class="check wide">
        <input
          type="checkbox"
          checked={value.keepIdentity}
          onChange={(event) => set({ keepIdentity: event.currentTarget.checked })}
        />
        {t.field.keepIdentity}
      </label>
      <div class="form-foot wide">
        <Act submit class="primary" why={busy || !dirty ? t.form.nothing : null} onPress={() => undefined}>
          {t.form.save}
        </Act>
        {dirty ? <Act onPress={typing.drop}>{t.form.drop}</Act> : null}
        <span class="quiet small" aria-live="polite">
          <DraftWords ticket={ticket} dirty={dirty} />
        </span>
      </div>
      <div class="said wide">{problem === null ? null : <Trouble problem={problem} />}</div>
      {typing.clash === null ? null : (
        <MergeDialog clash={typing.clash} typed={typed} onSettle={typing.settle} onLeave={typing.leave} />
      )}
    </form>
  );
}

function DraftWords({ ticket, dirty }: { readonly ticket: Ticket; readonly dirty: boolean }) {
  const t = texts.value.ticket.form;
  const { keptAt, restoredAt } = ticket.typing;
  if (!dirty) return <>{(ticket.found?.version ?? 1) > 1 ? t.saved : ''}</>;
  if (keptAt !== null) return <>{`${t.draft} ${clockTime(keptAt)}`}</>;
  return <>{restoredAt === null ? '' : t.draftAt(clockTime(restoredAt))}</>;
}

type Set = (change: Typed) => void;

function Choices({
  value,
  set,
  units,
}: {
  readonly value: Content;
  readonly set: Set;
  readonly units: readonly UnitName[];
}) {
  const t = texts.value.ticket;
  const topics = useTopics();
  return (
    <>
      <label class="field">
        <span>{t.field.kind}</span>
        <select
          value={value.kind ?? ''}
          onChange={(event) => set({ kind: (event.currentTarget.value || null) as Content['kind'] })}
        >
          <option value="">{t.form.choose}</option>
          {Object.entries(t.kind).map(([kind, word]) => (
            <option key={kind} value={kind}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t.field.topic}</span>
        <select
          value={value.topic ?? ''}
          onChange={(event) => set({ topic: event.currentTarget.value || null })}
        >
          <option value="">{t.form.choose}</option>
          {topics.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t.field.district}</span>
        <input
          list="districts"
          maxLength={64}
          autocomplete="off"
          value={value.district ?? ''}
          onInput={(event) => set({ district: event.currentTarget.value.trim() || null })}
        />
        <datalist id="districts">
          {districtsOf(units).map((district) => (
            <option key={district} value={district} />
          ))}
        </datalist>
      </label>
    </>
  );
}

type LineProps = {
  readonly name: 'title' | 'place' | 'callerName';
  readonly value: string;
  readonly set: Set;
  readonly most: number;
};

const Line = ({ name, value, set, most }: LineProps) => (
  <label class={name === 'title' ? 'field wide' : 'field'}>
    <span>{texts.value.ticket.field[name]}</span>
    <input
      type="text"
      autocomplete="off"
      maxLength={most}
      value={value}
      onInput={(event) => set({ [name]: event.currentTarget.value })}
    />
  </label>
);
