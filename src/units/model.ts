import type { Brand } from '../lib/brand.ts';

export type UnitId = Brand<string, 'UnitId'>;

/** A unit (承办单位) that handles dispatched tickets (Art. 7). */
export type Unit = {
  readonly id: UnitId;
  readonly name: string;
  readonly shortName: string;
  /** County or district it works in; null for the whole city. */
  readonly district: string | null;
  /** Whether it is a member of the hotline: tickets for others go to the offices, which pass them on (Art. 11-2). */
  readonly member: boolean;
};
