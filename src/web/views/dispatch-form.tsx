import { useState } from 'preact/hooks';
import { wayOf } from '../../tickets/topics.ts';
import type { Unit } from '../../units/model.ts';
import { texts } from '../i18n/index.ts';
import { wishedUnit } from '../state/dispatch-offer.ts';
import { type Give, type UnitName, unitName, useTopics } from '../state/ticket.ts';
import type { CaseView } from '../state/wire.ts';
import { Act } from './parts.tsx';

/** Another time limit than the usual, and who set it, as typed. */
type Limit = { readonly days: string; readonly source: string };

/** Whom it goes to: suggested by topic and place (Art. 11-2); several units with one that leads (Art. 17). */
export function DispatchForm({
  found,
  content,
  units,
  give,
}: {
  readonly found: CaseView;
  /** As it is on the screen, filed or not. */
  readonly content: CaseView['content'];
  readonly units: readonly UnitName[];
  readonly give: Give;
}) {
  const all = texts.value.ticket;
  const t = all.act;
  const { topic, district } = content;
  const topics = useTopics();
  const way = wayOf(
    topics.find(({ name }) => name === topic),
    district,
    units as readonly Unit[],
  );
  const [unit, setUnit] = useState(wishedUnit(found.no) ?? '');
  const [assisting, setAssisting] = useState<readonly string[]>([]);
  const [limit, setLimit] = useState<Limit>({ days: '', source: '' });
  const chosen = unit !== '' ? unit : way.to === 'unit' ? way.unit : '';
  const others = assisting.filter((one) => one !== chosen);
  const office =
    way.to === 'office' ? (way.district === null ? t.managementOffice : t.districtOffice(way.district)) : '';
  const submit = (): void => {
    const to = [
      { unit: chosen, role: others.length === 0 ? 'sole' : 'lead' },
      ...others.map((one) => ({ unit: one, role: 'assisting' })),
    ];
    const days = Number(limit.days);
    const source = limit.source.trim();
    give({ type: 'dispatch', to, otherLimits: days >= 1 && source !== '' ? [{ days, source }] : [] });
  };
  return (
    <form
      class="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== '') submit();
      }}
    >
      <p class="note wide">
        {way.to === 'unit' ? t.suggested(unitName(units, way.unit)) : t.suggestedOffice(office)}
      </p>
      <UnitSelect
        label={others.length === 0 ? t.unit : t.lead}
        units={units}
        value={chosen}
        onChoose={setUnit}
      />
      <AssistingSelect units={units} assisting={assisting} onChoose={setAssisting} />
      <OtherLimit limit={limit} onChange={setLimit} />
      <div class="form-foot wide">
        <Act submit class="primary" why={chosen === '' ? t.unit : null} onPress={() => undefined}>
          {t.dispatch}
        </Act>
        {way.to === 'office' && found.actions.includes('handToOffice') ? (
          <Act
            onPress={() => give({ type: 'handToOffice', district: way.district })}
          >{`${t.handToOffice}：${office}`}</Act>
        ) : null}
      </div>
    </form>
  );
}

const UnitSelect = ({
  label,
  units,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly units: readonly UnitName[];
  readonly value: string;
  readonly onChoose: (unit: string) => void;
}) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      <option value="">{texts.value.ticket.form.choose}</option>
      {units.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

const AssistingSelect = ({
  units,
  assisting,
  onChoose,
}: {
  readonly units: readonly UnitName[];
  readonly assisting: readonly string[];
  readonly onChoose: (assisting: readonly string[]) => void;
}) => (
  <label class="field">
    <span>{texts.value.ticket.act.assisting}</span>
    <select
      multiple
      size={4}
      onChange={(event) => onChoose([...event.currentTarget.selectedOptions].map(({ value }) => value))}
    >
      {units.map(({ id, shortName }) => (
        <option key={id} value={id} selected={assisting.includes(id)}>
          {shortName}
        </option>
      ))}
    </select>
  </label>
);

function OtherLimit({
  limit,
  onChange,
}: {
  readonly limit: Limit;
  readonly onChange: (limit: Limit) => void;
}) {
  const t = texts.value.ticket.act;
  return (
    <>
      <label class="field">
        <span>{t.otherDays}</span>
        <input
          type="number"
          min={1}
          max={1000}
          value={limit.days}
          onInput={(event) => onChange({ ...limit, days: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{t.otherSource}</span>
        <input
          type="text"
          maxLength={200}
          value={limit.source}
          onInput={(event) => onChange({ ...limit, source: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
