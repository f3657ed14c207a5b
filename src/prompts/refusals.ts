import type { Refusal } from '../ports/house.ts';
import { limits, type PromptPlace } from './model.ts';
import type { Unfit } from './pcm.ts';

/** Why something about prompts is not done, in the codes of the API. */
export const noPrompt: Refusal = { code: 'H12_NO_SUCH_PROMPT', why: 'there is no such prompt' };
export const noVersion: Refusal = { code: 'H12_NO_SUCH_PROMPT_VERSION', why: 'it has no such version' };
export const noFolder: Refusal = {
  code: 'H12_NO_SOUNDS_FOLDER',
  why: 'it is not known where Asterisk has its sounds: set H12_SOUNDS_DIR to a folder that is there',
};
export const wrongType: Refusal = {
  code: 'H12_SOUND_TYPE',
  why: 'only WAV, FLAC and Ogg Vorbis are taken, whatever the file is called',
};
export const notSound: Refusal = {
  code: 'H12_SOUND_UNREADABLE',
  why: 'the file begins like a sound and cannot be read as one',
};
export const tooMany: Refusal = {
  code: 'H12_PROMPT_FULL',
  why: `a prompt has at most ${String(limits.versions)} versions: remove one that is not in force`,
};

export const noVoice: Refusal = {
  code: 'H12_NO_VOICE',
  why: 'espeak-ng has no voice for this language: upload a recording',
};

export const tooBusy = {
  code: 'H12_SOUND_BUSY',
  why: 'other sounds are being made: try again',
  retryMs: 2_000,
};

const unfit: Readonly<Record<Unfit, Refusal>> = {
  tooShort: { code: 'H12_SOUND_TOO_SHORT', why: 'it is shorter than 0.2 s' },
  tooLong: { code: 'H12_SOUND_TOO_LONG', why: 'it is longer than 180 s' },
  silent: { code: 'H12_SOUND_SILENT', why: 'nothing can be heard in it' },
};
export const refusalOf = (why: Unfit): Refusal => unfit[why];

export const noProgram = (why: 'missing' | 'unreadable', program: string): Refusal => ({
  code: 'H12_NO_SOUND_TOOL',
  why:
    why === 'missing'
      ? `${program} is not installed where the hotline runs`
      : `${program} could not do this in time`,
});

export const cannotWrite = (err: unknown): Refusal => ({
  code: 'H12_SOUNDS_NOT_WRITABLE',
  why: `the folder of sounds cannot be written: ${(err as { readonly code?: string }).code ?? 'fault'}`,
});

/** A prompt that somebody may still have to hear is not taken away. */
export const whyInUse = ({
  builtIn,
  usedIn,
}: {
  readonly builtIn: boolean;
  readonly usedIn: readonly PromptPlace[];
}): Refusal => ({
  code: 'H12_PROMPT_IN_USE',
  why: builtIn
    ? 'the hotline itself needs it: put version 0 in force to have the first one back'
    : `it is named in ${usedIn.map(({ where, of, at }) => `${where} ${of} ${at}`).join(', ')}`,
});
