import { chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { seatTone, seatWord } from '../lib/seat-words.ts';
import { beReady, leaveSeat } from '../state/commands.ts';
import { chooseNotReady, lastReason } from '../state/keys.ts';
import type { SeatRow } from '../state/wire.ts';
import { Menu, type MenuItem } from './menu.tsx';
import { Mark } from './parts.tsx';
import { leaveWhy, readyWhy, reasonWhy } from './seat-rules.ts';

/** My seat in the status line, on every page: what it is, and the choices. */
export function MeMenu({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const word = seatWord(t, seat.doing);
  return (
    <Menu label={`${t.line.me} ${seat.id} ${word}`} items={() => choices(seat)}>
      <span>
        {t.line.me} {seat.id}
      </span>
      <Mark tone={seatTone(seat.doing)}>{word}</Mark>
      <span class="caret" aria-hidden="true">
        ▴
      </span>
    </Menu>
  );
}

function choices(seat: SeatRow): readonly MenuItem[] {
  const t = texts.value;
  const toggles = seat.doing.state === 'ready';
  const keyIf = (on: boolean): Pick<MenuItem, 'key'> => (on ? { key: 'F9' } : {});
  return [
    { label: t.seat.ready, why: readyWhy(t, seat), press: () => beReady(seat.id), ...keyIf(!toggles) },
    ...chosenReasons.map((reason) => ({
      label: `${t.seat.notReady} · ${t.seat.reason[reason]}`,
      why: reasonWhy(t, seat),
      press: () => chooseNotReady(seat.id, reason),
      ...keyIf(toggles && reason === lastReason()),
    })),
    { label: t.seat.signOut, why: leaveWhy(t, seat), press: () => leaveSeat(seat.id), parted: true },
  ];
}
