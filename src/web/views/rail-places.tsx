import type { JSX } from 'preact';
import type { Right } from '../../access/roles.ts';
import type { Listed } from '../state/router.ts';

/** A place of the rail: whoever has the right sees it. */
export type Place = { readonly page: Listed; readonly right: Right; readonly icon: JSX.Element };

const icon = (d: string): JSX.Element => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={d} />
  </svg>
);

/**
 * All places, in groups by the work they are for; the names of the groups are those of `texts.rail`. A new page has its line here, in
 * router.ts and in app.tsx. Whoever sees places of one group alone is shown no heading.
 */
export const groups: readonly {
  readonly name: 'calls' | 'tickets' | 'watch' | 'setUp';
  readonly places: readonly Place[];
}[] = [
  {
    name: 'calls',
    places: [
      {
        page: 'desk',
        right: 'seat.signIn',
        icon: icon(
          'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1zM20 14h-3v5h2a1 1 0 0 0 1-1zM19 19c0 1.5-2 2-5 2',
        ),
      },
      {
        page: 'callbacks',
        right: 'callBacks.read',
        icon: icon(
          'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1M20 4l-5.5 5.5M14.5 5v4.5H19',
        ),
      },
      {
        page: 'calls',
        right: 'calls.read',
        icon: icon('M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0M12 7v5l3.5 2'),
      },
      {
        page: 'remote',
        right: 'remoteSeat.signIn',
        icon: icon('M4 20V9l8-5 8 5v11M9 20v-6h6v6M4 20h16'),
      },
    ],
  },
  {
    name: 'tickets',
    places: [
      { page: 'due', right: 'ticket.life', icon: icon('M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5') },
      {
        page: 'followUps',
        right: 'ticket.open',
        icon: icon('M20 12a8 8 0 1 1-2.5-5.8M20 3v4h-4M9 12l2 2 4-4'),
      },
      {
        page: 'find',
        right: 'ticket.life',
        icon: icon('M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0M15.5 15.5 20 20'),
      },
      {
        page: 'tickets',
        right: 'tickets.read',
        icon: icon('M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6'),
      },
      {
        page: 'recordings',
        right: 'recording.read',
        icon: icon('M4 10v4M8 6v12M12 9v6M16 4v16M20 10v4'),
      },
      {
        page: 'copies',
        right: 'recording.request',
        icon: icon('M8 8h12v12H8zM4 16V4h12M12 12v4M16 11v6'),
      },
    ],
  },
  {
    name: 'watch',
    places: [
      { page: 'live', right: 'state.read', icon: icon('M3 12h4l3-7 4 14 3-7h4') },
      {
        page: 'wallboard',
        right: 'state.read',
        icon: icon('M3 4.5h18v12H3zM8 20h8M12 16.5V20M7 12.5v-3M12 12.5v-5M17 12.5v-2'),
      },
      {
        page: 'ticketFigures',
        right: 'ticket.figures',
        icon: icon('M5 4h14v16H5zM8.5 16v-4M12 16V8M15.5 16v-2'),
      },
      { page: 'reports', right: 'figures.read', icon: icon('M4 4v16h16M8 16v-5M12.5 16V7M17 16v-7') },
    ],
  },
  {
    name: 'setUp',
    places: [
      {
        page: 'agents',
        right: 'assignment.read',
        icon: icon(
          'M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-3.5 2.4-5.5 5.5-5.5M13 20l1-3.5 5.5-5.5 2.5 2.5-5.5 5.5z',
        ),
      },
      {
        page: 'plan',
        right: 'plan.read',
        icon: icon('M6 4v6a4 4 0 0 0 4 4h8M14 10l4 4-4 4M6 4v16'),
      },
      {
        page: 'prompts',
        right: 'prompts.read',
        icon: icon('M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11'),
      },
      {
        page: 'callers',
        right: 'callers.read',
        icon: icon(
          'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20c0-3.5 2.6-5.5 6-5.5M17.5 21a4 4 0 1 0 0-8 4 4 0 0 0 0 8M14.8 19.8l5.5-5.5',
        ),
      },
      {
        page: 'phones',
        right: 'phones.read',
        icon: icon(
          'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1',
        ),
      },
      {
        page: 'accounts',
        right: 'accounts.read',
        icon: icon('M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c0-4 3.4-6 7.5-6s7.5 2 7.5 6'),
      },
      {
        page: 'tokens',
        right: 'accounts.read',
        icon: icon('M14.5 9.5a5 5 0 1 0-4.6 5l1.6 1.5h2v2h2v2h4v-3.4l-5.3-5.3M8 8.5h.5'),
      },
    ],
  },
];
