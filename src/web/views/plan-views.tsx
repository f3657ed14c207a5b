import type { Goal } from '../lib/plan-goal.ts';
import { PlanText } from './plan-text.tsx';

type PlanViewsProps = {
  /** The document: what every view reads, and changes. */
  readonly text: string;
  readonly goal: Goal | null;
  readonly onText: (text: string) => void;
};

/** The document of a draft, as it is written. */
export const PlanViews = ({ text, goal, onText }: PlanViewsProps) => (
  <PlanText text={text} goal={goal} onInput={onText} />
);
