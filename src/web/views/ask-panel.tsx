import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import {
  type Found,
  foundNumbers,
  foundQueues,
  foundSeats,
  foundUnits,
  type OutsideNumber,
  type Unit,
} from '../lib/found.ts';
import { queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { withQuery } from '../state/api.ts';
import {
  type Ask,
  type AskWay,
  askBusy,
  askFor,
  askProblem,
  asks,
  closeAsk,
  openAsk,
  sought,
} from '../state/asking.ts';
import { myCall, mySeat } from '../state/desk.ts';
import { view } from '../state/socket.ts';
import type { SeatRow } from '../state/wire.ts';
import { Act, Mark, Trouble } from './parts.tsx';

/** Whom to ask into the call, or to pass the citizen on to: over the right edge, so that the form stays in sight. */
export function AskPanel() {
  const ask = asks.value;
  return ask === null ? null : <Panel key={ask} ask={ask} />;
}

function Panel({ ask }: { readonly ask: Ask }) {
  const t = texts.value;
  const w = t.ask;
  const found = useFound(ask);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // At once: the first letters are typed without looking.
  useLayoutEffect(() => field.current?.focus(), []);
  // The likeliest is chosen: Enter asks for it.
  useEffect(() => setAt(0), [sought.value]);
  const chosen = found.rows[Math.min(at, found.rows.length - 1)];
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') closeAsk();
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.rows.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && event.target === field.current) {
      // What is seen must be what was typed: nobody else is rung by a key pressed too soon.
      if (!found.loading && chosen?.notNow === null)
        void askFor(chosen.to, event.shiftKey ? 'atOnce' : 'first');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <aside class="ask" aria-label={w.title[ask]} onKeyDown={onKey}>
      <header>
        {(['invite', 'transfer'] as const).map((one) => (
          <Act key={one} pressed={one === ask} onPress={() => one !== ask && openAsk(one)}>
            {w.title[one]}
          </Act>
        ))}
        <Act class="close" title={w.close} onPress={closeAsk}>
          ✕
        </Act>
      </header>
      <input
        ref={field}
        type="search"
        aria-controls="ask-found"
        aria-label={w.search}
        placeholder={w.search}
        value={sought.value}
        onInput={(event) => {
          sought.value = event.currentTarget.value;
        }}
      />
      {askProblem.value === null ? null : <Trouble problem={askProblem.value} />}
      {found.problem}
      <ul id="ask-found" aria-label={w.found} aria-busy={found.loading}>
        {found.rows.map((row, n) => (
          <Row
            key={row.key}
            row={row}
            ask={ask}
            chosen={row === chosen}
            heading={row.group !== found.rows[n - 1]?.group}
            onChoose={() => setAt(n)}
          />
        ))}
      </ul>
      {/* Arrows move while the field keeps the focus: who does not see the list hears who is chosen. */}
      <div class="unseen" aria-live="polite">
        {chosen?.name}
      </div>
      {found.rows.length === 0 ? <p class="empty">{found.loading ? t.common.loading : w.none}</p> : null}
      <footer class="quiet small">{w.keys[ask]}</footer>
    </aside>
  );
}

/** How long the typing must pause before the server is asked, in ms. */
const pauseMs = 120;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

function useFound(ask: Ask) {
  const t = texts.value;
  const text = sought.value.trim();
  const q = usePaused(text);
  const units = useFetch<readonly Unit[]>(withQuery('/units/search', { q }));
  const seats = useFetch<readonly SeatRow[]>('/seats');
  const numbers = useFetch<readonly OutsideNumber[]>('/outside-numbers');
  const queues = ask === 'transfer' ? (view.value?.queues ?? []) : [];
  const rows = [
    ...foundUnits(units.value ?? []),
    ...foundSeats(seats.value ?? [], mySeat.value?.id ?? null, text),
    ...foundQueues(queues, myCall.value?.queue ?? '', text, (queue) => queueWord(t, queue)),
    ...foundNumbers(numbers.value ?? [], text),
  ];
  const problem = units.problem === null ? null : <Trouble problem={units.problem} onRetry={units.again} />;
  return { rows, problem, loading: units.loading || q !== text };
}

type RowProps = {
  readonly row: Found;
  readonly ask: Ask;
  readonly chosen: boolean;
  readonly heading: boolean;
  readonly onChoose: () => void;
};

function Row({ row, ask, chosen, heading, onChoose }: RowProps) {
  const w = texts.value.ask;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const ways: readonly AskWay[] = row.to.kind === 'queue' ? ['atOnce'] : ['first', 'atOnce'];
  return (
    <>
      {heading ? <li class="group">{w.groups[row.group]}</li> : null}
      <li
        ref={line}
        {...(chosen ? { 'aria-current': 'true' as const } : {})}
        class={`found ${row.inside ? 'inside' : ''}`}
        onPointerEnter={onChoose}
      >
        <span class="what">
          <b>{row.name}</b> <span class="quiet small">{row.note}</span>
        </span>
        {row.notNow === null ? (
          <span class="ways">
            {ways.map((way) => (
              <Act
                key={way}
                class={way === ways[0] ? 'primary' : ''}
                why={askBusy.value ? texts.value.common.loading : null}
                onPress={() => void askFor(row.to, way)}
              >
                {w.ways[ask][way]}
              </Act>
            ))}
          </span>
        ) : (
          <Mark tone="quiet">{w.notNow[row.notNow]}</Mark>
        )}
      </li>
    </>
  );
}
