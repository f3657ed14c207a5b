import { texts } from '../i18n/index.ts';
import { standingTone, standingWord } from '../lib/caller-words.ts';
import { languageWord } from '../lib/language-words.ts';
import type { LiveCall } from '../state/wire.ts';
import { Mark } from './parts.tsx';

/** What to know of a caller before the first word: the language that was chosen, and the list that the number is on. */
export function CallerMarks({ call }: { readonly call: LiveCall }) {
  const t = texts.value.callers;
  const { standing } = call;
  return (
    <>
      {call.language === null ? null : <Mark tone="full">{t.speaks(languageWord(call.language))}</Mark>}
      {standing === null ? null : (
        <span title={standing.reason ?? undefined}>
          <Mark tone={standingTone(standing)}>{standingWord(standing)}</Mark>
        </span>
      )}
    </>
  );
}

/** The same for a list of facts. */
export function callerFacts({ language, standing }: LiveCall): readonly (readonly [string, string])[] {
  const t = texts.value.callers;
  return [
    ...(language === null ? [] : [[t.language, languageWord(language)] as const]),
    ...(standing === null ? [] : [[t.standing, standingWord(standing)] as const]),
    ...(standing?.reason == null ? [] : [[t.reason, standing.reason] as const]),
  ];
}
