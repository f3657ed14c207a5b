import { computed } from '@preact/signals';
import { hasDesk, who } from './desk.ts';
import { type Page, route } from './router.ts';

/** The page shown. Without an address an agent begins at the desk, others at the live state; who has no desk never sees one. */
export const page = computed<Page>(() => {
  if ((who.value?.limit ?? null) !== null) return 'security';
  const asked = route.value.page;
  if (asked === 'start') return who.value?.roles.includes('agent') === true ? 'desk' : 'live';
  return asked === 'desk' && !hasDesk.value ? 'live' : asked;
});
