import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Audit } from '../audit/model.ts';
import type { House, Refusal } from '../ports/house.ts';
import type { AgentId } from './model.ts';
import type { AssignmentStore } from './store.ts';
import { AgentParams, AssignmentBody, type NameOf } from './wire.ts';

export type AssignmentRouteDeps = {
  readonly house: House;
  readonly assignments: AssignmentStore;
  readonly nameOf: NameOf;
  readonly audit: Audit;
};

const tags = ['agents'];
const noSuchAgent: Refusal = { code: 'H12_NO_SUCH_AGENT', why: 'there is no account of this name' };
const twice: Refusal = { code: 'H12_INVALID', why: 'a skill or a queue is named twice' };

/** What agents can do, and which queues they serve: set while calls are live, in force at once. */
export const assignmentRoutes =
  ({ house, assignments, nameOf, audit }: AssignmentRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/agents/:agent/assignment',
      {
        config: { right: 'assignment.read', errors: ['H12_NO_SUCH_AGENT'] },
        schema: {
          tags,
          summary: "An agent's skills and queues",
          params: AgentParams,
          response: { 200: AssignmentBody },
        },
      },
      (request, reply) => {
        const agent = request.params.agent as AgentId;
        return nameOf(agent) === null ? reply.refuse(noSuchAgent) : assignments.of(agent);
      },
    );
    app.put(
      '/agents/:agent/assignment',
      {
        config: { right: 'assignment.write', errors: ['H12_NO_SUCH_AGENT'] },
        schema: {
          tags,
          summary: "Sets an agent's skills and queues; in force at once, also where the agent is signed in",
          params: AgentParams,
          body: AssignmentBody,
          response: { 200: AssignmentBody },
        },
      },
      (request, reply) => {
        const agent = request.params.agent as AgentId;
        const { skills, places } = request.body;
        if (nameOf(agent) === null) return reply.refuse(noSuchAgent);
        if (hasTwice(skills.map(({ skill }) => skill)) || hasTwice(places?.map(({ queue }) => queue) ?? []))
          return reply.refuse(twice);
        const at = house.now();
        record(request, `${agent} assigned`);
        assignments.put(agent, request.body, { at, by: request.who().actor.id });
        for (const seat of house.seats())
          if (seat.agent === agent)
            house.askSeat(seat.id, { type: 'AssignAsked', agent, assignment: request.body, at });
        return request.body;
      },
    );
    const record = (request: FastifyRequest, target: string): void => {
      const actor = request.who().actor.id;
      audit({ at: house.now(), actor, action: 'agent.assign', target, outcome: 'done', address: request.ip });
    };
    done();
  };

const hasTwice = (names: readonly string[]): boolean => new Set(names).size !== names.length;
