import { texts } from '../i18n/index.ts';
import { may, who } from '../state/desk.ts';
import { page } from '../state/page.ts';
import { linkTo, type Page } from '../state/router.ts';
import { signOut } from '../state/session.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { groups, type Place } from './rail-places.tsx';

/** The way around, at the left edge: the top belongs to the call. The places scroll, the person and the way out stay. */
export function Rail() {
  const t = texts.value;
  const seen = groups
    .map(({ name, places }) => ({ name, places: places.filter(({ right }) => may(right)) }))
    .filter(({ places }) => places.length > 0);
  return (
    <nav class="rail" aria-label={t.product.nav}>
      <span class="brand" title={t.product.name}>
        12345
      </span>
      <div class="places">
        {seen.map(({ name, places }) => (
          <section key={name} class="group" aria-label={t.rail[name]}>
            {seen.length > 1 ? <span class="group-name">{t.rail[name]}</span> : null}
            {places.map((place) => (
              <Way key={place.page} place={place} />
            ))}
          </section>
        ))}
      </div>
      <a
        class="who"
        href={linkTo('security')}
        title={t.people.security.title}
        {...(page.value === 'security' ? { 'aria-current': 'page' as const } : {})}
      >
        {who.value?.displayName}
      </a>
      <LanguageSwitch class="rail-button" />
      <button type="button" class="rail-button" onClick={() => void signOut()}>
        {t.signIn.out}
      </button>
    </nav>
  );
}

/** Pages below a place of the rail. */
const parents: Readonly<Partial<Record<Page, Page>>> = {
  call: 'calls',
  recording: 'recordings',
  ticket: 'find',
};

function Way({ place }: { readonly place: Place }) {
  const here = (parents[page.value] ?? page.value) === place.page;
  return (
    <a href={linkTo(place.page)} {...(here ? { 'aria-current': 'page' as const } : {})}>
      {place.icon}
      {texts.value.nav[place.page]}
    </a>
  );
}
