import { useState } from 'preact/hooks';
import { withQuery } from '../state/api.ts';
import type { Page } from '../state/wire.ts';
import { type Fetched, useFetch } from './use-fetch.ts';

export type Pages<T> = Fetched<Page<T>> & {
  /** Null where there is none. */
  readonly older: (() => void) | null;
  readonly newest: (() => void) | null;
};

const pageSize = '50';

/** A list that is read page by page, newest first. Another filter begins at the newest again. */
export function usePages<T>(path: string, filter: Readonly<Record<string, string>>): Pages<T> {
  const asked = withQuery(path, filter);
  const [place, setPlace] = useState<{ readonly asked: string; readonly cursor: string }>({
    asked,
    cursor: '',
  });
  const cursor = place.asked === asked ? place.cursor : '';
  const fetched = useFetch<Page<T>>(withQuery(path, { ...filter, limit: pageSize, cursor }));
  const next = fetched.value?.nextCursor ?? null;
  return {
    ...fetched,
    older: next === null ? null : () => setPlace({ asked, cursor: next }),
    newest: cursor === '' ? null : () => setPlace({ asked, cursor: '' }),
  };
}
