import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { put, remove } from '../state/api.ts';
import { nameOf } from '../state/desk.ts';
import type { RecordingDetail, UnitRow } from '../state/wire.ts';
import { Said, Twice, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

/** To which units the recording was given, and the way to give it to one that has a part of the ticket, or to take it back. */
export function Releases({
  recording,
  again,
}: {
  readonly recording: RecordingDetail;
  readonly again: () => void;
}) {
  const t = texts.value.recordings.releases;
  const units = useFetch<readonly UnitRow[]>('/units').value ?? [];
  const [unit, setUnit] = useState('');
  const [why, setWhy] = useState('');
  const doing = useDoing();
  const nameOfUnit = (id: string): string => units.find((one) => one.id === id)?.shortName ?? id;
  const pathOf = (id: string): string => `/recordings/${encodeURIComponent(recording.id)}/releases/${id}`;
  const given = new Set(recording.releases.map((one) => one.unit));
  const open = recording.assigned.filter((id) => !given.has(id));
  const give = async (): Promise<void> => {
    if (unit === '' || why.trim().length < 2) return;
    const done = await doing.give(() => put(pathOf(unit), { why: why.trim() }));
    if (done === null) return;
    setUnit('');
    setWhy('');
    again();
  };
  const take = async (id: string): Promise<void> => {
    if ((await doing.give(() => remove(pathOf(id)))) !== null) again();
  };
  return (
    <Card title={t.title}>
      <div class="body">
        {recording.releases.length === 0 ? <p class="quiet">{t.none}</p> : null}
        <ul class="marks">
          {recording.releases.map((one) => (
            <li key={one.unit}>
              <span class="grow">
                {nameOfUnit(one.unit)}
                <span class="quiet small"> {one.why}</span>
              </span>
              <span class="quiet small">{nameOf(one.by) ?? one.by}</span>
              <Twice confirm={t.sure} onPress={() => void take(one.unit)}>
                {t.take}
              </Twice>
            </li>
          ))}
        </ul>
        <form
          class="player-why"
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          <label class="field">
            <span>{t.unit}</span>
            <select value={unit} onChange={(event) => setUnit(event.currentTarget.value)}>
              <option value="">{t.choose}</option>
              {open.map((id) => (
                <option key={id} value={id}>
                  {nameOfUnit(id)}
                </option>
              ))}
            </select>
          </label>
          <label class="field grow">
            <span>{t.why}</span>
            <input value={why} maxLength={200} onInput={(event) => setWhy(event.currentTarget.value)} />
          </label>
          <Act submit why={open.length === 0 ? t.none : null} onPress={() => undefined}>
            {t.give}
          </Act>
        </form>
        <Said doing={doing} />
      </div>
    </Card>
  );
}
