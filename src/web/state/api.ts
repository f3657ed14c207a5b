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
/** Sends a file as it is. It may take longer than other requests: some megabytes over a slow line. */
export const postBytes = <T>(path: string, bytes: Blob): Promise<Answer<T>> =>
  request<T>('POST', path, bytes);
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

async function request<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  // A form on another site cannot send this header, so the cookie alone changes nothing.
  if (method !== 'GET') headers['x-h12-request'] = '1';
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(body instanceof Blob ? slowLimitMs : limitMs),
  };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(base + path, init);
    return await answerOf<T>(response, path);
  } catch (fault) {
    const code = fault instanceof DOMException && fault.name === 'TimeoutError' ? late : network;
    return { ok: false, problem: { code, detail: '', status: 0, retryInS: null } };
  }
}

async function answerOf<T>(response: Response, path: string): Promise<Answer<T>> {
  const text = await response.text();
  const value: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return { ok: true, value: value as T };
  if (response.status === 401 && path !== '/session') onSignedOut();
  const { code, detail, title } = (value ?? {}) as { code?: string; detail?: string; title?: string };
  const retryAfter = response.headers.get('retry-after');
  return {
    ok: false,
    problem: {
      code: code ?? `HTTP_${String(response.status)}`,
      detail: detail ?? title ?? '',
      status: response.status,
      retryInS: retryAfter === null ? null : Number(retryAfter),
    },
  };
}
