import type { DialString, PromptName } from '../calls/model.ts';

/** The police, the ambulance, the fire service. */
export const emergencyNumbers = ['110', '120', '119'] as const;
export type EmergencyNumber = (typeof emergencyNumbers)[number];

/** One way to an emergency desk. */
export type EmergencyRoute = {
  /** As people are told, e.g. `110 市局指挥中心`. */
  readonly name: string;
  readonly dial: DialString;
  /** County or district whose desk it leads to; null: it serves the whole city. */
  readonly district: string | null;
  /** How long the desk is rung before the next route's turn, in ms, 1,000 to 120,000. */
  readonly ringMs: number;
  /** Whether the known place is sent along as a PIDF-LO (RFC 6442). */
  readonly location: boolean;
  /** A number of the desk itself, to be read out to the citizen when it could not be reached; null: none is known. */
  readonly direct: string | null;
};

/** The routes to each desk, in the order in which they are tried. */
export type EmergencyRoutes = Readonly<Record<EmergencyNumber, readonly EmergencyRoute[]>>;

/** What a caller hears who is on the way to an emergency desk without an agent. */
export const connectingWords = ['emergency-connecting'] as readonly string[] as readonly PromptName[];

/** What a caller hears whom no desk answered: which number to dial, twice. */
export const failedWords = (number: EmergencyNumber): readonly PromptName[] => {
  const words = `emergency-failed-${number}` as PromptName;
  return [words, words];
};
