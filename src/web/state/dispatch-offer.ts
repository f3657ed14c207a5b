import { signal } from '@preact/signals';
import { linkTo } from './router.ts';

/** A unit was not reached: its ticket is to be dispatched to it, with what was tried in the text. */
export type DispatchOffer = {
  readonly ticketNo: string;
  readonly unit: string;
  /** What was tried, to be added to the ticket's text; null: it has been. */
  readonly note: string | null;
};

export const dispatchOffer = signal<DispatchOffer | null>(null);

/** Takes the agent to the form, with the unit chosen and what was tried filled in. */
export function offerDispatch(ticketNo: string, unit: string, note: string): void {
  dispatchOffer.value = { ticketNo, unit, note };
  location.hash = linkTo('desk');
}

/** The note is taken once. @returns null when there is none for this ticket */
export function takeNote(ticketNo: string): string | null {
  const offer = dispatchOffer.peek();
  if (offer?.ticketNo !== ticketNo || offer.note === null) return null;
  dispatchOffer.value = { ...offer, note: null };
  return offer.note;
}

/** The unit wished for a ticket; null: none. */
export const wishedUnit = (ticketNo: string): string | null =>
  dispatchOffer.value?.ticketNo === ticketNo ? dispatchOffer.value.unit : null;
