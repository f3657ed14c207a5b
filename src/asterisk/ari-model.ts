import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers';
import ari, { type AriClient } from 'ari-client';

/** Where ARI is. `url` is scheme, host and port; ARI's own path `/ari` is added. */
export type AriAddress = { readonly url: string; readonly user: string; readonly password: string };

type SwaggerRequest = {
  readonly url: string;
  readonly on: { readonly response: (answer: { readonly obj: unknown }) => void };
};
type SwaggerClient = {
  readonly SwaggerHttp: { readonly prototype: { execute: (request: SwaggerRequest) => void } };
};

const connectLimitMs = 5_000;
const require = createRequire(import.meta.url);
/** Documents of the model by their address, from when they were read to when ari-client has taken them. */
const documents = new Map<string, unknown>();
let swaggerTamed = false;

/**
 * Reads ARI's model from Asterisk and makes an ari-client of it; no socket is opened yet.
 *
 * ari-client has its model read by swagger-client 2.0.26, which throws a string out of a socket's callback when a document cannot be
 * read (Asterisk stops at that moment; the password is wrong), ending the process, and which waits for ever when a connection is
 * refused. So the documents are read here, with a time limit, and handed over.
 * @param stop ends the attempt
 * @throws Error when Asterisk is not there, or says no
 */
export async function loadAriClient(address: AriAddress, stop: AbortSignal): Promise<AriClient> {
  tameSwagger();
  const base = `${new URL(address.url).origin}/ari`;
  const read = await readDocuments(base, address, stop);
  try {
    for (const [url, document] of read) documents.set(url, document);
    return await limited(ari.connect(address.url, address.user, address.password));
  } finally {
    for (const url of read.keys()) documents.delete(url);
  }
}

/** Whether this Asterisk answers requests on the event socket (22.5 and later): its model knows the answer then. */
export const answersOnSocket = (client: AriClient): boolean =>
  client._swagger.apis.events.models['RESTResponse'] !== undefined;

export const authorization = ({ user, password }: AriAddress): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function readDocuments(
  base: string,
  address: AriAddress,
  stop: AbortSignal,
): Promise<ReadonlyMap<string, unknown>> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(connectLimitMs)]);
  const read = async (url: string): Promise<unknown> => {
    const answer = await fetch(url, { signal, headers: { authorization: authorization(address) } });
    if (!answer.ok) throw new Error(`ARI's model cannot be read: status ${String(answer.status)}`);
    return answer.json();
  };
  const listUrl = `${base}/api-docs/resources.json`;
  const list = (await read(listUrl)) as { readonly apis: readonly { readonly path: string }[] };
  const paths = list.apis.map((api) => `${base}${api.path.replace('{format}', 'json')}`);
  const parts = await Promise.all(paths.map(async (url) => [url, await read(url)] as const));
  // The list names the address at which Asterisk believes to be; it was found here. It calls itself 1.1, at which swagger-client prints a
  // complaint on the console; the lists of 1.1 and 1.2 are alike.
  const here = { ...list, basePath: base, swaggerVersion: '1.2' };
  return new Map<string, unknown>([[listUrl, here], ...parts]);
}

function tameSwagger(): void {
  if (swaggerTamed) return;
  swaggerTamed = true;
  const swagger = createRequire(require.resolve('ari-client'))('swagger-client') as SwaggerClient;
  swagger.SwaggerHttp.prototype.execute = ({ url, on }) => {
    const document = documents.get(url);
    // One that was not read beforehand is left without an answer: the time limit ends the attempt.
    if (document !== undefined) setImmediate(() => on.response({ obj: document }));
  };
}

async function limited<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("ARI's model was not taken in time")), connectLimitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
