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

/** Plays one recording: its links, its place in time, its voices. */
export function usePlayer(id: string): Player {
  const sound = useSound(id);
  const { playing, atMs, seek } = sound;
  const tuning = useTuning(sound);
  const link = useLink(id, sound, tuning.speed);
  return {
    ...{ open: link.open, failed: link.failed, playing, atMs, seek },
    ...tuning,
    start: (why) => {
      sound.open(tuning.mode, link.renew);
      return link.load(why, atMs);
    },
    toggle: () => {
      const audio = sound.element();
      if (audio === undefined) return;
      if (audio.paused) void audio.play().catch(link.fail);
      else audio.pause();
    },
  };
}

type HeldSound = Pick<Player, 'playing' | 'atMs' | 'seek'> & {
  /** Undefined: the sound was not opened yet. */
  element(): HTMLAudioElement | undefined;
  mix(mode: Mode): void;
  /** Opens the sound, once. @param failed called when what it plays cannot be had */
  open(mode: Mode, failed: (audio: HTMLAudioElement) => void): void;
  /** Begins to play. */
  play(audio: HTMLAudioElement): void;
};

/** The sound itself, from its first start until the page goes: whether it plays, and where it is. */
function useSound(id: string): HeldSound {
  const held = useRef<Sound | null>(null);
  const [playing, setPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const element = (): HTMLAudioElement | undefined => held.current?.element;
  useEffect(() => () => held.current?.close(), [id]);
  useTicking(playing, () => setAtMs((element()?.currentTime ?? 0) * 1000));
  return {
    ...{ playing, atMs, element },
    mix: (mode) => held.current?.mix(mode),
    seek: (ms) => {
      const audio = element();
      if (audio === undefined) return;
      audio.currentTime = Math.max(0, ms / 1000);
      setAtMs(Math.max(0, ms));
    },
    open: (mode, failed) => {
      if (held.current !== null) return;
      held.current = openSound();
      held.current.mix(mode);
      const audio = held.current.element;
      audio.addEventListener('play', () => setPlaying(true));
      audio.addEventListener('pause', () => setPlaying(false));
      audio.addEventListener('seeked', () => setAtMs(audio.currentTime * 1000));
      audio.addEventListener('error', () => failed(audio));
    },
    play: (audio) => void audio.play().catch(() => setPlaying(false)),
  };
}

/** How fast it is played and which voices are heard: chosen before or while it plays. */
function useTuning(sound: HeldSound): Pick<Player, 'speed' | 'mode' | 'setSpeed' | 'setMode' | 'faster'> {
  const [speed, keepSpeed] = useState(1);
  const [mode, keepMode] = useState<Mode>('both');
  const setSpeed = (next: number): void => {
    keepSpeed(next);
    const audio = sound.element();
    if (audio !== undefined) audio.playbackRate = next;
  };
  return {
    ...{ speed, mode, setSpeed },
    faster: (steps) => {
      const at = speeds.findIndex((one) => one === speed) + steps;
      setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, at))] ?? 1);
    },
    setMode: (next) => {
      keepMode(next);
      sound.mix(next);
    },
  };
}

/** The links it is played by: the first asked for with a purpose, the later ones with the same. */
function useLink(id: string, sound: HeldSound, speed: number) {
  const stated = useRef<{ why: Why | null; askedAt: number }>({ why: null, askedAt: 0 });
  // A link is renewed by a listener of the first picture; the speed is that of the last one.
  const lastSpeed = useRef(speed);
  lastSpeed.current = speed;
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const load = async (why: Why, fromMs: number): Promise<Answer<PlayLink>> => {
    stated.current.askedAt = Date.now();
    const answer = await post<PlayLink>(`/recordings/${encodeURIComponent(id)}/plays`, why);
    const audio = sound.element();
    if (!answer.ok || audio === undefined) return answer;
    stated.current.why = why;
    audio.src = answer.value.link;
    audio.currentTime = fromMs / 1000;
    audio.playbackRate = lastSpeed.current;
    setFailed(false);
    setOpen(true);
    sound.play(audio);
    return answer;
  };
  /** The link may be over: links are short, and people stop to think. */
  const renew = (audio: HTMLAudioElement): void => {
    const { why, askedAt } = stated.current;
    if (why !== null && Date.now() - askedAt > askAgainMs) void load(why, audio.currentTime * 1000);
    else setFailed(why !== null);
  };
  return { open, failed, load, renew, fail: () => setFailed(true) };
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
