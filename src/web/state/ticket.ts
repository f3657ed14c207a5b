import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { changesOf, clashes, type FieldName, type Typed } from '../lib/merge-draft.ts';
import { type Fetched, useFetch } from '../lib/use-fetch.ts';
import { get, type Problem, post, put, remove } from './api.ts';
import type { CaseView, Topic } from './wire.ts';

/** A unit as the screens need it. */
export type UnitName = {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly district: string | null;
  readonly member: boolean;
};
export const useUnits = (): readonly UnitName[] => useFetch<readonly UnitName[]>('/units').value ?? [];
export const useTopics = (): readonly Topic[] => useFetch<readonly Topic[]>('/ticket-topics').value ?? [];

/** A unit's short name; its id where it is not known. */
export const unitName = (units: readonly UnitName[], id: string | null): string =>
  id === null ? '' : (units.find((unit) => unit.id === id)?.shortName ?? id);

export const ticketPath = (no: string, more: string): string => `/tickets/${encodeURIComponent(no)}/${more}`;

/** What a form hands over to be done. */
export type Give = (action: Readonly<Record<string, unknown>>) => void;

/** The unit's own part that it works on. */
export const openPart = ({ parts }: CaseView) =>
  parts.find(({ state }) => state === 'sent' || state === 'acknowledged') ?? null;

export type Act = (action: Readonly<Record<string, unknown>>) => Promise<boolean>;
export type Ticket = {
  readonly asked: Fetched<CaseView>;
  readonly found: CaseView | null;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly act: Act;
  readonly typing: Typing;
};

/** A ticket, what is typed into it, and what is done to it. @param no null: none */
export function useTicket(no: string | null): Ticket {
  const asked = useFetch<CaseView>(no === null ? null : ticketPath(no, 'life'));
  const [changed, setChanged] = useState<CaseView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const newest = changed !== null && changed.no === no ? changed : null;
  const fetched = asked.value?.no === no ? asked.value : null;
  const found = newest === null || (fetched !== null && fetched.version > newest.version) ? fetched : newest;
  const typing = useTyping(found, setChanged, setProblem);
  const act: Act = async (action) => {
    if (found === null || busy) return false;
    setBusy(true);
    setProblem(null);
    // What is typed goes first: an action is about what is on the screen.
    const version = await typing.file();
    const answer =
      version === null ? null : await post<CaseView>(ticketPath(found.no, 'actions'), { version, action });
    setBusy(false);
    if (answer === null) return false;
    if (answer.ok) setChanged(answer.value);
    else {
      setProblem(answer.problem);
      asked.again();
    }
    return answer.ok;
  };
  return { asked, found, problem, busy, act, typing };
}

export type Clash = { readonly there: CaseView; readonly fields: readonly FieldName[] };
export type Typing = {
  readonly typed: Typed;
  readonly set: (change: Typed) => void;
  /** When the draft was kept; null: there is none, or it is on its way. */
  readonly keptAt: number | null;
  /** A draft of an earlier time is back. */
  readonly restoredAt: number | null;
  readonly drop: () => void;
  /** Files what is typed. @returns the ticket's version then; null when it could not be filed */
  readonly file: () => Promise<number | null>;
  readonly clash: Clash | null;
  readonly settle: (chosen: Typed) => void;
  readonly leave: () => void;
};

type Draft = { readonly version: number; readonly savedAt: number; readonly content: Typed };
/** After so long a pause what is typed is kept, in ms. */
const pauseMs = 600;

/** What is typed into a ticket: kept on the server as a draft while typing, filed by whoever typed it, merged with what others have filed. */
function useTyping(
  found: CaseView | null,
  setFound: (found: CaseView) => void,
  setProblem: (problem: Problem | null) => void,
): Typing {
  const [clash, setClash] = useState<Clash | null>(null);
  const leave = (): void => setClash(null);
  const { base, ...draft } = useTyped(found, leave);
  const { typed, drop } = draft;
  const { file, send } = filing(found, { base, ...draft }, { setFound, setProblem, setClash });
  const settle = (chosen: Typed): void => {
    if (clash === null) return;
    const { there } = clash;
    const content = changesOf({ ...typed, ...chosen }, there.content);
    base.current = there;
    leave();
    if (Object.keys(content).length > 0) void send(content, there);
    else {
      setFound(there);
      drop();
    }
  };
  return { ...draft, clash, file, settle, leave };
}

/** Who hears what became of a filing. */
type Hearers = {
  readonly setFound: (found: CaseView) => void;
  readonly setProblem: (problem: Problem | null) => void;
  readonly setClash: (clash: Clash) => void;
};

