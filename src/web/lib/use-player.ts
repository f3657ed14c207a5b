import { useEffect, useRef, useState } from 'preact/hooks';
import type { Purpose } from '../../recordings/access.ts';
import { type Answer, post } from '../state/api.ts';
import type { PlayLink } from '../state/wire.ts';
import { type Mode, openSound, type Sound, speeds } from './sound.ts';

export type Why = { readonly purpose: Purpose; readonly note: string };

export type Player = {
  /** Whether a purpose was stated and taken: from then on the keys work. */
  readonly open: boolean;
  readonly playing: boolean;
  readonly failed: boolean;
  readonly atMs: number;
  readonly speed: number;
  readonly mode: Mode;
  start(why: Why): Promise<Answer<PlayLink>>;
  toggle(): void;
  seek(ms: number): void;
  faster(steps: number): void;
  setSpeed(speed: number): void;
  setMode(mode: Mode): void;
};

/** A link that ended is asked for anew with the purpose that was stated, not more often than this, in ms. */
const askAgainMs = 5_000;

type Held = { sound: Sound | null; why: Why | null; askedAt: number };

/** Plays one recording: its links, its place in time, its voices. */
export function usePlayer(id: string): Player {
  const held = useRef<Held>({ sound: null, why: null, askedAt: 0 });
  const [open, setOpen] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const [speed, keepSpeed] = useState(1);
  const [mode, keepMode] = useState<Mode>('both');
  const element = (): HTMLAudioElement | undefined => held.current.sound?.element;
  useEffect(() => () => held.current.sound?.close(), [id]);
  useTicking(playing, () => setAtMs((element()?.currentTime ?? 0) * 1000));

  const seek = (ms: number): void => {
    const audio = element();
    if (audio === undefined) return;
    audio.currentTime = Math.max(0, ms / 1000);
    setAtMs(Math.max(0, ms));
  };
  const load = async (why: Why, fromMs: number): Promise<Answer<PlayLink>> => {
    held.current.askedAt = Date.now();
    const answer = await post<PlayLink>(`/recordings/${encodeURIComponent(id)}/plays`, why);
    const audio = element();
    if (!answer.ok || audio === undefined) return answer;
    held.current.why = why;
    audio.src = answer.value.link;
    audio.currentTime = fromMs / 1000;
    audio.playbackRate = speed;
    setFailed(false);
    setOpen(true);
    void audio.play().catch(() => setPlaying(false));
    return answer;
  };
  const listen = (audio: HTMLAudioElement): void => {
    audio.addEventListener('play', () => setPlaying(true));
    audio.addEventListener('pause', () => setPlaying(false));
    audio.addEventListener('seeked', () => setAtMs(audio.currentTime * 1000));
    audio.addEventListener('error', () => {
      const { why, askedAt } = held.current;
      // The link may be over: links are short, and people stop to think.
      if (why !== null && Date.now() - askedAt > askAgainMs) void load(why, audio.currentTime * 1000);
      else setFailed(why !== null);
    });
  };
  const setSpeed = (next: number): void => {
    keepSpeed(next);
    const audio = element();
    if (audio !== undefined) audio.playbackRate = next;
  };
  return {
    open,
    playing,
    failed,
    atMs,
    speed,
    mode,
    seek,
    setSpeed,
    start: (why) => {
      if (held.current.sound === null) {
        held.current.sound = openSound();
        held.current.sound.mix(mode);
        listen(held.current.sound.element);
      }
      return load(why, atMs);
    },
    toggle: () => {
      const audio = element();
      if (audio === undefined) return;
      if (audio.paused) void audio.play().catch(() => setFailed(true));
      else audio.pause();
    },
    faster: (steps) => {
      const at = speeds.findIndex((one) => one === speed) + steps;
      setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, at))] ?? 1);
    },
    setMode: (next) => {
      keepMode(next);
      held.current.sound?.mix(next);
    },
  };
}

/** Looks at each picture the screen draws, while it is on. */
function useTicking(on: boolean, look: () => void): void {
  useEffect(() => {
    if (!on) return;
    let next = 0;
    const tick = (): void => {
      look();
      next = requestAnimationFrame(tick);
    };
    next = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(next);
  }, [on]);
}
