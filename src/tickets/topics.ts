import type { Unit, UnitId } from '../units/model.ts';

/** What requests are about, and whose matter it is (Art. 11: 按照群众来电内容、涉及领域和地域). */
export type Topic = {
  /** Its Chinese name: what tickets carry. */
  readonly name: string;
  /** Units have declared it confidential (Art. 21): a ticket of it is for cleared people alone. */
  readonly confidential: boolean;
  readonly units: readonly Responsible[];
};
/** Who is responsible in a county or district; null: everywhere else. */
export type Responsible = { readonly district: string | null; readonly unit: UnitId };

/** Whom a ticket goes to by topic and place: the unit of the district, else the whole city's; null when nobody is named. */
export function responsibleFor(topic: Topic | undefined, district: string | null): UnitId | null {
  const units = topic?.units ?? [];
  const there = district === null ? undefined : units.find((one) => one.district === district);
  return (there ?? units.find((one) => one.district === null))?.unit ?? null;
}

/** How a ticket is dispatched: to the unit itself when it is a member, else through the office responsible (Art. 11-2). */
export type Way =
  | { readonly to: 'unit'; readonly unit: UnitId }
  | { readonly to: 'office'; readonly district: string | null; readonly unit: UnitId | null };

/** The way of Art. 11-2 by topic and place. */
export function wayOf(topic: Topic | undefined, district: string | null, units: readonly Unit[]): Way {
  const id = responsibleFor(topic, district);
  const unit = units.find((one) => one.id === id);
  return unit?.member === true ? { to: 'unit', unit: unit.id } : { to: 'office', district, unit: id };
}
