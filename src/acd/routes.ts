import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide, nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { NoBody } from '../lib/wire.ts';
import type { House, Refusal } from '../ports/house.ts';
import { type AgentId, type Device, everybodys, type Seat, type SeatId, type SeatInput } from './model.ts';
import type { AssignmentStore } from './store.ts';
import {
  LiveFigures,
  MoveBody,
  type NameOf,
  NotReadyBody,
  SeatList,
  SeatParams,
  SeatRow,
  SignInBody,
  seatRow,
} from './wire.ts';

export type SeatRouteDeps = {
  readonly house: House;
  readonly nameOf: NameOf;
  readonly audit: Audit;
  readonly assignments: Pick<AssignmentStore, 'of'>;
};

const tags = ['seats'];
/** What a seat refuses its orders with. */
const errors = [
  'H12_NO_SUCH_SEAT',
  'H12_SEAT_TAKEN',
  'H12_SEAT_NOT_YOURS',
  'H12_SEAT_OFFLINE',
  'H12_SEAT_BUSY',
  'H12_SEAT_ALREADY',
  'H12_SEAT_LEAVING',
  'H12_SEAT_PHONE_UNREACHABLE',
  'H12_SEAT_HAS_NO_SUCH_PHONE',
  'H12_AGENT_SIGNED_IN_ELSEWHERE',
  'H12_STOPPING',
];
const noSuchSeat: Refusal = { code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' };

/** Seats, what is asked of them, and the live figures. */
export const seatRoutes =
  (deps: SeatRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { house, nameOf } = deps;
    const reading = { config: { right: 'seats.read', errors: ['H12_NO_SUCH_SEAT'] } } as const;
    app.get(
      '/seats',
      { ...reading, schema: { tags, summary: 'All seats, by number', response: { 200: SeatList } } },
      () =>
        [...house.seats()]
          .map((seat) => seatRow(seat, nameOf))
          .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
    );
    app.get(
      '/seats/:id',
      {
        ...reading,
        schema: { tags, summary: 'One seat', params: SeatParams, response: { 200: SeatRow } },
      },
      (request, reply) => {
        const seat = house.seat(request.params.id as SeatId);
        return seat === undefined ? reply.refuse(noSuchSeat) : seatRow(seat, nameOf);
      },
    );
    app.get(
      '/state',
      {
        config: { right: 'state.read' },
        schema: { tags: ['state'], summary: 'Live figures', response: { 200: LiveFigures } },
      },
      () => house.figures(),
    );
    app.register(seatCommands(deps));
    done();
  };

const commandSchema = (summary: string) => ({
  tags,
  summary,
  params: SeatParams,
  body: NoBody,
  response: { 200: SeatRow },
});

/** What a person may ask of a seat. */
const seatCommands =
  (deps: SeatRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'seat.command', errors } as const;
    app.post(
      '/seats/:id/sign-in',
      {
        config: { right: 'seat.signIn', errors },
        schema: { ...commandSchema('Sit down at a seat; not ready yet'), body: SignInBody },
      },
      (request, reply) => signIn(deps, request, reply, request.body?.device),
    );
    app.post(
      '/seats/:id/sign-out',
      { config, schema: commandSchema('Leave the seat; not while it has a call') },
      (request, reply) =>
        command(deps, request, reply, (agent, at, byLeader) => ({
          type: 'SignOutAsked',
          agent,
          byLeader,
          at,
        })),
    );
    app.post(
      '/seats/:id/ready',
      { config, schema: commandSchema('Take calls, or take them again after this one') },
      (request, reply) =>
        command(deps, request, reply, (agent, at, byLeader) => ({ type: 'ReadyAsked', agent, byLeader, at })),
    );
    app.register(wrapUp(deps));
    app.register(notReady(deps));
    app.register(move(deps));
    done();
  };

