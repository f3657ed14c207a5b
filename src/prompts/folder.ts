import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Language, type PromptName, usualLanguage } from '../calls/ids.ts';
import { playableMs } from './pcm.ts';

/** A file that is written and does not have its name yet. */
export type Staged = { readonly commit: () => void; readonly drop: () => void };

/** The files that Asterisk plays: `<name>.wav` below `zh/hotline`, those of another language below `zh/hotline/<language>`. */
export type SoundsFolder = {
  /** Whether the folder is there. */
  isThere(): boolean;
  /** What is in it, with how long each sounds; null: Asterisk cannot play it. */
  list(): ReadonlyMap<PromptName, number | null>;
  /** One of them, as `list` has it; undefined: not there. */
  lengthOf(name: PromptName): number | null | undefined;
  read(name: PromptName): Buffer | null;
  /** Writes a file to the disk under another name first: who hears the one before goes on hearing it. @throws what the disk says */
  stage(name: PromptName, wav: Buffer): Staged;
  remove(name: PromptName): void;
  /** Takes away what a crash left half-way. */
  sweep(): void;
  /** That of another language. */
  in(language: Language): SoundsFolder;
};

const fileName = /^([a-z0-9][a-z0-9-]{0,63})\.wav$/;
/** A format can stand behind other parts of a file; longer than that we do not look. */
const headBytes = 512;

/** @param soundsDir Asterisk's folder of sounds, as the daemon sees it */
export function soundsFolder(soundsDir: string, language = usualLanguage): SoundsFolder {
  const folder = join(soundsDir, 'zh', ...below(language).split('/'));
  const pathOf = (name: PromptName): string => join(folder, `${name}.wav`);
  const names = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
  return {
    isThere: () => existsSync(soundsDir),
    list: () =>
      new Map(
        names().flatMap((file) => {
          const name = fileName.exec(file)?.[1] as PromptName | undefined;
          const ms = name === undefined ? undefined : lengthIn(pathOf(name));
          return name === undefined || ms === undefined ? [] : [[name, ms]];
        }),
      ),
    lengthOf: (name) => lengthIn(pathOf(name)),
    read: (name) => (existsSync(pathOf(name)) ? readFileSync(pathOf(name)) : null),
    stage: (name, wav) => stage(folder, pathOf(name), wav),
    remove: (name) => {
      rmSync(pathOf(name), { force: true });
    },
    sweep: () => {
      for (const file of names()) if (/^\..*\.part$/.test(file)) rmSync(join(folder, file), { force: true });
    },
    in: (other) => soundsFolder(soundsDir, other),
  };
}

const below = (language: Language): string =>
  language === usualLanguage ? 'hotline' : `hotline/${language}`;

/**
 * What Asterisk is told to play: the prompt in the call's language where there is one that can be played, at this moment, else in the usual
 * one. Where the folder is not known nothing but the usual one is sure to be there.
 */
export function soundFor(soundsDir: string | null): (name: PromptName, language: Language) => string {
  const folder = soundsDir === null ? null : soundsFolder(soundsDir);
  const isThere = (name: PromptName, language: Language): boolean => {
    try {
      return typeof folder?.in(language).lengthOf(name) === 'number';
    } catch {
      return false;
    }
  };
  return (name, language) =>
    `${below(language !== usualLanguage && isThere(name, language) ? language : usualLanguage)}/${name}`;
}

/** How long a file sounds, by its beginning and its size; undefined: it is not there. */
function lengthIn(path: string): number | null | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const read = readSync(file, head, 0, headBytes, 0);
    return playableMs(head.subarray(0, read), fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

function stage(folder: string, path: string, wav: Buffer): Staged {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `.${randomBytes(6).toString('hex')}.part`);
  const drop = (): void => {
    rmSync(partial, { force: true });
  };
  try {
    const file = openSync(partial, 'wx', 0o644);
    try {
      writeFileSync(file, wav);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (err) {
    drop();
    throw err;
  }
  return { commit: () => renameSync(partial, path), drop };
}
