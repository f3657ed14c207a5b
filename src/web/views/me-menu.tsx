import { useEffect, useRef, useState } from 'preact/hooks';
import { chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { seatTone, seatWord } from '../lib/seat-words.ts';
import { beReady, leaveSeat } from '../state/commands.ts';
import { chooseNotReady, lastReason } from '../state/keys.ts';
import type { SeatRow } from '../state/wire.ts';
import { Mark } from './parts.tsx';
import { leaveWhy, readyWhy, reasonWhy } from './seat-rules.ts';

/** My seat in the status line, on every page: what it is, and the choices. Esc closes it and touches nothing else. */
export function MeMenu({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open || box.current === null) return;
    return menuManners(box.current, (refocus) => {
      setOpen(false);
      if (refocus) button.current?.focus();
    });
  }, [open]);
  return (
    <div class="menu" ref={box}>
      <button
        type="button"
        ref={button}
        class="menu-button"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span>
          {t.line.me} {seat.id}
        </span>
        <Mark tone={seatTone(seat.doing)}>{seatWord(t, seat.doing)}</Mark>
        <span class="caret" aria-hidden="true">
          ▴
        </span>
      </button>
      {open ? <MeList seat={seat} done={() => setOpen(false)} /> : null}
    </div>
  );
}

/** How an open menu behaves: arrows move, Esc and a press elsewhere close it. @returns what ends that */
function menuManners(box: HTMLElement, close: (refocus: boolean) => void): () => void {
  box.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  const onPress = (event: PointerEvent): void => {
    if (!box.contains(event.target as Node)) close(false);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close(true);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveFocus(box, event.key === 'ArrowDown' ? 1 : -1);
    }
  };
  addEventListener('pointerdown', onPress);
  addEventListener('keydown', onKey);
  return () => {
    removeEventListener('pointerdown', onPress);
    removeEventListener('keydown', onKey);
  };
}

function moveFocus(box: HTMLElement, step: number): void {
  const items = [...box.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}

function MeList({ seat, done }: { readonly seat: SeatRow; readonly done: () => void }) {
  const t = texts.value;
  const item = (label: string, why: string | null, press: () => void, key?: string) => (
    <button
      type="button"
      role="menuitem"
      aria-disabled={why !== null}
      {...(why === null ? {} : { title: why })}
      onClick={() => {
        if (why !== null) return;
        press();
        done();
      }}
    >
      {label}
      {key === undefined ? null : <span class="key">{key}</span>}
    </button>
  );
  const toggles = seat.doing.state === 'ready';
  return (
    <div class="menu-list" role="menu">
      {item(t.seat.ready, readyWhy(t, seat), () => beReady(seat.id), toggles ? undefined : 'F9')}
      {chosenReasons.map((reason) =>
        item(
          `${t.seat.notReady} · ${t.seat.reason[reason]}`,
          reasonWhy(t, seat),
          () => chooseNotReady(seat.id, reason),
          toggles && reason === lastReason() ? 'F9' : undefined,
        ),
      )}
      <hr />
      {item(t.seat.signOut, leaveWhy(t, seat), () => leaveSeat(seat.id))}
    </div>
  );
}
