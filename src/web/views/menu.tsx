import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A line of a menu. */
export type MenuItem = {
  readonly label: string;
  readonly press: () => void;
  /** Why it cannot be chosen now; null when it can. */
  readonly why: string | null;
  readonly key?: string;
  /** A line is drawn above it. */
  readonly parted?: boolean;
  /** What cannot be taken back asks once more, with these words in the same place. */
  readonly sure?: string;
};

type MenuProps = {
  readonly label: string;
  readonly items: () => readonly MenuItem[];
  readonly buttonClass?: string;
  /** Where it stands in a list: over everything, so that the list does not cut it off. */
  readonly floating?: boolean;
  readonly children: ComponentChildren;
};

/** A button with choices. Arrows move among them, Esc and a press elsewhere close it and touch nothing else. */
export function Menu({ label, items, buttonClass = 'menu-button', floating = false, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!open || box.current === null) return;
    return menuManners(box.current, (refocus) => {
      setOpen(false);
      if (refocus) button.current?.focus();
    });
  }, [open]);
  return (
    <div class={`menu ${floating ? 'floating' : ''}`} ref={box}>
      <button
        type="button"
        ref={button}
        class={buttonClass}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open ? (
        <MenuList
          items={items()}
          place={floating ? placeBy(button.current) : null}
          done={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}

type Place = { readonly right: string; readonly top?: string; readonly bottom?: string };
/** Room for the longest menu, in px. */
const roomPx = 380;

/** Below its button, or above it where there is no room below. */
function placeBy(button: HTMLElement | null): Place | null {
  if (button === null) return null;
  const { top, bottom, right } = button.getBoundingClientRect();
  const px = (n: number): string => `${String(Math.round(n))}px`;
  const at = { right: px(innerWidth - right) };
  return bottom + roomPx > innerHeight && top > innerHeight / 2
    ? { ...at, bottom: px(innerHeight - top + 4) }
    : { ...at, top: px(bottom + 4) };
}

/** How an open menu behaves. @returns what ends that */
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

type ListProps = {
  readonly items: readonly MenuItem[];
  readonly place: Place | null;
  readonly done: () => void;
};

function MenuList({ items, place, done }: ListProps) {
  const [asked, setAsked] = useState<string | null>(null);
  const choose = ({ label, why, sure, press }: MenuItem): void => {
    if (why !== null) return;
    if (sure !== undefined && asked !== label) {
      setAsked(label);
      return;
    }
    press();
    done();
  };
  return (
    <div class="menu-list" role="menu" {...(place === null ? {} : { style: place })}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          class={`${item.parted === true ? 'parted' : ''} ${asked === item.label ? 'sure' : ''}`}
          aria-disabled={item.why !== null}
          {...(item.why === null ? {} : { title: item.why })}
          onClick={() => choose(item)}
        >
          {asked === item.label ? item.sure : item.label}
          {item.key === undefined ? null : <span class="key">{item.key}</span>}
        </button>
      ))}
    </div>
  );
}
