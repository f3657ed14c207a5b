import { computed, signal } from '@preact/signals';

/** Pages that are a place of their own: `#/<name>`. Whoever may see one finds it in the rail. */
export const listed = [
  'desk',
  'live',
  'calls',
  'remote',
  'callbacks',
  'due',
  'followUps',
  'find',
  'ticketFigures',
  'tickets',
  'recordings',
  'copies',
  'wallboard',
  'reports',
  'agents',
  'phones',
  'plan',
  'prompts',
  'callers',
  'accounts',
  'tokens',
  'security',
] as const;
export type Listed = (typeof listed)[number];

/** Where in the screens we are. It is in the address after `#`, so that a reload, a bookmark or a link to a colleague shows the same. */
export type Route =
  /** No address: where one begins depends on who one is. */
  | { readonly page: 'start' }
  | { readonly page: Listed }
  | { readonly page: 'call' | 'recording'; readonly id: string }
  | { readonly page: 'ticket'; readonly no: string };
export type Page = Exclude<Route['page'], 'start'>;

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

const parts = computed(() => {
  const [path = '', query = ''] = hash.value.replace(/^#\/?/, '').split('?', 2);
  return { path: path.split('/'), query };
});

export const route = computed<Route>(() => {
  const [name = '', id = ''] = parts.value.path;
  if (name === 'calls' && id !== '') return { page: 'call', id: decodeURIComponent(id) };
  if (name === 'recordings' && id !== '') return { page: 'recording', id: decodeURIComponent(id) };
  if (name === 'tickets' && id !== '') return { page: 'ticket', no: decodeURIComponent(id) };
  const page = listed.find((one) => one === name);
  return page === undefined ? { page: 'start' } : { page };
});

/** The filters in the address. */
export const query = computed<Readonly<Record<string, string>>>(() =>
  Object.fromEntries(new URLSearchParams(parts.value.query)),
);

/** Changes filters in the address; an empty value takes the filter away. Typing does not fill the history. */
export function setQuery(change: Readonly<Record<string, string>>): void {
  const search = new URLSearchParams(query.value);
  for (const [key, value] of Object.entries(change))
    if (value === '') search.delete(key);
    else search.set(key, value);
  const path = `#/${parts.value.path.join('/')}`;
  history.replaceState(null, '', search.size === 0 ? path : `${path}?${search.toString()}`);
  hash.value = location.hash;
}

export const linkTo = (page: Listed): string => `#/${page}`;
export const linkToRecording = (id: string): string => `#/recordings/${encodeURIComponent(id)}`;
export const linkToCall = (id: string): string => `#/calls/${encodeURIComponent(id)}`;
export const linkToTicket = (no: string): string => `#/tickets/${encodeURIComponent(no)}`;
