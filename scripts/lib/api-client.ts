/** A signed-in session at the hotline's API, as a script uses it. */
export type ApiClient = {
  get<T>(path: string): Promise<T>;
  /** @throws Error with the hotline's code and reason when it is refused */
  post(path: string, body?: object): Promise<void>;
};

/** Signs in. @throws Error when the hotline does not answer, or refuses */
export async function signIn(address: string, username: string, password: string): Promise<ApiClient> {
  const answer = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-h12-request': '1' },
    body: JSON.stringify({ username, password }),
  });
  await refuse(answer);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
  const ask = async (path: string, options: RequestInit): Promise<Response> => {
    const headers = new Headers(options.headers);
    headers.set('cookie', cookie);
    headers.set('x-h12-request', '1');
    const response = await fetch(`${address}/api/v1${path}`, {
      method: options.method ?? 'GET',
      body: options.body ?? null,
      headers,
    });
    await refuse(response);
    return response;
  };
  return {
    get: async <T>(path: string) => (await (await ask(path, {})).json()) as T,
    post: async (path, body) => {
      const sent =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      await ask(path, { method: 'POST', ...sent });
    },
  };
}

async function refuse(answer: Response): Promise<void> {
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Error(`${problem.code ?? String(answer.status)}: ${problem.detail ?? answer.statusText}`);
}
