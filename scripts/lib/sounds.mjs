import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { say } from './say.mjs';

const repo = join(import.meta.dirname, '..', '..');
const speech = ['-v', 'cmn', '-s', '240'];

/**
 * Makes the prompts and the music that are missing below a run folder. A prompt is a file that can be replaced: one that is there is
 * never written again.
 * @param {string} runDir
 * @returns {Promise<number>} how many files were made
 */
export async function makeSounds(runDir) {
  const prompts = Object.entries(
    JSON.parse(readFileSync(join(repo, 'asterisk-conf/prompts/zh-CN.json'), 'utf8')),
  );
  const folder = join(runDir, 'sounds/zh/hotline');
  const music = join(runDir, 'moh/quiet-evening.wav');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(join(runDir, 'moh'), { recursive: true, mode: 0o700 });
  const missing = prompts.filter(([name]) => !existsSync(join(folder, `${name}.wav`)));
  if (missing.length > 0) say(`speaking ${missing.length} prompts`);
  for (const [name, { text, tight }] of missing) await speak(text, join(folder, `${name}.wav`), tight);
  if (existsSync(music)) return missing.length;
  await playTune(music);
  return missing.length + 1;
}

/** @param {string} text @param {string} file @param {boolean} [tight] a part of a sentence: without silence around it */
async function speak(text, file, tight = false) {
  const raw = `${file}.22k.wav`;
  await run('espeak-ng', [...speech, '-w', raw, text]);
  // What espeak-ng adds of silence at both ends is cut off, or a number would be said with a stop after each of its parts.
  const ends = tight
    ? [
        'silence',
        '1',
        '0.01',
        '0.5%',
        'reverse',
        'silence',
        '1',
        '0.01',
        '0.5%',
        'reverse',
        'pad',
        '0.02',
        '0.04',
      ]
    : ['pad', '0.15', '0.25'];
  await toTelephone([raw], file, ['norm', '-4', ...ends]);
  rmSync(raw);
}

/** 8 kHz, mono, 16 bit, whole or not at all. @param {string[]} source @param {string} file @param {string[]} effects */
async function toTelephone(source, file, effects) {
  const partial = file.replace(/\.wav$/, '.partial.wav');
  await run('sox', [
    '-R',
    ...source,
    '-r',
    '8000',
    '-c',
    '1',
    '-b',
    '16',
    '-e',
    'signed-integer',
    partial,
    ...effects,
  ]);
  renameSync(partial, file);
}

/** A slow pentatonic line: each note a pluck with a soft lower fifth, so that nothing startles an ear at the phone. */
const notes = [
  'G4',
  'A4',
  'C5',
  'D5',
  'E5',
  'D5',
  'C5',
  'A4',
  'G4',
  'E4',
  'G4',
  'A4',
  'C5',
  'A4',
  'G4',
  'E4',
  'D4',
  'E4',
  'G4',
  'C4',
];
const below = { C4: 'G3', D4: 'G3', E4: 'A3', G4: 'C4', A4: 'D4', C5: 'E4', D5: 'G4', E5: 'A4' };

/** @param {string} file */
async function playTune(file) {
  say('synthesising the music on hold');
  const parts = notes.map((_, i) => `${file}.${String(i).padStart(2, '0')}.wav`);
  for (const [i, note] of notes.entries()) {
    const seconds = i % 5 === 4 ? '2.2' : '1.1';
    const tones = ['synth', seconds, 'sine', note, 'sine', below[note]];
    await run('sox', [
      '-R',
      '-n',
      '-r',
      '8000',
      '-c',
      '2',
      '-b',
      '16',
      parts[i],
      ...tones,
      'channels',
      '1',
      'fade',
      'q',
      '0.06',
      seconds,
      '0.7',
      'gain',
      '-9',
    ]);
  }
  await toTelephone(parts, file, ['reverb', '25', 'channels', '1', 'gain', '-n', '-14']);
  for (const part of parts) rmSync(part);
}
