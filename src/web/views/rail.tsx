import type { JSX } from 'preact';
import { texts } from '../i18n/index.ts';
import { may, who } from '../state/desk.ts';
import { page } from '../state/page.ts';
import { linkTo } from '../state/router.ts';
import { signOut } from '../state/session.ts';
import { LanguageSwitch } from './language-switch.tsx';

const icons: Readonly<Record<'desk' | 'live' | 'calls' | 'tickets', JSX.Element>> = {
  desk: (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1zM20 14h-3v5h2a1 1 0 0 0 1-1zM19 19c0 1.5-2 2-5 2" />
    </svg>
  ),
  live: (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 12h4l3-7 4 14 3-7h4" />
    </svg>
  ),
  calls: (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7v5l3.5 2" />
    </svg>
  ),
  tickets: (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6" />
    </svg>
  ),
};

const pages = ['desk', 'live', 'calls', 'tickets'] as const;
const rightFor = {
  desk: 'seat.signIn',
  live: 'state.read',
  calls: 'calls.read',
  tickets: 'tickets.read',
} as const;

/** The way around, at the left edge: the top belongs to the call. */
export function Rail() {
  const t = texts.value;
  const here = page.value === 'call' ? 'calls' : page.value;
  return (
    <nav class="rail" aria-label={t.product.nav}>
      <span class="brand" title={t.product.name}>
        12345
      </span>
      {pages
        .filter((name) => may(rightFor[name]))
        .map((name) => (
          <a key={name} href={linkTo(name)} {...(here === name ? { 'aria-current': 'page' as const } : {})}>
            {icons[name]}
            {t.nav[name]}
          </a>
        ))}
      <span class="space" />
      <span class="who">{who.value?.displayName}</span>
      <LanguageSwitch class="rail-button" />
      <button type="button" class="rail-button" onClick={() => void signOut()}>
        {t.signIn.out}
      </button>
    </nav>
  );
}
