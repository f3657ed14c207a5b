import { useEffect, useState } from 'preact/hooks';
import { orders, skillLevels, tiers } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { queueWord } from '../lib/seat-words.ts';
import { put } from '../state/api.ts';
import type { AgentRow, Assignment } from '../state/wire.ts';
import { busyWhy, Form, Said, useDoing } from './forms.tsx';
import { Act } from './parts.tsx';

type Props = {
  readonly row: AgentRow;
  /** Skills that somebody asks for, and queues there are. */
  readonly skills: readonly string[];
  readonly queues: readonly string[];
  readonly onSaved: () => void;
};

/** One agent's skills and queues. What is changed stays until it is saved or undone. */
export function AssignmentForm({ row, skills: known, queues, onSaved }: Props) {
  const w = texts.value.lead.agents;
  const stored: Assignment = { skills: row.skills, places: row.places };
  const [wanted, setWanted] = useState<Assignment>(stored);
  const doing = useDoing();
  const changed = JSON.stringify(wanted) !== JSON.stringify(stored);
  useAskBeforeLeaving(changed);
  const save = async (): Promise<void> => {
    const path = `/agents/${encodeURIComponent(row.agent)}/assignment`;
    const done = await doing.give(() => put<Assignment>(path, wanted), w.saved);
    if (done === null) return;
    setWanted(done.value);
    onSaved();
  };
  return (
    <Form label={w.edit(row.name)} onSubmit={() => void save()}>
      <Skills skills={wanted.skills} known={known} onChange={(skills) => setWanted({ ...wanted, skills })} />
      <Places
        places={wanted.places}
        queues={queues}
        onChange={(places) => setWanted({ ...wanted, places })}
      />
      <div class="acts">
        <Act
          class="primary"
          submit
          why={changed ? busyWhy(doing) : texts.value.lead.thereAlready}
          onPress={() => undefined}
        >
          {w.save}
        </Act>
        <Act why={changed ? null : texts.value.lead.thereAlready} onPress={() => setWanted(stored)}>
          {w.undo}
        </Act>
      </div>
      <Said doing={doing} />
    </Form>
  );
}

function useAskBeforeLeaving(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [changed]);
}

type SkillsProps = {
  readonly skills: Assignment['skills'];
  /** Those that the plan asks for. */
  readonly known: readonly string[];
  readonly onChange: (skills: Assignment['skills']) => void;
};
type SkillName = Assignment['skills'][number]['skill'];

function Skills({ skills, known, onChange }: SkillsProps) {
  const w = texts.value.lead.agents;
  const [typed, setTyped] = useState('');
  const names = [...new Set([...known, ...skills.map(({ skill }) => skill)])].toSorted() as SkillName[];
  const set = (skill: SkillName, level: number): void => {
    const others = skills.filter((one) => one.skill !== skill);
    onChange(
      level === 0 ? others : [...others, { skill, level }].toSorted((a, b) => (a.skill < b.skill ? -1 : 1)),
    );
  };
  const name = typed.trim();
  const usable = /^[a-z][a-z0-9-]{0,31}$/.test(name) && !names.includes(name as SkillName);
  return (
    <fieldset class="grid-lines">
      <legend>{texts.value.lead.skills}</legend>
      {names.map((skill) => (
        <div key={skill} class="line">
          <span>{skill}</span>
          <Level
            label={`${skill} ${w.level}`}
            value={skills.find((one) => one.skill === skill)?.level ?? 0}
            onChange={(level) => set(skill, level)}
          />
        </div>
      ))}
      <div class="line">
        <input
          aria-label={w.addSkill}
          placeholder={w.addHint}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Act
          why={usable ? null : w.addHint}
          onPress={() => {
            set(name as SkillName, skillLevels.min);
            setTyped('');
          }}
        >
          {w.add}
        </Act>
      </div>
    </fieldset>
  );
}

type LevelProps = {
  readonly label: string;
  readonly value: number;
  readonly onChange: (level: number) => void;
};
const Level = ({ label, value, onChange }: LevelProps) => (
  <select
    aria-label={label}
    value={String(value)}
    onChange={(event) => onChange(Number(event.currentTarget.value))}
  >
    <option value="0">{texts.value.lead.agents.no}</option>
    {Array.from({ length: skillLevels.max }, (_, n) => (
      <option key={n} value={String(n + 1)}>
        {n + 1}
      </option>
    ))}
  </select>
);

type PlacesProps = {
  readonly places: Assignment['places'];
  readonly queues: readonly string[];
  readonly onChange: (places: Assignment['places']) => void;
};
type Place = NonNullable<Assignment['places']>[number];

function Places({ places, queues, onChange }: PlacesProps) {
  const t = texts.value;
  const w = t.lead.agents;
  const own = places ?? [];
  const names = [...new Set([...queues, ...own.map(({ queue }) => queue)])] as Place['queue'][];
  const change = (queue: Place['queue'], part: Partial<Place>): void =>
    onChange(own.map((one) => (one.queue === queue ? { ...one, ...part } : one)));
  const take = (queue: Place['queue'], on: boolean): void =>
    onChange(
      on ? [...own, { queue, tier: tiers.min, order: orders.min }] : own.filter((one) => one.queue !== queue),
    );
  return (
    <fieldset class="grid-lines">
      <legend>{t.lead.queues}</legend>
      <label class="check">
        <input type="radio" name="places" checked={places === null} onChange={() => onChange(null)} />
        {w.follow}
      </label>
      <label class="check">
        <input type="radio" name="places" checked={places !== null} onChange={() => onChange(own)} />
        {w.own}
      </label>
      {places === null
        ? null
        : names.map((queue) => (
            <QueuePlace
              key={queue}
              queue={queue}
              place={own.find((one) => one.queue === queue) ?? null}
              onTake={(on) => take(queue, on)}
              onChange={(part) => change(queue, part)}
            />
          ))}
    </fieldset>
  );
}

type QueuePlaceProps = {
  readonly queue: Place['queue'];
  readonly place: Place | null;
  readonly onTake: (on: boolean) => void;
  readonly onChange: (part: Partial<Place>) => void;
};

function QueuePlace({ queue, place, onTake, onChange }: QueuePlaceProps) {
  const t = texts.value;
  const w = t.lead.agents;
  const word = queueWord(t, queue);
  const number = (
    label: string,
    value: number,
    limits: { min: number; max: number },
    to: (n: number) => void,
  ) => (
    <label class="small">
      {label}{' '}
      <input
        type="number"
        aria-label={`${word} ${label}`}
        min={limits.min}
        max={limits.max}
        value={value}
        onInput={(event) => {
          const n = event.currentTarget.valueAsNumber;
          if (Number.isInteger(n) && n >= limits.min && n <= limits.max) to(n);
        }}
      />
    </label>
  );
  return (
    <div class="line">
      <label class="check">
        <input
          type="checkbox"
          checked={place !== null}
          onChange={(event) => onTake(event.currentTarget.checked)}
        />
        {word}
      </label>
      {place === null ? null : (
        <span class="acts" title={w.tierHint}>
          {number(w.tier, place.tier, tiers, (tier) => onChange({ tier }))}
          {number(w.order, place.order, orders, (order) => onChange({ order }))}
        </span>
      )}
    </div>
  );
}
