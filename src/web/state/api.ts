/** What went wrong with a request, for the person at the screen. `code` is the API's stable code, or one of ours below. */
export type Problem = {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  /** After how long it may be tried again, in s; null where the server did not say. */
  readonly retryInS: number | null;
};
/** No answer came: the request may or may not have been done. */
export const network = 'NETWORK';
export const late = 'LATE';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** How long an answer may take, in ms. The hotline answers in milliseconds. */
const limitMs = 8_000;
const slowLimitMs = 120_000;
const base = '/api/v1';

/** Called when the server says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

export const get = <T>(path: string): Promise<Answer<T>> => request<T>('GET', path);
export const post = <T>(path: string, body?: unknown): Promise<Answer<T>> => request<T>('POST', path, body);
/** Asks for something that takes the server longer than an instant. */
export const postSlow = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  request<T>('POST', path, body, slowLimitMs);
export const put = <T>(path: string, body: unknown): Promise<Answer<T>> => request<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown): Promise<Answer<T>> => request<T>('PATCH', path, body);
export const remove = <T>(path: string): Promise<Answer<T>> => request<T>('DELETE', path);

/** Asks for something while the page goes: nobody is left to hear the answer. */
export function tellGone(path: string, body?: unknown): void {
  const headers: Record<string, string> = { 'x-h12-request': '1' };
  const init: RequestInit = { method: 'POST', headers, keepalive: true, credentials: 'same-origin' };
  if (body instanceof Blob) {
    headers['content-type'] = 'application/octet-stream';
    init.body = body;
  } else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  void fetch(base + path, init);
}

/** A path with its query; empty values are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  withinMs = limitMs,
): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  // A form on another site cannot send this header, so the cookie alone changes nothing.
  if (method !== 'GET') headers['x-h12-request'] = '1';
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(withinMs),
  };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(base + path, init);
    const { status, headers: said } = response;
    return answerOf<T>(path, { status, text: await response.text(), retryAfter: said.get('retry-after') });
  } catch (fault) {
    return unanswered(fault instanceof DOMException && fault.name === 'TimeoutError' ? late : network);
  }
}

/** Sends a file as it is, and tells how much of it has gone, from 0 to 1. It may take some minutes over a slow line. */
export function postBytes<T>(
  path: string,
  bytes: Blob,
  gone: (share: number) => void = () => undefined,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    asked.open('POST', base + path);
    asked.setRequestHeader('accept', 'application/json');
    asked.setRequestHeader('x-h12-request', '1');
    asked.setRequestHeader('content-type', 'application/octet-stream');
    asked.timeout = slowLimitMs;
    asked.upload.addEventListener('progress', ({ loaded, total }) => gone(total === 0 ? 0 : loaded / total));
    asked.addEventListener('error', () => resolve(unanswered(network)));
    asked.addEventListener('abort', () => resolve(unanswered(network)));
    asked.addEventListener('timeout', () => resolve(unanswered(late)));
    asked.addEventListener('load', () => {
      const { status, responseText: text } = asked;
      resolve(answerOf<T>(path, { status, text, retryAfter: asked.getResponseHeader('retry-after') }));
    });
    asked.send(bytes);
  });
}

const unanswered = (code: string): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { code, detail: '', status: 0, retryInS: null },
});

type Said = { readonly status: number; readonly text: string; readonly retryAfter: string | null };

function answerOf<T>(path: string, { status, text, retryAfter }: Said): Answer<T> {
  const value: unknown = text === '' ? null : JSON.parse(text);
  if (status >= 200 && status < 300) return { ok: true, value: value as T };
  if (status === 401 && path !== '/session') onSignedOut();
  const { code, detail, title } = (value ?? {}) as { code?: string; detail?: string; title?: string };
  return {
    ok: false,
    problem: {
      code: code ?? `HTTP_${String(status)}`,
      detail: detail ?? title ?? '',
      status,
      retryInS: retryAfter === null ? null : Number(retryAfter),
    },
  };
}
