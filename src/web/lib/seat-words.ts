import type { Texts } from '../i18n/zh.ts';
import type { SeatRow } from '../state/wire.ts';

type Doing = SeatRow['doing'];

export type Tone = 'quiet' | 'full' | 'talk' | 'wait' | 'alarm';

/** What a seat is doing, in words. */
export const seatWord = (t: Texts, doing: Doing): string =>
  doing.state === 'notReady' ? t.seat.reason[doing.reason] : t.seat.state[doing.state];

/** The hotline's own findings about a seat, which somebody must look at. */
const findings: ReadonlySet<string> = new Set([
  'noAnswer',
  'refused',
  'declined',
  'phoneUnreachable',
  'phoneUnstable',
  'phoneFault',
]);

export function seatTone(doing: Doing): Tone {
  switch (doing.state) {
    case 'talking':
      return 'talk';
    case 'offered':
    case 'wrapUp':
      return 'wait';
    case 'ready':
      return 'full';
    case 'notReady':
      return findings.has(doing.reason) ? 'wait' : 'quiet';
    case 'offline':
      return 'quiet';
  }
}

const phaseTones: Readonly<Record<string, Tone>> = {
  talking: 'talk',
  conference: 'talk',
  queued: 'wait',
  offering: 'wait',
  dialling: 'wait',
  emergency: 'alarm',
};
export const phaseTone = (phase: string): Tone => phaseTones[phase] ?? 'quiet';

/** Answered calls are quiet; what went wrong in the house is red; callers nobody talked to wait for us to ring back. */
export function outcomeTone(outcome: string | null): Tone {
  switch (outcome) {
    case null:
      return 'talk';
    case 'answered':
      return 'full';
    case 'fault':
    case 'lost':
      return 'alarm';
    default:
      return 'wait';
  }
}

/** How a call ended, in words; a word this version does not know is shown as it came. */
export const outcomeWord = (t: Texts, outcome: string | null): string =>
  outcome === null ? t.common.none : ((t.outcome as Readonly<Record<string, string>>)[outcome] ?? outcome);

export const queueWord = (t: Texts, queue: string): string => t.queueNames[queue] ?? queue;

/** How satisfied the citizen was, in words. */
export const surveyWord = (t: Texts, level: number | null): string =>
  (t.survey.levels as Readonly<Record<number, string>>)[level ?? 0] ?? t.survey.none;

/** The same in a list, where most calls have none. */
export const levelWord = (t: Texts, level: number | null): string =>
  level === null ? t.common.none : surveyWord(t, level);
