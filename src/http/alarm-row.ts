import { type Static, Type } from 'typebox';
import { nullable, strict, word } from '../lib/wire.ts';

/** One thing that somebody must see to now. */
export const AlarmRow = strict({
  kind: word(['switchDown', 'journalHeld', 'recordings', 'emergencyRoutes', 'diskLow', 'diskUnread']),
  /** How many recordings, at most 100; or ways to emergency desks. */
  count: nullable(Type.Integer()),
  folder: nullable(word(['data', 'recordings', 'spool'])),
  freeBytes: nullable(Type.Integer()),
});
export type AlarmRow = Static<typeof AlarmRow>;
