import { createHash } from 'node:crypto';
import type { Who } from '../access/model.ts';
import type { Audit, AuditAction } from '../audit/model.ts';
import { type Language, type PromptName, usualLanguage } from '../calls/ids.ts';
import { groupedBy } from '../lib/grouped.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Refusal } from '../ports/house.ts';
import type { SoundsFolder, Staged } from './folder.ts';
import {
  type BuiltIns,
  limits,
  type PromptPlace,
  type PromptUses,
  type PromptVersion,
  voiceFor,
} from './model.ts';
import { finished, playableMs, type Sound, soundTypeOf } from './pcm.ts';
import {
  cannotWrite,
  noFolder,
  noProgram,
  noPrompt,
  notSound,
  noVersion,
  noVoice,
  refusalOf,
  tooMany,
  whyInUse,
  wrongType,
} from './refusals.ts';
import type { NoSound, SoundTools } from './sound-tools.ts';
import type { PromptStore } from './store.ts';

export type PromptDeps = {
  readonly store: PromptStore;
  /** Does work in one transaction. */
  readonly tx: <T>(work: () => T) => T;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** Null: it is not known where Asterisk has its sounds. */
  readonly folder: SoundsFolder | null;
  readonly tools: SoundTools;
  readonly builtIns: BuiltIns;
  /** Every place where a prompt is named that may still be played; looked up anew each time. */
  readonly uses: (language: Language) => PromptUses;
  /** Languages that plans name, in force or not. */
  readonly planned?: () => readonly Language[];
};

/** Another language than the usual one, whose prompts it falls back to. */
type Beside = { readonly language: Language; readonly usual: PromptService };

/** What is said of a new sound. */
export type Words = { readonly text: string | null; readonly note: string };

/** A prompt as it is now. */
export type Prompt = {
  readonly name: PromptName;
  /** What is said in the version in force; where none is, in the newest, or what set-up would speak. */
  readonly text: string | null;
  /** The hotline cannot be without it. */
  readonly builtIn: boolean;
  /** What callers hear now; null: nothing of this prompt was ever put in force. */
  readonly inForce: Pick<PromptVersion, 'n' | 'origin' | 'text' | 'ms'> | null;
  /** Whether Asterisk can play it now; null: it is not known. */
  readonly playable: boolean | null;
  readonly usedIn: readonly PromptPlace[];
  /** In the order of their numbers; 0, what was in the folder first, also while nothing was made here. */
  readonly versions: readonly PromptVersion[];
};

/**
 * What callers hear. Each prompt has versions in the database, at most one of them in force; the file that Asterisk plays is made from that
 * one, whole or not at all, and made good at each start. A new sound is heard first and then put in force. Each language has its own; where
 * one has none callers hear the usual one, so that the hotline needs none but that.
 */
export class PromptService {
  readonly #deps: PromptDeps;
  readonly #beside: Beside | null;

  constructor(deps: PromptDeps, beside: Beside | null = null) {
    this.#deps = deps;
    this.#beside = beside;
  }

