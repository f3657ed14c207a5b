import type { Actor } from '../../src/access/model.ts';
import type { Role } from '../../src/access/roles.ts';
import type { AgentId } from '../../src/acd/model.ts';
import { type CountingRules, defaultCounting } from '../../src/calendar/model.ts';
import { calendarOf } from '../../src/calendar/rules.ts';
import { publishedSchedule } from '../../src/calendar/source.ts';
import type { CallId, TicketNo } from '../../src/calls/model.ts';
import { type EpochMs, epochMs } from '../../src/lib/time.ts';
import type { Action, ActionOf } from '../../src/tickets/life/actions.ts';
import { decideCase } from '../../src/tickets/life/decide.ts';
import { type Reckoning, regulationLimits } from '../../src/tickets/life/limits.ts';
import type { Case, Content, Kind, PartId } from '../../src/tickets/life/model.ts';
import { usualSettings } from '../../src/tickets/life/settings.ts';
import type { Setting } from '../../src/tickets/life/table.ts';
import type { Topic } from '../../src/tickets/topics.ts';
import type { Unit, UnitId } from '../../src/units/model.ts';

export const timeZone = 'Asia/Shanghai';
const counting: CountingRules = { ...defaultCounting, timeZone };
export const reckoning: Reckoning = { calendar: calendarOf(publishedSchedule(), new Map()), counting };

/** An instant of Beijing time. */
export const at = (text: string): EpochMs => epochMs(Date.parse(`${text}:00+08:00`));
export const shown = (instant: EpochMs): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant);

export const unitId = (id: string): UnitId => id as UnitId;
const unit = (id: string, more: Partial<Unit> = {}): Unit => ({
  id: unitId(id),
  name: id,
  shortName: id,
  district: null,
  member: true,
  ...more,
});
export const units = [unit('rsj'), unit('cgj'), unit('gdj', { member: false })];

/** A call that there was not. */
export const nowhere = 'C9.404' as CallId;

/** Other tickets, for what is merged. */
export const others = new Map<TicketNo, Case>();
export const topics: readonly Topic[] = [
  { name: '市容环境', confidential: false, units: [{ district: null, unit: unitId('cgj') }] },
  { name: '举报人保护', confidential: true, units: [{ district: null, unit: unitId('rsj') }] },
];

export const person = (role: Role, more: Partial<Actor> = {}): Actor => ({
  id: role as string as AgentId,
  roles: [role],
  unit: null,
  district: null,
  cleared: false,
  ...more,
});
export const agent = person('agent');
export const clerk = person('unitClerk', { unit: unitId('rsj') });
export const reviewer = person('unitReviewer', { unit: unitId('rsj') });
export const office = person('managementOffice');
export const district = person('districtOffice', { district: '梅江区' });

export const part = (n: number): PartId => n as PartId;

export const filled = (kind: Kind): Content => ({
  kind,
  topic: null,
  title: '路灯不亮',
  text: '江南街道三角地路灯不亮已三天',
  district: '梅江区',
  place: '江南街道',
  callerName: '王小明',
  keepIdentity: false,
});

export const opened = (kind: Kind | null = 'complaint', openedAt = at('2026-11-24T09:00')): Case => ({
  no: '20261124-000001' as TicketNo,
  version: 1,
  state: 'open',
  level: 'ordinary',
  content: kind === null ? { ...filled('help'), kind: null } : filled(kind),
  openedAt,
  since: openedAt,
  calls: ['C1.1' as CallId],
  scopeReason: null,
  answer: null,
  office: null,
  parts: [],
  followUps: [],
  redoes: [],
  remarks: [],
  mergedInto: null,
  closedAt: null,
});

export const setting = (actor: Actor, when: EpochMs): Setting => ({
  actor,
  at: when,
  limits: regulationLimits,
  reckoning,
  unit: (id) => units.find((one) => one.id === id),
  topic: (name) => topics.find((one) => one.name === name),
  call: (id) => id !== nowhere,
  other: (no) => others.get(no) ?? null,
  followUp: usualSettings.followUp,
});

/** What is done in order: who, what, when. */
export type Deed = readonly [Actor, Action, EpochMs];

/** The case after all of it. @throws when something was refused */
export function after(found: Case, ...deeds: readonly Deed[]): Case {
  return deeds.reduce((before, [actor, action, when]) => {
    const outcome = decideCase(before, action, setting(actor, when));
    if ('refusal' in outcome) throw new Error(`${action.type}: ${JSON.stringify(outcome.refusal)}`);
    return outcome.next;
  }, found);
}

/** The code with which something is refused; null when it is done. */
export function refusedBy(found: Case, actor: Actor, action: Action, when: EpochMs): string | null {
  const outcome = decideCase(found, action, setting(actor, when));
  return 'refusal' in outcome ? outcome.refusal.code : null;
}

export const toRsj: ActionOf<'dispatch'> = {
  type: 'dispatch',
  to: [{ unit: unitId('rsj'), role: 'sole' }],
  otherLimits: [],
};
