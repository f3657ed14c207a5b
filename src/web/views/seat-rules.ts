import type { Texts } from '../i18n/zh.ts';
import { isLive } from '../state/desk.ts';
import type { SeatRow } from '../state/wire.ts';

/** Why a seat's commands cannot be given now, for the person; null when they can. The server decides all the same. */

const blocked = (t: Texts): string | null => (isLive.value ? null : t.bar.why.offline);

export function readyWhy(t: Texts, seat: SeatRow): string | null {
  const { doing } = seat;
  if (doing.state === 'offered') return t.seat.why.ringing;
  if (doing.state === 'ready' || (doing.state === 'talking' && doing.after.state === 'ready'))
    return t.seat.why.already;
  if (doing.state !== 'talking' && seat.phone === 'unreachable') return t.seat.why.phoneOff;
  return blocked(t);
}

export const reasonWhy = (t: Texts, seat: SeatRow): string | null =>
  seat.doing.state === 'offered' ? t.seat.why.ringing : blocked(t);

export const leaveWhy = (t: Texts, seat: SeatRow): string | null =>
  seat.doing.state === 'offered' || seat.doing.state === 'talking' ? t.seat.why.hasCall : blocked(t);
