import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { placeOf } from '../lib/json-place.ts';
import type { Goal } from '../lib/plan-goal.ts';

type PlanTextProps = {
  readonly text: string;
  /** What is to be marked, when it changes. */
  readonly goal: Goal | null;
  readonly onInput: (text: string) => void;
};

/** The document as it is written. */
export function PlanText({ text, goal, onInput }: PlanTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  // Only a new goal marks a place: the mark must not jump away from what is typed.
  useEffect(() => {
    const { current } = area;
    if (goal === null || current === null) return;
    const { from, to } = goal.place ?? placeOf(current.value, goal.pointer);
    current.focus();
    current.setSelectionRange(from, to);
  }, [goal]);
  return (
    <label class="field">
      <span>{texts.value.plan.document}</span>
      <textarea
        ref={area}
        class="plan-text"
        spellcheck={false}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
