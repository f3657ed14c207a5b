import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Audit } from '../audit/model.ts';
import { limitOf } from '../lib/wire.ts';
import type { House, Refusal } from '../ports/house.ts';
import { badCursor, type Page, type PageAsked, type Position, readCursor } from '../store/page.ts';
import type { AgentId, Assignment } from './model.ts';
import type { AssignmentStore } from './store.ts';
import { AgentPage, AgentParams, AgentQuery, type AgentRole, AssignmentBody, type NameOf } from './wire.ts';

export type AssignmentRouteDeps = {
  readonly house: House;
  readonly assignments: AssignmentStore;
  readonly nameOf: NameOf;
  /** The accounts of a role that may sign in, newest first. */
  readonly agents: (role: AgentRole, after: Position, asked: PageAsked) => Page<AgentAccount>;
  readonly audit: Audit;
};
type AgentAccount = { readonly id: AgentId; readonly displayName: string };

const tags = ['agents'];
const noSuchAgent: Refusal = { code: 'H12_NO_SUCH_AGENT', why: 'there is no account of this name' };
const twice: Refusal = { code: 'H12_INVALID', why: 'a skill or a queue is named twice' };

/** What agents can do, and which queues they serve: set while calls are live, in force at once. */
export const assignmentRoutes =
  (deps: AssignmentRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(agentList(deps));
    app.register(assignmentOf(deps));
    app.register(assign(deps));
    done();
  };

const agentList =
  ({ house, assignments, agents }: AssignmentRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/agents',
      {
        config: { right: 'assignment.read', errors: ['H12_BAD_CURSOR'] },
        schema: {
          tags,
          summary:
            'Who sits at seats: their skills, their queues, and where they are signed in; newest first',
          querystring: AgentQuery,
          response: { 200: AgentPage },
        },
      },
      (request, reply) => {
        const after = readCursor(request.query.cursor);
        if (after === null) return reply.refuse(badCursor);
        const { role = 'agent' } = request.query;
        const page = agents(role, after, { limit: limitOf(request.query) });
        const seats = new Map([...house.seats()].map(({ agent, id }) => [agent, id]));
        const items = page.items.map(({ id, displayName }) => ({
          agent: id,
          name: displayName,
          seat: seats.get(id) ?? null,
          ...assignments.of(id),
        }));
        return { ...page, items };
      },
    );
    done();
  };

const assignmentOf =
  ({ assignments, nameOf }: AssignmentRouteDeps): FastifyPluginCallbackTypebox =>
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
    done();
  };

const assign =
  ({ house, assignments, nameOf, audit }: AssignmentRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
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
        const assignment = request.body;
        if (nameOf(agent) === null) return reply.refuse(noSuchAgent);
        if (namesTwice(assignment)) return reply.refuse(twice);
        const at = house.now();
        const by = request.who().actor.id;
        const target = `${agent} assigned`;
        audit({ at, actor: by, action: 'agent.assign', target, outcome: 'done', address: request.ip });
        assignments.put(agent, assignment, { at, by });
        for (const seat of house.seats())
          if (seat.agent === agent) house.askSeat(seat.id, { type: 'AssignAsked', agent, assignment, at });
        return assignment;
      },
    );
    done();
  };

const namesTwice = ({ skills, places }: Assignment): boolean =>
  hasTwice(skills.map(({ skill }) => skill)) || hasTwice(places?.map(({ queue }) => queue) ?? []);

const hasTwice = (names: readonly string[]): boolean => new Set(names).size !== names.length;
