import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPrompts, type PromptsAround } from '../../src/sounds-place.ts';

/** The real prompts, over a folder of sounds that is empty at first: `sounds` below the one given. */
export function promptsBelow(folder: string, around: PromptsAround) {
  const soundsDir = join(folder, 'sounds');
  mkdirSync(soundsDir, { recursive: true });
  return { prompts: openPrompts({ soundsDir }, around), soundsDir };
}
