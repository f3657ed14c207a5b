import { texts } from '../i18n/index.ts';
import { day } from '../lib/format.ts';
import type { Tone } from '../lib/seat-words.ts';
import { now } from '../state/clock.ts';
import type { CaseView } from '../state/wire.ts';
import { Mark } from './parts.tsx';

type Stage = CaseView['state'];
const tones: Readonly<Record<Stage, Tone>> = {
  open: 'full',
  outOfScope: 'quiet',
  resolved: 'talk',
  atOffice: 'wait',
  withUnits: 'full',
  returned: 'wait',
  followUp: 'wait',
  archived: 'quiet',
  merged: 'quiet',
};
export const StageMark = ({ stage }: { readonly stage: Stage }) => (
  <Mark tone={tones[stage]}>{texts.value.ticket.stage[stage]}</Mark>
);

type Colour = 'none' | 'yellow' | 'red';
const cardTones: Readonly<Record<Colour, Tone>> = { none: 'quiet', yellow: 'wait', red: 'alarm' };
/** The card in words as well as in colour. */
export const CardMark = ({ card }: { readonly card: Colour }) =>
  card === 'none' ? null : <Mark tone={cardTones[card]}>{texts.value.ticket.card[card]}</Mark>;

/** That something was said of it which the unit has not opened: instructions (批示), inspection notes (督查意见). */
export const UnreadMark = ({ unread }: { readonly unread: number }) =>
  unread === 0 ? null : <Mark tone="full">{texts.value.ticket.due.unread(unread)}</Mark>;

const hourMs = 3_600_000;
/** How long is left, or how long it is over. */
export function leftWords(dueAt: number): string {
  const t = texts.value.ticket.due;
  const ms = dueAt - now.value;
  const hours = Math.floor(Math.abs(ms) / hourMs);
  const words = hours >= 48 ? t.days(Math.floor(hours / 24)) : t.hours(hours);
  return ms < 0 ? t.overdue(words) : t.left(words);
}

/** The last day of a limit, in which one can still be in time. */
export const lastDay = (dueAt: number): string => day(dueAt - 1);

type Duty = CaseView['duties'][number];

/** What is due, by when, by whom and by which rule. */
export function DutyLine({ duty, owner }: { readonly duty: Duty; readonly owner: string }) {
  const t = texts.value.ticket;
  return (
    <div class={`duty ${duty.card}`}>
      <div class="duty-head">
        <b>{t.step[duty.step]}</b>
        <span class="quiet">{owner}</span>
        <CardMark card={duty.card} />
      </div>
      <div>
        {t.page.due} <b class="number">{lastDay(duty.at)}</b>{' '}
        <span class={duty.card === 'red' ? 'over' : 'quiet'}>{leftWords(duty.at)}</span>
      </div>
      <div class="quiet small">
        {t.page.rule} {duty.source} · {t.page.days(duty.days)}
        {duty.provisional ? ` · ${t.page.provisional}` : ''}
      </div>
    </div>
  );
}
