import { signal } from '@preact/signals';
import { merged } from '../../desk/merge.ts';
import type { closeCodes } from '../../desk/protocol.ts';
import { backoffMs } from './backoff.ts';
import { setClock } from './clock.ts';
import { askSession } from './session.ts';
import type { DeskMessage, DeskView } from './wire.ts';

export type Connection =
  | { readonly state: 'connecting'; readonly lost: boolean }
  | { readonly state: 'live' }
  /** Not connected; the next try is at `retryAt`, by this machine's clock. */
  | { readonly state: 'waiting'; readonly retryAt: number };

export const connection = signal<Connection>({ state: 'connecting', lost: false });
/** What the server shows this desk; the last of it stays on the screen while the connection is lost. */
export const view = signal<DeskView | null>(null);

let socket: WebSocket | null = null;
let retry = 0;
let tries = 0;
/** What the view is: the server's stream and the number in it. With them a broken connection goes on where it was. */
let held: { readonly stream: string; readonly n: number } | null = null;

/** After so long a silence it is asked for a sign of life, and given up when none comes, in ms: a cut cable tells nobody. */
const silenceMs = 20_000;
const patienceMs = 5_000;
let silence = 0;
/** The server's word for it, `closeCodes.sessionOver` in desk/protocol.ts. */
const sessionIsOver: (typeof closeCodes)['sessionOver'] = 4401;

/** Connects and stays connected until `disconnect`. */
export function connect(): void {
  clearTimeout(retry);
  if (socket !== null) return;
  connection.value = { state: 'connecting', lost: tries > 0 || view.value !== null };
  const resume = held === null ? '' : `?stream=${encodeURIComponent(held.stream)}&after=${String(held.n)}`;
  const own = new WebSocket(
    `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/desk${resume}`,
  );
  socket = own;
  listenForSilence(own);
  own.onmessage = (event) => {
    if (socket !== own) return;
    listenForSilence(own);
    hear(own, JSON.parse(String(event.data)) as DeskMessage);
  };
  own.onclose = ({ code }) => {
    if (socket !== own) return;
    lost();
    if (code === sessionIsOver) void tryAgain();
  };
}

/** Lets go of the connection, as at sign-out. */
export function disconnect(): void {
  clearTimeout(retry);
  clearTimeout(silence);
  const own = socket;
  socket = null;
  own?.close();
  tries = 0;
  held = null;
  view.value = null;
  connection.value = { state: 'connecting', lost: false };
}

function listenForSilence(own: WebSocket): void {
  clearTimeout(silence);
  silence = setTimeout(() => {
    if (own.readyState === WebSocket.OPEN) askAnew(own);
    silence = setTimeout(() => giveUp(own), patienceMs);
  }, silenceMs);
}

/** Closing a dead connection takes the browser minutes: it is not waited for. */
function giveUp(own: WebSocket): void {
  if (socket !== own) return;
  own.close();
  lost();
}

const askAnew = (own: WebSocket): void => own.send(JSON.stringify({ type: 'resync' }));

function hear(own: WebSocket, message: DeskMessage): void {
  if (message.type === 'problem') return;
  if (message.type === 'snapshot') {
    held = { stream: message.stream, n: message.n };
    show(message.view);
  } else if (held === null || message.after !== held.n || view.value === null) {
    // A gap means that a change was missed: a new snapshot is the only truth.
    askAnew(own);
  } else {
    held = { ...held, n: message.n };
    show(merged(view.value, message));
  }
}

function show(shown: DeskView): void {
  tries = 0;
  setClock(shown.at);
  view.value = shown;
  if (connection.value.state !== 'live') connection.value = { state: 'live' };
}

function lost(): void {
  clearTimeout(silence);
  socket = null;
  tries += 1;
  const waitMs = backoffMs(tries, Math.random());
  connection.value = { state: 'waiting', retryAt: Date.now() + waitMs };
  retry = setTimeout(() => void tryAgain(), waitMs);
}

/** Tries at once. The session is asked for first: a socket refused for want of one says no more than that it was closed. */
export async function tryAgain(): Promise<void> {
  clearTimeout(retry);
  if (socket !== null) return;
  connection.value = { state: 'connecting', lost: true };
  const answer = await askSession();
  if (answer.ok) connect();
  else if (answer.problem.status !== 401) lost();
}

addEventListener('online', () => {
  if (connection.value.state === 'waiting') void tryAgain();
});
