/**
 * What a person is for the hotline; a person may be several. `unitClerk` works on the tickets of a unit, `unitReviewer` releases what the
 * unit says; `districtOffice` and `managementOffice` supervise (Art. 5), `inspector` watches (Art. 12-4, 23); `routingAdministrator` edits how
 * calls are treated, `systemAdministrator` runs the system, `recordingCustodian` keeps the recordings (Art. 22).
 */
export const roles = [
  'agent',
  'shiftLeader',
  'unitClerk',
  'unitReviewer',
  'districtOffice',
  'managementOffice',
  'inspector',
  'routingAdministrator',
  'systemAdministrator',
  'recordingCustodian',
] as const;
export type Role = (typeof roles)[number];

/** What a person may ask for. Every route names one of them. */
export const rightNames = [
  'session.own',
  'state.read',
  'desk.open',
  'seats.read',
  'seat.signIn',
  'seat.command',
  'seat.move',
  'assignment.read',
  'assignment.write',
  'plan.read',
  'plan.publish',
  'calls.read',
  'call.command',
  'call.dial',
  'callBacks.read',
  'callBacks.work',
  'number.read',
  'tickets.read',
  'ticket.life',
  'ticket.open',
  'ticket.rules',
  'ticket.figures',
  'calendar.read',
  'calendar.write',
  'recording.read',
  'units.read',
  'units.write',
  'remoteSeat.signIn',
  'figures.read',
  'agentFigures.read',
  'accounts.read',
  'accounts.write',
  'tokens.manage',
  'metrics.read',
  'phones.read',
  'phones.write',
  'softphone.open',
] as const;
export type Right = (typeof rightNames)[number];

/** How far a right reaches: to what is one's own, one's unit's, one's district's, or to everything. */
export type Reach = 'own' | 'unit' | 'district' | 'any';

type Rights = Readonly<Partial<Record<Right, Reach>>>;

/** Everybody who has an account. */
const everybody: Rights = {
  'session.own': 'any',
  'desk.open': 'any',
  'units.read': 'any',
  // A token for a machine may do no more than its maker.
  'tokens.manage': 'own',
  'calendar.read': 'any',
};

/** Who may do what. What is not written here is not allowed. */
export const rights: Readonly<Record<Role, Rights>> = {
  agent: {
    ...everybody,
    'state.read': 'any',
    'seats.read': 'any',
    'seat.signIn': 'any',
    'softphone.open': 'own',
    'seat.command': 'own',
    'calls.read': 'any',
    'call.command': 'own',
    'call.dial': 'any',
    'callBacks.read': 'any',
    'callBacks.work': 'any',
    'number.read': 'own',
    'tickets.read': 'any',
    'ticket.life': 'any',
    'ticket.open': 'any',
    'recording.read': 'own',
    'agentFigures.read': 'own',
  },
  shiftLeader: {
    ...everybody,
    'state.read': 'any',
    'seats.read': 'any',
    'seat.signIn': 'any',
    'softphone.open': 'own',
    'seat.command': 'any',
    'seat.move': 'any',
    'assignment.read': 'any',
    'assignment.write': 'any',
    'plan.read': 'any',
    'calls.read': 'any',
    'call.command': 'any',
    'call.dial': 'any',
    'callBacks.read': 'any',
    'callBacks.work': 'any',
    'number.read': 'any',
    'tickets.read': 'any',
    'ticket.life': 'any',
    'ticket.open': 'any',
    'ticket.figures': 'any',
    'recording.read': 'any',
    'figures.read': 'any',
    'agentFigures.read': 'any',
  },
  // Which tickets are whose is the ticket's own rule: src/tickets/see.ts.
  unitClerk: { ...everybody, 'remoteSeat.signIn': 'unit', 'ticket.life': 'any', 'ticket.figures': 'any' },
  unitReviewer: { ...everybody, 'remoteSeat.signIn': 'unit', 'ticket.life': 'any', 'ticket.figures': 'any' },
  districtOffice: {
    ...everybody,
    'state.read': 'any',
    'figures.read': 'any',
    'ticket.life': 'any',
    'ticket.figures': 'any',
  },
  managementOffice: {
    ...everybody,
    'units.write': 'any',
    'state.read': 'any',
    'figures.read': 'any',
    'agentFigures.read': 'any',
    'ticket.life': 'any',
    'ticket.rules': 'any',
    'ticket.figures': 'any',
    'calendar.write': 'any',
  },
  inspector: {
    ...everybody,
    'state.read': 'any',
    'figures.read': 'any',
    'ticket.life': 'any',
    'ticket.figures': 'any',
  },
  routingAdministrator: {
    ...everybody,
    'state.read': 'any',
    'figures.read': 'any',
    'assignment.read': 'any',
    'assignment.write': 'any',
    'plan.read': 'any',
    'plan.publish': 'any',
  },
  // Runs the system; what citizens say is not the administrator's business (Art. 20-22).
  systemAdministrator: {
    ...everybody,
    'units.write': 'any',
    'state.read': 'any',
    'seats.read': 'any',
    'calendar.write': 'any',
    'accounts.read': 'any',
    'accounts.write': 'any',
    'tokens.manage': 'any',
    'metrics.read': 'any',
    'plan.read': 'any',
    'figures.read': 'any',
    'phones.read': 'any',
    'phones.write': 'any',
  },
  recordingCustodian: { ...everybody },
};
