import type { Command, Outcome } from '../calls/commands.ts';
import { isObject, parseAs } from '../lib/shape.ts';

/** What Asterisk answered to a request: an HTTP status and a JSON text. */
export type Answer = { readonly status: number; readonly body: string };

const longestDetail = 120;

/**
 * What became of a command, by Asterisk's answer. What the texts stand for was seen on Asterisk 22.10 (test/asterisk/outcome.test.ts):
 * the status alone does not tell a missing party (400) from a malformed request (400).
 */
export function outcomeOf(command: Command['type'], { status, body }: Answer): Outcome {
  if (status >= 200 && status < 300) return { result: 'done' };
  const words = wordsOf(body);
  // A bridge that was destroyed keeps its id for a moment, and has left the application.
  if (status === 404 || words === 'Bridge not in Stasis application') return { result: 'gone' };
  // A party or the caller for whom a seat was to be rung: addChannel and originate name them in the request's body.
  if ((status === 400 || status === 422) && missingParty[command]?.test(words) === true)
    return { result: 'gone' };
  if (status === 409) return { result: 'conflict', detail: words };
  // The endpoint has no registered contact: Asterisk says so at once and rings nothing.
  if ((command === 'RingSeat' || command === 'RingParty') && status === 500 && words === 'Allocation failed')
    return { result: 'refused', detail: 'unreachable' };
  return { result: 'refused', detail: `${status} ${words}`.trim() };
}

const missingParty: Partial<Record<Command['type'], RegExp>> = {
  Join: /^Channel not found$/,
  Leave: /^Channel not (?:found|in this bridge)$/,
  RingParty: /^Provided originator channel was not found$/,
  RingSeat: /^Provided originator channel was not found$/,
  PrepareDial: /^Provided originator channel was not found$/,
};

/** Asterisk's own words; a part of them, and never more than a line of a log can hold. */
function wordsOf(body: string): string {
  const said = parseAs(body, isObject);
  const words = said?.['message'] ?? said?.['error'];
  return typeof words === 'string' ? words.slice(0, longestDetail) : '';
}
