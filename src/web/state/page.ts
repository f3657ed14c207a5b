import { computed } from '@preact/signals';
import { hasDesk, may, who } from './desk.ts';
import { type Page, route } from './router.ts';

/** Who may see the state of the house begins with it, a unit with what it has to do. */
const first = (): Page => (may('state.read') ? 'live' : may('ticket.life') ? 'due' : 'security');

/** The page shown. Without an address an agent begins at the desk; who has no desk never sees one. */
export const page = computed<Page>(() => {
  if ((who.value?.limit ?? null) !== null) return 'security';
  const asked = route.value.page;
  if (asked === 'start') return who.value?.roles.includes('agent') === true ? 'desk' : first();
  return asked === 'desk' && !hasDesk.value ? first() : asked;
});
