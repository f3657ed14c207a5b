/** What the API answered. `code` is that of a refusal. */
export type ApiAnswer = { readonly status: number; readonly code: string | null; readonly body: unknown };

/** Somebody signed in at the API of a running daemon, over real HTTP. */
export type Session = {
  /** Name and value, as a browser sends it back. */
  readonly cookie: string;
  get(path: string): Promise<ApiAnswer>;
  post(path: string, body?: object): Promise<ApiAnswer>;
};

export type Account = { readonly username: string; readonly password: string };

type Asked = { readonly method: string; readonly cookie: string; readonly body?: object | undefined };

/** @param path below `/api/v1`, e.g. `/seats` */
export async function askApi(
  address: string,
  path: string,
  { method, cookie, body }: Asked,
): Promise<ApiAnswer & { readonly setCookie: string | null }> {
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      'x-h12-request': '1',
      cookie,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed: unknown = text === '' ? null : JSON.parse(text);
  const code = typeof parsed === 'object' && parsed !== null && 'code' in parsed ? String(parsed.code) : null;
  return { status: answer.status, code, body: parsed, setCookie: answer.headers.get('set-cookie') };
}

/** @throws Error when the account is not let in */
export async function signInAt(address: string, { username, password }: Account): Promise<Session> {
  const answer = await askApi(address, '/session', {
    method: 'POST',
    cookie: '',
    body: { username, password },
  });
  const cookie = answer.setCookie?.split(';', 1)[0];
  if (answer.status !== 200 || cookie === undefined)
    throw new Error(`${username} is not signed in: ${String(answer.status)} ${String(answer.code)}`);
  return {
    cookie,
    get: (path) => askApi(address, path, { method: 'GET', cookie }),
    post: (path, body) => askApi(address, path, { method: 'POST', cookie, body }),
  };
}
