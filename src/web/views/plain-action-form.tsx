import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { type Give, openPart, type UnitName } from '../state/ticket.ts';
import type { CaseView } from '../state/wire.ts';
import { Act } from './parts.tsx';
import type { Offered } from './ticket-actions.tsx';
import { districtsOf } from './ticket-form.tsx';

const words = () => texts.value.ticket.act;

/** Actions that need a choice or some words at most. */
export function PlainForm({
  name,
  found,
  units,
  give,
}: {
  readonly name: Exclude<Offered, 'dispatch' | 'followUp'>;
  readonly found: CaseView;
  readonly units: readonly UnitName[];
  readonly give: Give;
}) {
  const all = texts.value.ticket;
  const t = all.act;
  const [text, setText] = useState('');
  const [days, setDays] = useState('5');
  const [choice, setChoice] = useState('');
  const action = actionOf(name, found, { text, days: Number(days), choice });
  const select = choicesOf(name, units);
  return (
    <form
      class="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (action !== null) give(action);
      }}
    >
      {select === null ? null : (
        <label class="field">
          <span>{t[name]}</span>
          <select value={choice} onChange={(event) => setChoice(event.currentTarget.value)}>
            <option value="">{all.form.choose}</option>
            {select.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </label>
      )}
      {name === 'askExtension' ? (
        <label class="field">
          <span>{t.days}</span>
          <input
            type="number"
            min={1}
            max={365}
            value={days}
            onInput={(event) => setDays(event.currentTarget.value)}
          />
        </label>
      ) : null}
      <Words name={name} text={text} onInput={setText} />
      <div class="form-foot wide">
        <Act
          submit
          class="primary"
          why={action === null ? all.problems.H12_TICKET_INCOMPLETE : null}
          onPress={() => undefined}
        >
          {t.submit}
        </Act>
      </div>
    </form>
  );
}

/** What is written with the action, if anything is. */
function Words({
  name,
  text,
  onInput,
}: {
  readonly name: Offered;
  readonly text: string;
  readonly onInput: (text: string) => void;
}) {
  const label = labelOf(name);
  if (label === null) return null;
  if (name === 'merge')
    return (
      <label class="field wide">
        <span>{label}</span>
        <input type="text" value={text} onInput={(event) => onInput(event.currentTarget.value.trim())} />
      </label>
    );
  return (
    <label class="field wide">
      <span>{label}</span>
      <textarea
        rows={3}
        maxLength={10_000}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}

/** What is written with an action; null: nothing. */
function labelOf(name: Offered): string | null {
  const t = words();
  switch (name) {
    case 'acknowledge':
    case 'contact':
    case 'archive':
    case 'refuseScope':
    case 'handToOffice':
    case 'setLevel':
      return null;
    case 'resolve':
      return t.answer;
    case 'merge':
      return t.mergeInto;
    case 'decideReport':
    case 'decideExtension':
    case 'return':
    case 'redo':
    case 'askExtension':
      return t.reason;
    default:
      return t.words;
  }
}

function choicesOf(name: Offered, units: readonly UnitName[]): readonly (readonly [string, string])[] | null {
  const all = texts.value.ticket;
  const t = all.act;
  switch (name) {
    case 'refuseScope':
      return Object.entries(all.scope);
    case 'handToOffice':
      return [
        ['city', t.managementOffice],
        ...districtsOf(units).map((district) => [district, t.districtOffice(district)] as const),
      ];
    case 'setLevel':
      return Object.entries(all.level);
    case 'decideReport':
      return [
        ['yes', t.accept],
        ['no', t.decline],
      ];
    case 'decideExtension':
      return [
        ['yes', t.grant],
        ['no', t.refuse],
      ];
    default:
      return null;
  }
}

type Filled = { readonly text: string; readonly days: number; readonly choice: string };

/** The action as it is sent; null while something is missing. */
function actionOf(
  name: Exclude<Offered, 'dispatch' | 'followUp'>,
  found: CaseView,
  { text, days, choice }: Filled,
): Readonly<Record<string, unknown>> | null {
  const said = text.trim();
  const part = openPart(found)?.id ?? 0;
  const yes = choice === 'yes';
  switch (name) {
    case 'acknowledge':
    case 'contact':
      return { type: name, part };
    case 'archive':
      return { type: name };
    case 'refuseScope':
      return choice === '' ? null : { type: name, reason: choice };
    case 'setLevel':
      return choice === '' ? null : { type: name, level: choice };
    case 'handToOffice':
      return choice === '' ? null : { type: name, district: choice === 'city' ? null : choice };
    case 'resolve':
      return said === '' ? null : { type: name, answer: said };
    case 'merge':
      return said === '' ? null : { type: name, into: said };
    case 'decideReport':
      return choice === '' || (!yes && said === '')
        ? null
        : { type: name, part, accepted: yes, reason: said };
    case 'decideExtension':
      return choice === '' ? null : { type: name, part: asked(found), granted: yes, why: said };
    case 'return':
      return said === '' ? null : { type: name, part, reason: said };
    case 'redo':
      return said === '' ? null : { type: name, reason: said };
    case 'askExtension':
      return said === '' || !(days >= 1) ? null : { type: name, part, days, reason: said };
    case 'reply':
    case 'urge':
      return said === '' ? null : { type: name, part, text: said };
    case 'instruct':
    case 'inspect':
      return said === '' ? null : { type: name, text: said };
  }
}

const asked = ({ parts }: CaseView): number =>
  parts.find(({ extension }) => extension?.decided === null)?.id ?? 0;
