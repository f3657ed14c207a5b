import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, type Problem } from '../state/api.ts';

export type Fetched<T> = {
  /** The last answer; it stays while a newer one is fetched or cannot be had. */
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  readonly again: () => void;
};

type Kept<T> = { readonly path: string | null; readonly value: T | null; readonly problem: Problem | null };

/**
 * Asks for `path` now, whenever it or `version` changes, and on `again`. An answer overtaken by a newer question is dropped.
 * @param path null: nothing to ask
 */
export function useFetch<T>(path: string | null, version: unknown = null): Fetched<T> {
  const [kept, setKept] = useState<Kept<T>>({ path: null, value: null, problem: null });
  const [loading, setLoading] = useState(path !== null);
  const asked = useRef(0);
  const ask = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    setLoading(path !== null);
    if (path === null) return;
    void get<T>(path).then((answer) => {
      if (mine !== asked.current) return;
      setLoading(false);
      setKept((before) =>
        answer.ok
          ? { path, value: answer.value, problem: null }
          : { path, value: before.path === path ? before.value : null, problem: answer.problem },
      );
    });
  }, [path]);
  useEffect(() => {
    ask();
    return () => {
      asked.current += 1;
    };
  }, [ask, version]);
  const current = kept.path === path || path === null ? kept : { value: kept.value, problem: null };
  // From the very render in which the path is another: what is shown until the answer comes is that of the former one.
  const waits = path !== null && (loading || kept.path !== path);
  return {
    value: path === null ? null : current.value,
    problem: current.problem,
    loading: waits,
    again: ask,
  };
}
