import type { Texts } from '../i18n/zh.ts';
import type { LiveCall, SeatRow } from '../state/wire.ts';

export const superviseModes = ['listen', 'whisper', 'join', 'takeOver', 'stop'] as const;
export type SuperviseMode = (typeof superviseModes)[number];

/** Whether this seat is beside the call, and has not taken it over. */
export const isBeside = (call: LiveCall, seat: string | null): boolean =>
  seat !== null && call.supervision?.seat === seat;

/** Why a mode cannot be asked for now; null when it can. Pure; the server decides all the same. @param seat one's own */
export function superviseWhy(
  t: Texts,
  call: LiveCall,
  seat: SeatRow | null,
  mode: SuperviseMode,
): string | null {
  const w = t.supervise;
  const { supervision } = call;
  if (!call.parties.some(({ role }) => role === 'agent')) return t.lead.onlyTalk;
  if (seat === null) return w.noSeat;
  const beside = isBeside(call, seat.id);
  if (supervision !== null && !beside) return w.other(supervision.agentName ?? supervision.agent);
  if (!beside) {
    if (mode === 'takeOver' || mode === 'stop') return w.onlyInside;
    return seat.doing.state === 'talking' || seat.doing.state === 'offered' ? w.busy : null;
  }
  if (mode === 'takeOver') {
    if (call.phase === 'emergency') return t.controls.why.emergency;
    return supervision?.up === true ? null : w.ringing;
  }
  return supervision?.mode === mode ? w.soAlready : null;
}
