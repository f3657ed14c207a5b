/** What a person is for the hotline; a person may be several. */
export const roles = ['agent', 'shiftLeader', 'systemAdministrator'] as const;
export type Role = (typeof roles)[number];

/** What a person may ask for. Every route names one of them. */
export type Right =
  | 'session.own'
  | 'state.read'
  | 'desk.open'
  | 'seats.read'
  | 'seat.signIn'
  | 'seat.command'
  | 'calls.read'
  | 'call.command'
  | 'number.read'
  | 'tickets.read'
  | 'recording.read'
  | 'units.read';

/** How far a right reaches: to what is one's own, or to everything. */
export type Reach = 'own' | 'any';

/** Who may do what. What is not written here is not allowed. */
export const rights: Readonly<Record<Role, Readonly<Partial<Record<Right, Reach>>>>> = {
  agent: {
    'session.own': 'any',
    'state.read': 'any',
    'desk.open': 'any',
    'seats.read': 'any',
    'seat.signIn': 'any',
    'seat.command': 'own',
    'calls.read': 'any',
    'call.command': 'own',
    'number.read': 'own',
    'tickets.read': 'any',
    'recording.read': 'own',
    'units.read': 'any',
  },
  shiftLeader: {
    'session.own': 'any',
    'state.read': 'any',
    'desk.open': 'any',
    'seats.read': 'any',
    'seat.signIn': 'any',
    'seat.command': 'any',
    'calls.read': 'any',
    'call.command': 'any',
    'number.read': 'any',
    'tickets.read': 'any',
    'recording.read': 'any',
    'units.read': 'any',
  },
  // Runs the system; what citizens say is not the administrator's business (Art. 20-22).
  systemAdministrator: {
    'session.own': 'any',
    'state.read': 'any',
    'desk.open': 'any',
    'seats.read': 'any',
    'units.read': 'any',
  },
};
