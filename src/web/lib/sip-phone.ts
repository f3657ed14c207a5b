import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';

export type SipPhoneOptions = {
  /** Path on this origin. */
  readonly socket: string;
  readonly endpoint: string;
  readonly password: string;
  readonly audio: HTMLAudioElement;
  /** Whether a call is answered without a press. */
  readonly autoAnswer: () => boolean;
  readonly told: (event: SipPhoneEvent) => void;
};

/** What the phone tells. `replaced`, `left`: it will not register again; `refused`: its password is not taken. */
export type SipPhoneEvent =
  | 'registered'
  | 'offline'
  | 'replaced'
  | 'left'
  | 'refused'
  | 'ringing'
  | 'talking'
  | 'over'
  | 'micLost'
  | 'soundLost';

/** By the server's close codes (src/desk/sip-proxy.ts). */
const replacedCode = 4409;
const leftCode = 4401;
/** One address to speak to is enough; waiting for more only makes the answer late. */
const gatherMs = 100;

/** Loudness of both directions, 0 to 1; null where there is no sound to measure. */
export type Levels = { readonly mic: number | null; readonly heard: number | null };

/** SIP over WebSocket and WebRTC: the softphone of one seat. Knows nothing of screens. */
export class SipPhone {
  readonly #ua: UA;
  readonly #options: SipPhoneOptions;
  #call: RTCSession | null = null;
  #registered = false;
  #lost = false;
  #stopped = false;

  constructor(options: SipPhoneOptions) {
    this.#options = options;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.#ua = new UA({
      sockets: [new WebSocketInterface(`${scheme}://${location.host}${options.socket}`)],
      uri: `sip:${options.endpoint}@hotline12345`,
      password: options.password,
      register: true,
      register_expires: 60,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 5,
      user_agent: 'hotline12345 desk',
    });
    this.#listen();
    this.#ua.start();
  }

  get registered(): boolean {
    return this.#registered;
  }

  get call(): 'none' | 'ringing' | 'talking' {
    if (this.#call === null) return 'none';
    return this.#call.isEstablished() ? 'talking' : 'ringing';
  }

  answer(): void {
    if (this.#call === null || !this.#call.isInProgress()) return;
    this.#call.answer({
      mediaConstraints: {
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
        video: false,
      },
      pcConfig: { iceServers: [] },
    });
  }

  mute(on: boolean): void {
    if (on) this.#call?.mute({ audio: true });
    else this.#call?.unmute({ audio: true });
  }

  /** Ends what is left of a call that the hotline knows nothing of any more. */
  drop(): void {
    this.#call?.terminate();
  }

  /** Hangs up, signs off, closes the socket. */
  stop(): void {
    this.#stopped = true;
    this.#ua.stop();
  }

  async levels(): Promise<Levels> {
    const levels: { mic: number | null; heard: number | null } = { mic: null, heard: null };
    const connection = this.#call?.connection as RTCPeerConnection | undefined;
    if (connection === undefined || this.call !== 'talking') return levels;
    const report = await connection.getStats();
    report.forEach((stat: { readonly type: string; readonly audioLevel?: number }) => {
      if (stat.type === 'media-source') levels.mic = stat.audioLevel ?? null;
      if (stat.type === 'inbound-rtp') levels.heard = stat.audioLevel ?? null;
    });
    return levels;
  }

  #tell(event: SipPhoneEvent): void {
    if (!this.#stopped) this.#options.told(event);
  }

  #listen(): void {
    const ua = this.#ua;
    ua.on('registered', () => {
      this.#registered = true;
      // The socket was lost in a call: without a request on the new one Asterisk's BYE would go to the old one and never arrive.
      if (this.#lost && this.#call?.isEstablished() === true) this.#call.renegotiate({ useUpdate: true });
      this.#lost = false;
      this.#tell('registered');
    });
    ua.on('unregistered', () => this.#offline('offline'));
    ua.on('registrationFailed', ({ response }) => {
      this.#offline((response as unknown) == null ? 'offline' : 'refused');
    });
    ua.on('disconnected', ({ code }) => {
      this.#lost = true;
      this.#offline(code === replacedCode ? 'replaced' : code === leftCode ? 'left' : 'offline');
    });
    ua.on('newRTCSession', (event: RTCSessionEvent) => this.#rung(event));
  }

  #offline(why: 'offline' | 'refused' | 'replaced' | 'left'): void {
    this.#registered = false;
    this.#tell(why);
    // It would go on trying for ever.
    if (why === 'replaced' || why === 'left') this.stop();
  }

  #rung({ session, request }: RTCSessionEvent): void {
    // One call at a time, and none that this page begins: what is dialled is asked for on the desk.
    if (this.#call !== null || (session.direction as string) !== 'incoming') {
      session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
      return;
    }
    this.#call = session;
    this.#follow(session);
    this.#tell('ringing');
    const asked = /answer-after\s*=\s*\d+/i.test(request.getHeader('Call-Info'));
    // Not before the session has taken the INVITE in, which is after this event.
    if (asked && this.#options.autoAnswer()) setTimeout(() => this.answer());
  }

  #follow(session: RTCSession): void {
    session.on('peerconnection', ({ peerconnection }) => this.#connect(session, peerconnection));
    let gathered = false;
    session.on('icecandidate', ({ candidate, ready }) => {
      if (gathered || !candidate.candidate.includes('typ host')) return;
      gathered = true;
      setTimeout(ready, gatherMs);
    });
    session.on('getusermediafailed', () => this.#tell('micLost'));
    session.on('confirmed', () => {
      const connection = session.connection as RTCPeerConnection | undefined;
      for (const { track } of connection?.getSenders() ?? [])
        track?.addEventListener('ended', () => this.#tell('micLost'));
      this.#tell('talking');
    });
    const over = (): void => {
      if (this.#call !== session) return;
      this.#call = null;
      this.#options.audio.srcObject = null;
      this.#tell('over');
    };
    session.on('ended', over);
    session.on('failed', over);
  }

  #connect(session: RTCSession, connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ streams, track }) => {
      this.#options.audio.srcObject = streams[0] ?? new MediaStream([track]);
      this.#options.audio.play().catch(() => undefined);
    });
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed' && this.#call === session) this.#tell('soundLost');
    });
  }
}

/** Why this page cannot be a phone, asked before it registers: a page that could not answer must not be rung. null: it can. */
export async function whyNoPhone(): Promise<'insecure' | 'denied' | 'noMicrophone' | null> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!isSecureContext || media === undefined || typeof RTCPeerConnection === 'undefined') return 'insecure';
  try {
    const stream = await media.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return null;
  } catch (fault) {
    return fault instanceof DOMException && fault.name === 'NotAllowedError' ? 'denied' : 'noMicrophone';
  }
}