/** The after-call work. */
const wrapUp =
  (deps: SeatRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'seat.command', errors } as const;
    app.post(
      '/seats/:id/wrap-up-over',
      { config, schema: commandSchema('The after-call work is done') },
      (request, reply) => command(deps, request, reply, (_agent, at) => ({ type: 'WrapUpOver', at })),
    );
    app.post(
      '/seats/:id/wrap-up-extend',
      { config, schema: commandSchema('The after-call work needs longer, up to the limit of the queue') },
      (request, reply) =>
        command(deps, request, reply, (agent, at) => ({ type: 'WrapUpExtendAsked', agent, at })),
    );
    done();
  };

/** The one command with a body. */
const notReady =
  (deps: SeatRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/seats/:id/not-ready',
      {
        config: { right: 'seat.command', errors },
        schema: {
          ...commandSchema('Take no more calls, now or after this one'),
          body: NotReadyBody,
        },
      },
      (request, reply) =>
        command(deps, request, reply, (agent, at, byLeader) => ({
          type: 'NotReadyAsked',
          agent,
          reason: request.body.reason,
          byLeader,
          at,
        })),
    );
    done();
  };

/** A shift leader lets an agent serve other queues, until the agent signs out. */
const move =
  (deps: SeatRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/seats/:id/move',
      {
        config: { right: 'seat.move' },
        schema: {
          ...commandSchema('Serve these queues from now on; null: those of the seat'),
          body: MoveBody,
        },
      },
      (request, reply) =>
        command(deps, request, reply, (agent, at) => {
          const places = request.body.queues?.map((queue) => ({ queue, ...everybodys })) ?? null;
          return { type: 'AssignAsked', agent, assignment: { places }, at };
        }),
    );
    done();
  };

type SeatRequest = FastifyRequest<{ Params: { id: string } }>;

function signIn(
  { house, nameOf, assignments }: SeatRouteDeps,
  request: SeatRequest,
  reply: FastifyReply,
  device: Device | undefined,
) {
  const id = request.params.id as SeatId;
  const agent = request.who().actor.id;
  const chosen = device === undefined ? {} : { device };
  const assignment = assignments.of(agent);
  const refusal = house.askSeat(id, { type: 'SignInAsked', agent, assignment, ...chosen, at: house.now() });
  const seat = house.seat(id);
  if (seat === undefined) return reply.refuse(noSuchSeat);
  return refusal === null ? seatRow(seat, nameOf) : reply.refuse(refusal);
}

/** Asks a seat in the name of who sits there: the agent itself, or a shift leader, which goes on the record. */
function command(
  deps: SeatRouteDeps,
  request: SeatRequest,
  reply: FastifyReply,
  inputOf: (agent: AgentId, at: EpochMs, byLeader: boolean) => SeatInput,
) {
  const { house, nameOf } = deps;
  const seat = house.seat(request.params.id as SeatId);
  if (seat === undefined) return reply.refuse(noSuchSeat);
  if (seat.agent === null)
    return reply.refuse({ code: 'H12_SEAT_OFFLINE', why: 'nobody is signed in at this seat' });
  const decision = decide(request.who().actor, 'seat.command', seat);
  if (!decision.allow)
    return reply.refuse({ code: 'H12_SEAT_NOT_YOURS', why: 'another agent is signed in at this seat' });
  const input = inputOf(seat.agent, house.now(), !decision.own);
  const refusal = outOfTurn(seat, input) ?? house.askSeat(seat.id, input);
  if (decision.audit) record(deps, request, input, refusal);
  return refusal === null ? seatRow(house.seat(seat.id) ?? seat, nameOf) : reply.refuse(refusal);
}

const outOfTurn = (seat: Seat, input: SeatInput): Refusal | null =>
  input.type === 'WrapUpOver' && seat.doing.state !== 'wrapUp'
    ? { code: 'H12_SEAT_ALREADY', why: 'the seat is not in after-call work' }
    : null;

function record(
  { audit }: SeatRouteDeps,
  request: SeatRequest,
  input: SeatInput,
  refusal: Refusal | null,
): void {
  audit({
    at: input.at,
    actor: nameOnRecord(request.who().actor),
    action: 'seat.command',
    target: `${request.params.id} ${input.type}`,
    outcome: refusal?.code ?? 'done',
    address: request.ip,
  });
}
