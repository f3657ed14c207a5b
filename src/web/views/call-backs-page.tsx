import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, phoneNumber } from '../lib/format.ts';
import { outcomeWord } from '../lib/seat-words.ts';
import { usePages } from '../lib/use-pages.ts';
import { now } from '../state/clock.ts';
import { mySeat, who } from '../state/desk.ts';
import { query, setQuery } from '../state/router.ts';
import type { CallBackRow } from '../state/wire.ts';
import { CallBackDetail } from './call-back-detail.tsx';
import { Filters, ListBody } from './list-parts.tsx';
import { Mark } from './parts.tsx';

const everyMs = 10_000;

/** Citizens whom nobody talked to. Whoever has a moment takes one in hand, rings back, and says what came of it. */
export function CallBacksPage() {
  const t = texts.value;
  const c = t.callBacks;
  const { state = '', due = '', mine = '', id = '' } = query.value;
  const pages = usePages<CallBackRow>('/call-backs', { state, due, mine });
  const { again } = pages;
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  // What is dialled from here changes the list.
  const since = mySeat.value?.since;
  useEffect(again, [again, since]);
  const rows = pages.value?.items ?? [];
  return (
    <div class="two">
      <section class="card" aria-label={c.title}>
        <header>
          <h1>{c.title}</h1>
        </header>
        <Filters names={['state', 'due', 'mine']} again={again}>
          <label class="field">
            <span>{c.state}</span>
            <select value={state} onChange={(event) => setQuery({ state: event.currentTarget.value })}>
              <option value="">{c.states.open}</option>
              <option value="closed">{c.states.closed}</option>
            </select>
          </label>
          <Tick name="due" label={c.dueOnly} on={due === 'true'} />
          <Tick name="mine" label={c.mineOnly} on={mine === 'true'} />
        </Filters>
        <ListBody pages={pages} none={c.none}>
          <Table rows={rows} chosen={id} />
        </ListBody>
      </section>
      <CallBackDetail key={id} id={id} onDone={again} />
    </div>
  );
}

function Tick({ name, label, on }: { readonly name: string; readonly label: string; readonly on: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={() => setQuery({ [name]: on ? '' : 'true' })} />
      {label}
    </label>
  );
}

type TableProps = { readonly rows: readonly CallBackRow[]; readonly chosen: string };

function Table({ rows, chosen }: TableProps) {
  const c = texts.value.callBacks;
  return (
    <table class="table" onKeyDown={moveWithArrows}>
      <thead>
        <tr>
          <th>{c.number}</th>
          <th>{c.why}</th>
          <th class="right">{c.missed}</th>
          <th>{c.tries}</th>
          <th>{c.next}</th>
          <th>{c.holder}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.id} row={row} chosen={String(row.id) === chosen} />
        ))}
      </tbody>
    </table>
  );
}

/** Up and down go from row to row; the one they come to is shown at the side. */
function moveWithArrows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const table = event.currentTarget as HTMLElement;
  const buttons = [...table.querySelectorAll<HTMLElement>('button.pick')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function Line({ row, chosen }: { readonly row: CallBackRow; readonly chosen: boolean }) {
  const t = texts.value;
  const c = t.callBacks;
  const last = row.tries.at(-1);
  return (
    <tr class={`open ${chosen ? 'chosen' : ''}`} onClick={() => setQuery({ id: String(row.id) })}>
      <td>
        <button type="button" class="link pick number" aria-pressed={chosen}>
          {phoneNumber(row.number)}
        </button>
      </td>
      <td>
        {row.first ? (
          <Mark tone="alarm">{c.first}</Mark>
        ) : row.asked ? (
          <Mark tone="wait">{c.asked}</Mark>
        ) : (
          outcomeWord(t, row.why)
        )}
      </td>
      <td class="right">{row.missed}</td>
      <td>
        {row.tries.length === 0
          ? c.untried
          : `${c.tried(row.tries.length)} · ${outcomeWord(t, last?.result ?? null)}`}
      </td>
      <td>{row.closed === null ? <Next row={row} /> : c.closedWhy[row.closed.why]}</td>
      <td>
        <Holder row={row} />
      </td>
    </tr>
  );
}

function Next({ row }: { readonly row: CallBackRow }) {
  const c = texts.value.callBacks;
  if (row.call !== null) return <Mark tone="talk">{c.calling}</Mark>;
  return row.nextAt <= now.value ? (
    <Mark tone="wait">{c.due}</Mark>
  ) : (
    <span class="quiet">{dayTime(row.nextAt, now.value)}</span>
  );
}

function Holder({ row }: { readonly row: CallBackRow }) {
  const c = texts.value.callBacks;
  if (row.holder === null) return <span class="quiet">{texts.value.common.none}</span>;
  return row.holder === who.value?.username ? (
    <Mark tone="full">{c.mine}</Mark>
  ) : (
    <>{row.holderName ?? row.holder}</>
  );
}