  /** The prompts of a language. */
  in(language: Language): PromptService {
    if (language === this.#language) return this;
    const usual = this.#beside?.usual ?? this;
    if (language === usualLanguage) return usual;
    const { store, folder } = this.#deps;
    const deps = { ...this.#deps, store: store.in(language), folder: folder?.in(language) ?? null };
    return new PromptService(deps, { language, usual });
  }

  /** The usual language first, then all that have prompts or are named by a plan, and those that are most likely wanted. */
  languages(): readonly Language[] {
    const others = [...this.#deps.store.languages(), ...(this.#deps.planned?.() ?? []), ...likely];
    return [...new Set([usualLanguage, ...others.toSorted()])];
  }

  get #language(): Language {
    return this.#beside?.language ?? usualLanguage;
  }

  /** All there are, by name. */
  list(): readonly Prompt[] {
    const { store, folder, builtIns } = this.#deps;
    const versions = groupedBy(store.all(), (version) => version.name);
    const files = folder?.list() ?? new Map<PromptName, number | null>();
    const usual = this.#beside?.usual.list().map(({ name }) => name) ?? [];
    const names = new Set([
      ...builtIns.keys(),
      ...versions.keys(),
      ...files.keys(),
      ...usual,
    ]) as Set<PromptName>;
    const uses = this.#deps.uses(this.#language);
    return [...names]
      .toSorted()
      .map((name) => this.#prompt(name, versions.get(name) ?? [], { file: files.get(name), uses }));
  }

  read(name: PromptName): Prompt | null {
    const { store, folder, builtIns } = this.#deps;
    const versions = store.of(name);
    const file = folder?.lengthOf(name);
    const isKnown = builtIns.has(name) || (this.#beside !== null && this.#beside.usual.read(name) !== null);
    return versions.length === 0 && file === undefined && !isKnown
      ? null
      : this.#prompt(name, versions, { file, uses: this.#deps.uses(this.#language) });
  }

  /** The bytes of a version, as Asterisk plays them. */
  sound(name: PromptName, n: number): Buffer | null {
    const kept = this.#deps.store.wav(name, n);
    if (kept !== null || n !== 0 || this.#hasInForce(name)) return kept;
    return this.#deps.folder?.read(name) ?? null;
  }

  /** Names that can be played now; null: it is not known, as Asterisk's folder is not. */
  playable(): ReadonlySet<string> | null {
    const { folder } = this.#deps;
    if (folder?.isThere() !== true) return null;
    return new Set([...folder.list()].flatMap(([name, ms]) => (ms === null ? [] : [name])));
  }

  /** Makes a version of a text. It is not in force: somebody listens to it first. */
  async speak(name: PromptName, words: Words & { readonly text: string }, who: Who) {
    const voice = voiceFor(this.#language);
    if (voice === null) return noVoice;
    const wav = await this.#deps.tools.speak(words.text, voice);
    if (!Buffer.isBuffer(wav)) return noProgram(wav, 'espeak-ng');
    return this.#make(name, wav, { ...words, origin: 'spoken', who });
  }

  /** Makes a version of what somebody has recorded. It is not in force either. */
  async upload(name: PromptName, bytes: Buffer, words: Words & { readonly who: Who }) {
    return this.#make(name, bytes, { ...words, origin: 'uploaded' });
  }

  /** Puts a version in force: whoever hears the prompt from now on hears this one. */
  use(name: PromptName, n: number, who: Who): Prompt | Refusal {
    const { store, folder } = this.#deps;
    const before = this.read(name);
    if (before === null) return noPrompt;
    const wanted = before.versions.find((version) => version.n === n);
    if (wanted === undefined) return noVersion;
    if (folder?.isThere() !== true) return noFolder;
    const wav = store.wav(name, n);
    // Without a row it is the file itself.
    if (wav === null) return before;
    const staged = this.#stage(name, wav);
    if ('code' in staged) return staged;
    const first = store.of(name).some((version) => version.n === 0 || version.inForce)
      ? null
      : this.#inFolder(name);
    this.#whole(name, staged, () => {
      if (first !== null) store.add(first.version, first.wav);
      store.use(name, n);
      this.#record('prompt.use', `${this.#called(name)} ${String(n)}`, who);
      staged.commit();
    });
    return this.read(name) ?? before;
  }

  /** Takes away a prompt that nobody needs. */
  remove(name: PromptName, who: Who): Refusal | null {
    const { store, folder, tx } = this.#deps;
    const found = this.read(name);
    if (found === null) return noPrompt;
    if (found.builtIn || found.usedIn.length > 0) return whyInUse(found);
    if (found.inForce !== null && folder === null) return noFolder;
    tx(() => {
      store.remove(name, null);
      this.#record('prompt.remove', this.#called(name), who);
      folder?.remove(name);
    });
    return null;
  }

  /** Takes away a version that is not in force. */
  removeVersion(name: PromptName, n: number, who: Who): Refusal | null {
    const found = this.read(name);
    if (found === null) return noPrompt;
    const version = found.versions.find((one) => one.n === n);
    if (version === undefined) return noVersion;
    if (version.inForce) return { code: 'H12_PROMPT_IN_USE', why: 'this version is in force' };
    // The way back to what set-up made is never taken away.
    if (n === 0) return { code: 'H12_PROMPT_IN_USE', why: 'the first version is the way back' };
    this.#deps.tx(() => {
      this.#deps.store.remove(name, n);
      this.#record('prompt.remove', `${this.#called(name)} ${String(n)}`, who);
    });
    return null;
  }

  /** Makes the files what the database says: after a restored backup, a lost disk, a crash. @returns the names that were made good */
  repair(): readonly string[] {
    const { store, folder } = this.#deps;
    if (folder?.isThere() !== true) return [];
    folder.sweep();
    const others = this.#beside === null ? store.languages().filter((one) => one !== usualLanguage) : [];
    const own = store
      .all()
      .filter(({ inForce }) => inForce)
      .flatMap(({ name, n, sha256 }) => {
        const file = folder.read(name);
        const wav = store.wav(name, n);
        if (wav === null || (file !== null && sha256Of(file) === sha256)) return [];
        folder.stage(name, wav).commit();
        return [this.#called(name)];
      });
    return [...own, ...others.flatMap((language) => this.in(language).repair())];
  }

  #prompt(
    name: PromptName,
    rows: readonly PromptVersion[],
    { file, uses }: { readonly file: number | null | undefined; readonly uses: PromptUses },
  ): Prompt {
    const { folder } = this.#deps;
    const builtIns = this.#own;
    const versions = rows.some(({ n, inForce }) => n === 0 || inForce)
      ? rows
      : [...this.#unwritten(name, file), ...rows];
    const inForce = versions.find((version) => version.inForce) ?? null;
    return {
      name,
      text: inForce === null ? (versions.at(-1)?.text ?? builtIns.get(name)?.text ?? null) : inForce.text,
      builtIn: builtIns.has(name),
      inForce:
        inForce === null
          ? null
          : { n: inForce.n, origin: inForce.origin, text: inForce.text, ms: inForce.ms },
      playable: folder?.isThere() === true ? typeof file === 'number' : null,
      usedIn: uses.get(name) ?? [],
      versions,
    };
  }

  /** What stands in the folder and in no row: in force, as nothing else was put there. */
  #unwritten(name: PromptName, file: number | null | undefined): readonly PromptVersion[] {
    const builtIn = this.#own.get(name);
    const isThere = this.#deps.folder === null ? builtIn !== undefined : file !== undefined;
    return isThere ? [{ ...zero, name, text: builtIn?.text ?? null, ms: file ?? 0 }] : [];
  }

  /** What is in the folder now, to be kept before it is replaced. */
  #inFolder(name: PromptName): { readonly version: PromptVersion; readonly wav: Buffer } | null {
    const wav = this.#deps.folder?.read(name) ?? null;
    if (wav === null) return null;
    const ms = playableMs(wav, wav.length) ?? 0;
    const text = this.#own.get(name)?.text ?? null;
    return { version: { ...zero, name, text, ms, sha256: sha256Of(wav), inForce: false }, wav };
  }

  /** What set-up speaks, and the hotline cannot be without. */
  get #own(): BuiltIns {
    return this.#beside === null ? this.#deps.builtIns : new Map();
  }

