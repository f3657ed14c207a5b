import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { linkToCall } from '../state/router.ts';
import type { PlanDraft, ReplayAnswer, ReplayRow } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act } from './parts.tsx';

/** So many are listed; all are counted. */
const mostListed = 200;

type Reached = {
  readonly walked: number;
  readonly others: number;
  readonly rows: readonly ReplayRow[];
  /** 0 to 1. */
  readonly share: number;
  readonly isDone: boolean;
};
const nothing: Reached = { walked: 0, others: 0, rows: [], share: 0, isDone: false };

/** The calls of the last days through a draft, a hundred at a time, until all are done or somebody stops it. */
export function PlanReplay({ draft }: { readonly draft: PlanDraft }) {
  const t = texts.value.plan.trying;
  const [days, setDays] = useState('7');
  const [reached, setReached] = useState<Reached | null>(null);
  const doing = useDoing();
  /** Counts what was begun: a replay that is not the latest ends after its hundred. */
  const run = useRef(0);
  const stop = (): void => {
    run.current += 1;
  };
  useEffect(() => stop, []);
  const replay = async (): Promise<void> => {
    run.current += 1;
    const own = run.current;
    let all = nothing;
    let cursor: string | undefined;
    setReached(all);
    do {
      const body = {
        revision: draft.revision,
        days: Number(days),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const path = `/plan/drafts/${String(draft.id)}/replay`;
      const done = await doing.give(() => post<ReplayAnswer>(path, body));
      if (done === null || own !== run.current) return;
      all = added(all, done.value, now.value);
      setReached(all);
      cursor = done.value.nextCursor ?? undefined;
    } while (cursor !== undefined);
  };
  return (
    <>
      <h4>{t.replay}</h4>
      <p class="quiet small">{t.replayHint}</p>
      <Form label={t.replay} onSubmit={() => void replay()}>
        <Text label={t.days} value={days} onInput={setDays} required />
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {t.start}
        </Act>
        {doing.busy ? <Act onPress={stop}>{t.stop}</Act> : null}
        <Said doing={doing} />
      </Form>
      {reached === null ? null : <Outcome reached={reached} />}
    </>
  );
}

function added(all: Reached, answer: ReplayAnswer, at: number): Reached {
  const { since, reached, walked, items, nextCursor } = answer;
  return {
    walked: all.walked + walked,
    others: all.others + items.length,
    rows: [...all.rows, ...items].slice(0, mostListed),
    share: nextCursor === null ? 1 : Math.min(1, Math.max(0, (at - reached) / (at - since))),
    isDone: nextCursor === null,
  };
}

function Outcome({ reached: { walked, others, rows, share, isDone } }: { readonly reached: Reached }) {
  const t = texts.value.plan.trying;
  return (
    <>
      <progress aria-label={t.progress} value={share} />
      <p role="status">
        {t.walked(walked, others)} {isDone ? t.done : null} {others > mostListed ? t.most(mostListed) : null}
      </p>
      {rows.length === 0 ? null : (
        <div class="scroll">
          <table class="table" aria-label={t.replay}>
            <thead>
              <tr>
                {t.columns.map((name) => (
                  <th key={name}>{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.call} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Row({ row: { call, at, from, dialled, real, was, would } }: { readonly row: ReplayRow }) {
  const t = texts.value;
  const outcomes: Readonly<Record<string, string>> = t.outcome;
  const words = (where: ReplayRow['was']): string => {
    const queues = where.queue === null ? t.plan.trying.nowhere : [...where.passed, where.queue].join(' → ');
    return `${where.emergency ?? queues} · ${outcomes[where.outcome] ?? where.outcome}`;
  };
  return (
    <tr>
      <td>
        <a href={linkToCall(call)}>{dayTime(at, now.value)}</a>
      </td>
      <td>{from ?? ''}</td>
      <td>{dialled}</td>
      <td>
        {real.queue} · {outcomes[real.outcome ?? ''] ?? real.outcome}
      </td>
      <td>{words(was)}</td>
      <td>{words(would)}</td>
    </tr>
  );
}
