import type { Actor, Decision, Resource, Who } from './model.ts';
import { type Reach, type Right, rights } from './roles.ts';

/** What goes on the record when it reaches beyond one's own. */
const onRecord: ReadonlySet<Right> = new Set([
  'seat.command',
  'call.command',
  'number.read',
  'recording.read',
]);

/** Whether the actor may do this to that. The only door; what no role allows is denied. Pure. */
export function decide(actor: Actor, right: Right, resource: Resource): Decision {
  const reaches = inScope(actor, right) ? actor.roles.flatMap((role) => rights[role][right] ?? []) : [];
  if (reaches.length === 0) return { allow: false, reason: 'noRight' };
  const own = resource.agent === actor.id;
  if (!reaches.some((reach) => reachesTo[reach](actor, resource)))
    return { allow: false, reason: 'notYours' };
  if (resource.confidential === true && !actor.cleared) return { allow: false, reason: 'notCleared' };
  return { allow: true, own, audit: !own && onRecord.has(right) };
}

/** Who has no unit or district reaches nobody's: two that are missing are not the same one. */
export const reachesTo: Readonly<Record<Reach, (actor: Actor, resource: Resource) => boolean>> = {
  own: (actor, { agent }) => agent === actor.id,
  unit: ({ unit }, { units }) => unit !== null && units?.includes(unit) === true,
  district: (actor, { district }) => actor.district !== null && district === actor.district,
  any: () => true,
};

/** Whether the actor has a right at all, be it only for what is its own. */
export const hasRight = (actor: Actor, right: Right): boolean =>
  inScope(actor, right) && actor.roles.some((role) => rights[role][right] !== undefined);

const inScope = ({ scope }: Actor, right: Right): boolean => scope === undefined || scope.includes(right);

/** Who it was, for the record: a machine is named behind the person whose token it bears. A name to sign in with has no slash. */
export const nameOnRecord = ({ id, token }: Actor): string => (token === undefined ? id : `${id}/${token}`);

/** Who asks, as it goes on the record with what was done. */
export const whoAsks = (request: { who(): { readonly actor: Actor }; readonly ip: string }): Who => {
  const { actor } = request.who();
  return { agent: actor.id, actor: nameOnRecord(actor), address: request.ip };
};