/** Files what is typed, or such content on top of a ticket as it is. */
function filing(
  found: CaseView | null,
  { base, typed, drop }: Drafting,
  { setFound, setProblem, setClash }: Hearers,
) {
  const send = async (content: Typed, on: CaseView): Promise<number | null> => {
    const sent = await fill(base.current ?? on, content, on);
    if ('clash' in sent) setClash(sent.clash);
    if ('problem' in sent) setProblem(sent.problem);
    if (!('filed' in sent)) return null;
    setFound(sent.filed);
    drop();
    return sent.filed.version;
  };
  const file = async (): Promise<number | null> => {
    const on = base.current;
    if (on === null || found === null) return null;
    const content = changesOf(typed, on.content);
    if (Object.keys(content).length === 0) {
      if (Object.keys(typed).length > 0) drop();
      return found.version;
    }
    setProblem(null);
    return send(content, on);
  };
  return { file, send };
}

type Drafting = Pick<Typing, 'typed' | 'set' | 'keptAt' | 'restoredAt' | 'drop'> & {
  /** The ticket as it was when typing began. */
  readonly base: { current: CaseView | null };
};

/** What is typed, kept as a draft and brought back with it. @param over called when nothing is typed any more */
function useTyped(found: CaseView | null, over: () => void): Drafting {
  const no = found?.no ?? null;
  const [typed, setTyped] = useState<Typed>({});
  const [keptAt, setKeptAt] = useState<number | null>(null);
  const [restoredAt, setRestoredAt] = useState<number | null>(null);
  const base = useRef<CaseView | null>(null);
  if (Object.keys(typed).length === 0) base.current = found;
  const keep = useDraft(no, base.current?.version ?? 1, typed, setKeptAt);
  useRestored(no, (draft) => {
    setTyped((now) => (draft === null ? {} : { ...draft.content, ...now }));
    setRestoredAt(draft?.savedAt ?? null);
    if (draft !== null) return;
    setKeptAt(null);
    over();
  });
  return {
    ...{ typed, keptAt, restoredAt, base },
    set: (change) => setTyped((now) => ({ ...now, ...change })),
    drop: () => {
      keep.forget();
      setTyped({});
      setKeptAt(null);
      setRestoredAt(null);
      over();
      if (no !== null) void remove(ticketPath(no, 'draft'));
    },
  };
}

/** Another ticket begins with nothing typed; then comes what was typed into it before. */
function useRestored(no: string | null, begin: (draft: Draft | null) => void): void {
  const latest = useRef(begin);
  latest.current = begin;
  useEffect(() => {
    latest.current(null);
    if (no === null) return;
    let gone = false;
    void get<Draft | null>(ticketPath(no, 'draft')).then((answer) => {
      if (!gone && answer.ok && answer.value !== null) latest.current(answer.value);
    });
    return () => {
      gone = true;
    };
  }, [no]);
}

type Sent = { readonly filed: CaseView } | { readonly clash: Clash } | { readonly problem: Problem };

/** Files what is typed; where others have filed something else meanwhile it is filed on top, and where they have filed the same a person is asked. */
async function fill(base: CaseView, content: Typed, on: CaseView): Promise<Sent> {
  const body = { version: on.version, action: { type: 'fill', content } };
  const answer = await post<CaseView>(ticketPath(on.no, 'actions'), body);
  if (answer.ok) return { filed: answer.value };
  if (answer.problem.code !== 'H12_TICKET_CHANGED') return { problem: answer.problem };
  const there = await get<CaseView>(ticketPath(on.no, 'life'));
  if (!there.ok) return { problem: there.problem };
  const fields = clashes(base.content, there.value.content, content);
  return fields.length === 0 ? fill(base, content, there.value) : { clash: { there: there.value, fields } };
}

/** Keeps a draft after a pause in typing, and at once when the page goes. */
function useDraft(
  no: string | null,
  version: number,
  typed: Typed,
  kept: (at: number | null) => void,
): { readonly forget: () => void } {
  const waiting = useRef<{ readonly no: string; readonly body: object } | null>(null);
  const flush = useCallback(() => {
    const one = waiting.current;
    waiting.current = null;
    if (one === null) return;
    void put<Draft>(ticketPath(one.no, 'draft'), one.body).then((answer) => {
      if (answer.ok) kept(answer.value.savedAt);
    });
  }, [kept]);
  useEffect(() => {
    if (no === null || Object.keys(typed).length === 0) return;
    waiting.current = { no, body: { version, content: typed } };
    const timer = setTimeout(flush, pauseMs);
    return () => clearTimeout(timer);
  }, [no, version, typed, flush]);
  // Leaving the page, or the ticket, loses nothing.
  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [no, flush]);
  return {
    forget: () => {
      waiting.current = null;
    },
  };
}
