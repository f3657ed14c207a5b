import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { day, dayTime, phoneNumber } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { usePages } from '../lib/use-pages.ts';
import { post, remove, withQuery } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { linkToTicket, query, setQuery } from '../state/router.ts';
import { type UnitName, unitName, useTopics, useUnits } from '../state/ticket.ts';
import type { FoundRow } from '../state/wire.ts';
import { useDoing } from './forms.tsx';
import { Choose, Filters, ListBody, Typed } from './list-parts.tsx';
import { Act, Trouble } from './parts.tsx';
import { districtsOf } from './ticket-form.tsx';
import { lastDay, StageMark, UnreadMark } from './ticket-parts.tsx';

/** What a list of tickets can be narrowed by: what stands in the address, in saved views and in exports alike. */
const names = [
  'text',
  'no',
  'stage',
  'kind',
  'topic',
  'unit',
  'district',
  'callerNumber',
  'callerName',
  'since',
  'until',
  'dueUntil',
  'figure',
  'unread',
] as const;

/** Tickets by words inside sentences, by number, caller, unit, kind, state and due date. */
export function FindPage() {
  const t = texts.value.ticket;
  const units = useUnits();
  const filter = Object.fromEntries(names.map((name) => [name, query.value[name] ?? '']));
  const pages = usePages<FoundRow>('/tickets/found', filter);
  const figure = filter['figure'] as keyof typeof t.figures | '';
  return (
    <section class="card wide" aria-label={t.find.title}>
      <header>
        <h1>{t.find.title}</h1>
        {figure === '' ? null : <span class="quiet">{t.find.behind(t.figures[figure])}</span>}
        <div class="end">
          <Views filter={filter} />
          {may('ticket.export') ? (
            <a href={`/api/v1${withQuery('/tickets/found.xlsx', filter)}`} download>
              {t.find.xlsx}
            </a>
          ) : null}
        </div>
      </header>
      <FindFilters units={units} again={pages.again} />
      <ListBody pages={pages} none={t.find.none}>
        <FoundTable rows={pages.value?.items ?? []} units={units} />
      </ListBody>
    </section>
  );
}

function FindFilters({ units, again }: { readonly units: readonly UnitName[]; readonly again: () => void }) {
  const t = texts.value.ticket;
  const topics = useTopics();
  return (
    <Filters names={names} again={again}>
      <Typed name="text" label={t.find.text} width={24} />
      <Typed name="no" label={t.due.no} width={16} />
      <Choose name="stage" label={t.page.state} options={Object.entries(t.stage)} />
      <Choose name="kind" label={t.field.kind} options={Object.entries(t.kind)} />
      <Choose name="topic" label={t.field.topic} options={topics.map(({ name }) => [name, name])} />
      <Choose name="unit" label={t.due.unit} options={units.map(({ id, shortName }) => [id, shortName])} />
      <Choose
        name="district"
        label={t.field.district}
        options={districtsOf(units).map((district) => [district, district])}
      />
      {may('ticket.open') ? (
        <>
          <Typed name="callerNumber" label={t.find.number} width={14} />
          <Typed name="callerName" label={t.find.name} width={8} />
        </>
      ) : null}
      <Choose name="unread" label={t.due.instructions} options={[['true', t.due.unreadOnly]]} />
      <Typed name="since" label={t.find.since} type="date" />
      <Typed name="until" label={t.find.until} type="date" />
      <Typed name="dueUntil" label={t.find.dueUntil} type="date" />
    </Filters>
  );
}

type View = { readonly name: string; readonly query: Readonly<Record<string, string>> };

/** Filters under a name, each person's own. */
function Views({ filter }: { readonly filter: Readonly<Record<string, string>> }) {
  const t = texts.value.ticket.find;
  const { value, again } = useFetch<readonly View[]>('/ticket-views');
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const doing = useDoing();
  const some = Object.fromEntries(Object.entries(filter).filter(([, text]) => text !== ''));
  const choose = (wanted: string): void => {
    setChosen(wanted);
    const found = value?.find((view) => view.name === wanted);
    if (found !== undefined)
      setQuery({ ...Object.fromEntries(names.map((one) => [one, ''])), ...found.query });
  };
  const save = async (): Promise<void> => {
    const saved = await doing.give(() => post('/ticket-views', { name: name.trim(), query: some }));
    if (saved === null) return;
    setChosen(name.trim());
    setName('');
    again();
  };
  const drop = async (): Promise<void> => {
    await doing.give(() => remove(`/ticket-views/${encodeURIComponent(chosen)}`));
    setChosen('');
    again();
  };
  return (
    <span class="views">
      <select aria-label={t.view} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t.view}</option>
        {(value ?? []).map((view) => (
          <option key={view.name} value={view.name}>
            {view.name}
          </option>
        ))}
      </select>
      {chosen === '' ? null : <Act onPress={() => void drop()}>{t.removeView}</Act>}
      <input
        aria-label={t.viewName}
        placeholder={t.viewName}
        size={8}
        maxLength={60}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Act
        why={name.trim() === '' || Object.keys(some).length === 0 ? t.viewName : null}
        onPress={() => void save()}
      >
        {t.saveView}
      </Act>
      {doing.problem === null ? null : <Trouble problem={doing.problem} />}
    </span>
  );
}

function FoundTable({
  rows,
  units,
}: {
  readonly rows: readonly FoundRow[];
  readonly units: readonly UnitName[];
}) {
  const t = texts.value.ticket;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.due.no}</th>
          <th>{t.page.opened}</th>
          <th>{t.field.title}</th>
          <th>{t.field.topic}</th>
          <th>{t.field.district}</th>
          <th>{t.page.state}</th>
          <th>{t.due.unit}</th>
          <th>{t.due.dueAt}</th>
          <th>{t.due.caller}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.no}-${String(row.part)}`} class="open">
            <td class="number">
              <a href={linkToTicket(row.no)}>{row.no}</a>
            </td>
            <td title={dayTime(row.openedAt, now.value)}>{day(row.openedAt)}</td>
            <td class="grow">
              {row.kind === null ? null : <span class="quiet">{t.kind[row.kind]} </span>}
              {row.title} <UnreadMark unread={row.unread} />
            </td>
            <td>{row.topic}</td>
            <td>{row.district}</td>
            <td>
              <StageMark stage={row.stage} />
            </td>
            <td>{row.units.map((unit) => unitName(units, unit)).join('、')}</td>
            <td class={row.dueAt !== null && row.dueAt <= now.value ? 'over number' : 'number'}>
              {row.dueAt === null ? texts.value.common.none : lastDay(row.dueAt)}
            </td>
            <td class="number">
              {row.callerNumber === null ? texts.value.common.none : phoneNumber(row.callerNumber)}{' '}
              {row.callerName}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
