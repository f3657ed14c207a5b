/** What the house uses of ari-client 2.2.0, which brings no types. Members with an underscore are its own: lib/client.js. */
declare module 'ari-client' {
  import type { WebSocket } from 'ws';

  export type AriClient = {
    /** The event socket, from the moment `start` was called. */
    _ws?: WebSocket;
    /** While true, ari-client does not reconnect by itself when the socket closes or fails; a close sets it to false. */
    _wsClosed?: boolean;
    readonly _swagger: {
      readonly apis: { readonly events: { readonly models: Readonly<Record<string, unknown>> } };
    };
    /** Opens the event socket. The promise stays open when the first try fails and `_wsClosed` is set. */
    start(apps: readonly string[]): PromiseLike<void>;
    /** `*` is told of every event. */
    on(name: '*', listener: (event: unknown) => void): void;
    removeAllListeners(): void;
  };

  const ari: { connect(url: string, user: string, password: string): PromiseLike<AriClient> };
  export default ari;
}
