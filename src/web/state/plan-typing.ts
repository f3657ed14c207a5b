import { signal } from '@preact/signals';

/** What somebody typed into a draft and has not saved, and the revision it was typed over. */
export type Typed = { readonly revision: number; readonly title: string; readonly text: string };

const key = 'h12-plan-typed';

function kept(): ReadonlyMap<string, Typed> {
  try {
    return new Map(JSON.parse(localStorage.getItem(key) ?? '[]') as [string, Typed][]);
  } catch {
    // Written by another release, or by a hand: nothing of it can be read.
    return new Map();
  }
}

const all = signal(kept());

/** Null: nothing that is not saved. */
export const typedIn = (draft: string): Typed | null => all.value.get(draft) ?? null;

/** It outlives the page and the browser's end. @param what null: it is saved, or given up */
export function setTyped(draft: string, what: Typed | null): void {
  const others = [...all.peek()].filter(([id]) => id !== draft);
  all.value = new Map(what === null ? others : [...others, [draft, what]]);
  try {
    localStorage.setItem(key, JSON.stringify([...all.value]));
  } catch {
    // The browser keeps no more: it is still on the page.
  }
}
