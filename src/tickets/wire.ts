import { type Static, Type } from 'typebox';
import { numberFor } from '../access/mask.ts';
import type { Actor, Resource } from '../access/model.ts';
import {
  Instant,
  nullable,
  pageOf,
  pageQuery,
  periodQuery,
  SurveyLevelCell,
  SurveyLevelWord,
  strict,
  word,
} from '../lib/wire.ts';
import type { Ticket } from './model.ts';

const states = ['open', 'abandoned'] as const satisfies readonly Ticket['state'][];

export const TicketNumber = Type.String({ pattern: '^[0-9]{8}-[0-9]{6,9}(?:-[0-9]{1,3})?$' });
/** A name that people give, which stands in addresses: letters of any script, digits, and what joins them. */
export const PlainName = Type.String({ pattern: '^[\\p{L}\\p{N}（）、·_-]{1,60}$' });
export const TicketParams = strict({ no: TicketNumber });
export const TicketQuery = strict({
  ...pageQuery,
  state: Type.Optional(word(states)),
  surveyLevel: Type.Optional(SurveyLevelWord),
  ...periodQuery,
});

export const TicketRow = strict({
  no: Type.String(),
  call: Type.String(),
  callerNumber: nullable(Type.String()),
  state: word(states),
  openedAt: Instant,
  closedAt: nullable(Instant),
  outcome: nullable(Type.String()),
  agent: nullable(Type.String()),
  seat: nullable(Type.String()),
  surveyLevel: SurveyLevelCell,
});
export type TicketRow = Static<typeof TicketRow>;
export const TicketPage = pageOf(TicketRow);

/** A ticket as this actor may see it. @param of whose it is; beside its call, which knows of an offer earlier, the call's agent */
export const ticketRow = (actor: Actor, ticket: Ticket, of: Resource = ticket): TicketRow => ({
  ...ticket,
  callerNumber: numberFor(actor, ticket.callerNumber, of),
});
