import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { AgentId, Seat } from '../acd/model.ts';
import { whyNotDial } from '../acd/seat.ts';
import type { House, Refusal } from '../ports/house.ts';
import type { Call, CallId } from './model.ts';
import { type CallAsking, lineFor } from './routes.ts';
import type { SuperviseAsked } from './supervision.ts';
import { CallParams, SuperviseBody } from './wire.ts';

export type SuperviseRouteDeps = CallAsking & { readonly supervisionTold: boolean };

const options = {
  config: {
    right: 'call.supervise',
    errors: [
      'H12_NO_SUCH_CALL',
      'H12_CALL_ENDED',
      'H12_OUT_OF_TURN',
      'H12_CALL_SUPERVISED',
      'H12_SEAT_OFFLINE',
      'H12_SEAT_BUSY',
      'H12_SEAT_PHONE_UNREACHABLE',
    ],
  } as const,
  schema: {
    tags: ['calls'],
    summary: 'Listen to an agent’s call, whisper to the agent, join, take the call over, or go',
    description:
      'The phone of the supervisor’s own seat rings first. From listening, whispering and joining each leads to each other; agents are told where the centre’s rule says so (H12_SUPERVISION_TOLD).',
    params: CallParams,
    body: SuperviseBody,
    response: { 204: Type.Null() },
  },
};

/** Supervisors: every use, and every attempt, goes on the record before it is done. */
export const superviseRoutes =
  (deps: SuperviseRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/calls/:id/supervise', options, (request, reply) => {
      const id = request.params.id as CallId;
      const { mode } = request.body;
      const { actor } = request.who();
      const at = deps.house.now();
      const record = (outcome: string): void => {
        const target = `${id} ${mode}`;
        deps.audit({
          ...{ at, actor: nameOnRecord(actor), action: 'call.supervise', target, outcome },
          address: request.ip,
        });
      };
      const refusal = supervise(deps, { id, mode, actor, at }, () => record('asked'));
      if (refusal !== null) {
        record(refusal.code);
        return reply.refuse(refusal);
      }
      void reply.code(204);
      return null;
    });
    done();
  };

type Wish = Pick<SuperviseAsked, 'mode' | 'at'> & { readonly id: CallId; readonly actor: Actor };

/** @param asking called before anything is done: listened to without an entry it must not be. @returns why it is refused */
function supervise(
  deps: SuperviseRouteDeps,
  { id, mode, actor, at }: Wish,
  asking: () => void,
): Refusal | null {
  const { house, supervisionTold: told } = deps;
  const agent = actor.id;
  const seat = seatOf(house, agent);
  const known = lineFor(deps, actor, id) !== null;
  const no = whyNot(known ? house.call(id) : undefined, known, seat, agent);
  if (no !== null || seat === undefined) return no ?? offline;
  asking();
  return house.askCall(id, { type: 'SuperviseAsked', at, seat: seat.id, agent, mode, told });
}

const offline: Refusal = { code: 'H12_SEAT_OFFLINE', why: 'sign in at a seat first' };

function seatOf(house: House, agent: AgentId): Seat | undefined {
  for (const seat of house.seats()) if (seat.agent === agent) return seat;
  return undefined;
}

/** Why it is not even asked; whoever is in the call already needs no free seat any more. */
function whyNot(
  call: Call | undefined,
  known: boolean,
  seat: Seat | undefined,
  agent: AgentId,
): Refusal | null {
  if (call === undefined)
    return known
      ? { code: 'H12_CALL_ENDED', why: 'the call has ended already' }
      : { code: 'H12_NO_SUCH_CALL', why: 'there is no such call' };
  if (call.phase === 'ended') return { code: 'H12_CALL_ENDED', why: 'the call has ended already' };
  if (seat === undefined) return offline;
  return call.supervision?.seat === seat.id ? null : whyNotDial(seat, agent);
}
