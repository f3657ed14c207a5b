import type { Flow } from './plan-flow.ts';
import type { Layout } from './plan-layout.ts';

/** Along a step, against one, or to the neighbour above or below. */
export type Way = 'on' | 'back' | 'up' | 'down';

/** The stop that an arrow key leads to; the same where there is none. Pure. */
export function stepFrom(
  { nodes, edges }: Flow,
  { boxes }: Layout,
  [id, way]: readonly [string, Way],
): string {
  const yOf = (one: string): number => boxes.get(one)?.y ?? 0;
  const here = boxes.get(id);
  if (here === undefined) return id;
  const nearest = (ids: readonly string[]): string =>
    ids.toSorted((a, b) => Math.abs(yOf(a) - here.y) - Math.abs(yOf(b) - here.y))[0] ?? id;
  if (way === 'on')
    return nearest(edges.filter(({ from, to }) => from === id && to !== id).map(({ to }) => to));
  if (way === 'back')
    return nearest(edges.filter(({ from, to }) => to === id && from !== id).map(({ from }) => from));
  // A column is where boxes stand one under the other: their middles are at one place.
  const middle = (one: string): number => (boxes.get(one)?.x ?? 0) + (boxes.get(one)?.width ?? 0) / 2;
  const column = nodes
    .map((node) => node.id)
    .filter((one) => one !== id && Math.abs(middle(one) - middle(id)) < 2);
  return nearest(column.filter((one) => (way === 'down' ? yOf(one) > here.y : yOf(one) < here.y)));
}
