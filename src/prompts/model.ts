import type { AgentId } from '../acd/model.ts';
import type { Language, PromptName } from '../calls/ids.ts';
import type { EpochMs } from '../lib/time.ts';

/** Where a sound came from: set-up (or a hand) put it into the folder, espeak-ng spoke it, somebody uploaded it. */
export const origins = ['built', 'spoken', 'uploaded'] as const;
export type PromptOrigin = (typeof origins)[number];

/** A sound that a prompt has or had; at most one of a prompt is in force. */
export type PromptVersion = {
  readonly name: PromptName;
  /** 0: what was in the folder before anything was made here. */
  readonly n: number;
  readonly origin: PromptOrigin;
  /** What is said in it; null: nobody wrote it down. */
  readonly text: string | null;
  readonly note: string;
  readonly ms: number;
  readonly sha256: string;
  /** Null: set-up. */
  readonly by: AgentId | null;
  readonly at: EpochMs | null;
  readonly inForce: boolean;
};

/** A prompt that the hotline cannot be without: its own code names it, and set-up speaks it. */
export type BuiltIn = {
  readonly text: string;
  /** A part of a sentence: without silence around it, or a number would be said with a stop after each of its parts. */
  readonly tight: boolean;
};
export type BuiltIns = ReadonlyMap<string, BuiltIn>;

/** Where a prompt is named. `at`: a JSON pointer into the plan as it is filled. */
export type PromptPlace = {
  readonly where: 'plan' | 'draft' | 'call';
  /** The plan's version, the draft's number, or the call's id. */
  readonly of: string;
  readonly at: string;
};

/** Every place where prompts are named, by their names. */
export type PromptUses = ReadonlyMap<string, readonly PromptPlace[]>;

/** Voices that espeak-ng has, by language, or by its first part: for drafts of a text. */
const voices: Readonly<Record<string, string>> = {
  zh: 'cmn',
  'zh-HK': 'yue',
  'zh-MO': 'yue',
  cmn: 'cmn',
  yue: 'yue',
  hak: 'hak',
  en: 'en-gb',
  fr: 'fr-fr',
  pt: 'pt',
};
const sameNames = ['ar', 'de', 'es', 'hi', 'id', 'it', 'ja', 'kk', 'ko', 'ky', 'ru', 'th', 'ug', 'ur', 'vi'];

/** The voice for a language; null: there is none. Pure. */
export function voiceFor(language: Language): string | null {
  const [first = ''] = language.split('-');
  return voices[language] ?? voices[first] ?? (sameNames.includes(first) ? first : null);
}

/** What an upload may be, told by its first bytes. */
export const soundTypes = ['wav', 'flac', 'vorbis'] as const;
export type SoundType = (typeof soundTypes)[number];

/** Samples of 16 bit, 8,000 a second. */
export const sampleRate = 8_000;

export const limits = {
  /** Of an upload. */
  bytes: 10_485_760,
  /** Of a text that is spoken, in characters. */
  text: 500,
  shortestMs: 200,
  longestMs: 180_000,
  /** Of one prompt; those that are not in force can be removed. */
  versions: 50,
} as const;