  /** On the record. */
  #called(name: PromptName): string {
    return this.#beside === null ? name : `${this.#beside.language}/${name}`;
  }

  #hasInForce(name: PromptName): boolean {
    return this.#deps.store.of(name).some(({ inForce }) => inForce);
  }

  async #make(
    name: PromptName,
    bytes: Buffer,
    made: Words & { readonly origin: 'spoken' | 'uploaded'; readonly who: Who },
  ): Promise<PromptVersion | Refusal> {
    const { store, tx, now } = this.#deps;
    if (store.of(name).length >= limits.versions) return tooMany;
    const sound = await this.#finish(name, bytes, made.origin === 'spoken');
    if ('code' in sound) return sound;
    // Numbered after the waiting: somebody else may have made one meanwhile.
    return tx(() => {
      const version: PromptVersion = {
        ...{ name, n: store.next(name), origin: made.origin, text: made.text, note: made.note },
        ...{ ms: sound.ms, sha256: sha256Of(sound.wav), by: made.who.agent, at: now(), inForce: false },
      };
      store.add(version, sound.wav);
      this.#record('prompt.make', `${this.#called(name)} ${String(version.n)} ${made.origin}`, made.who);
      return version;
    });
  }

  async #finish(name: PromptName, bytes: Buffer, spoken: boolean): Promise<Sound | Refusal> {
    const { tools, builtIns } = this.#deps;
    const type = soundTypeOf(bytes);
    if (type === null) return wrongType;
    const pcm: Buffer | NoSound = await tools.decode(bytes, type);
    if (!Buffer.isBuffer(pcm)) return pcm === 'missing' ? noProgram(pcm, 'sox') : notSound;
    const sound = finished(pcm, { tight: builtIns.get(name)?.tight ?? false, spoken });
    return typeof sound === 'string' ? refusalOf(sound) : sound;
  }

  #stage(name: PromptName, wav: Buffer): Staged | Refusal {
    try {
      return this.#deps.folder?.stage(name, wav) ?? noFolder;
    } catch (err) {
      return cannotWrite(err);
    }
  }

  /** Database and file, both or neither. */
  #whole(name: PromptName, staged: Staged, work: () => void): void {
    const { tx, folder } = this.#deps;
    const before = folder?.read(name) ?? null;
    try {
      tx(work);
    } catch (err) {
      staged.drop();
      if (before !== null) folder?.stage(name, before).commit();
      throw err;
    }
  }

  #record(action: AuditAction, target: string, { actor, address }: Who): void {
    this.#deps.audit({ at: this.#deps.now(), actor, action, target, outcome: 'done', address });
  }
}

const likely = ['en', 'yue'] as readonly string[] as readonly Language[];
const zero = { n: 0, origin: 'built', note: '', sha256: '', by: null, at: null, inForce: true } as const;

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
