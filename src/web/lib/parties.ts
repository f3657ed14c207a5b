import type { LiveCall } from '../state/wire.ts';

export type Party = LiveCall['parties'][number];

/** The agent who has the call. */
export const agentOf = (call: LiveCall): Party | undefined =>
  call.parties.find(({ role }) => role === 'agent');

/** Whether the agent has stepped aside: the citizen hears music, or talks to the others. */
export function isAside(call: LiveCall): boolean {
  const agent = agentOf(call);
  return agent !== undefined && agent.place !== 'together';
}

const isGuest = ({ role }: Party): boolean => role !== 'citizen' && role !== 'agent';

/** Whether somebody is with the agent in private. */
export const hasPrivate = (call: LiveCall): boolean =>
  call.parties.some((party) => isGuest(party) && party.place === 'aside');

/** Whether somebody besides agent and citizen would go on talking when the agent leaves. */
export const hasGuests = (call: LiveCall): boolean => call.parties.some(isGuest);

/** What a party's chip says of it beside the name. */
export type PartyNote = 'held' | 'aside' | 'others' | 'away' | 'muted';

/** Pure. @param party one of the call's */
export function notesOf(call: LiveCall, party: Party): readonly PartyNote[] {
  const notes: PartyNote[] = [];
  const agentAside = isAside(call);
  if (party.role === 'citizen') {
    if (party.place === 'alone') notes.push('held');
    else if (agentAside) notes.push('others');
  } else if (party.place === 'aside') notes.push('aside');
  else if (party.role === 'agent' && agentAside) notes.push('away');
  else if (isGuest(party) && agentAside) notes.push('others');
  if (party.muted) notes.push('muted');
  return notes;
}

/** Green for who is heard by the citizen, amber for who waits. */
export const partyTone = (party: Party): 'talk' | 'wait' => (party.place === 'together' ? 'talk' : 'wait');
