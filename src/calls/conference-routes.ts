import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyContextConfig } from 'fastify';
import type { QueueId, SeatId } from '../acd/model.ts';
import type { EpochMs } from '../lib/time.ts';
import type { House, Refusal } from '../ports/house.ts';
import type { Contact } from '../units/model.ts';
import type { HuntGoal } from './model.ts';
import { type Asking, askOfCall, type CallAsking, commandErrors, commandSchema } from './routes.ts';
import { type Destination, type OutsideNumber, wanted } from './wanted.ts';
import { InviteBody, OutsideNumbers, TransferBody } from './wire.ts';

export type ConferenceRouteDeps = CallAsking & {
  readonly contacts: () => readonly Contact[];
  readonly outside: () => readonly OutsideNumber[];
  /** IANA name: what an hour is. */
  readonly timeZone: string;
};

const tags = ['calls'];
const inviting = {
  right: 'call.command',
  errors: [
    ...commandErrors,
    'H12_CALL_FULL',
    'H12_NO_SUCH_UNIT',
    'H12_NO_SUCH_REMOTE_SEAT',
    'H12_NO_REMOTE_SEAT',
    'H12_NO_SUCH_SEAT',
    'H12_SEAT_NOT_FREE',
    'H12_NUMBER_NOT_ALLOWED',
  ],
} as const satisfies FastifyContextConfig;

/** Who is asked into a call, and to whom it is passed on. */
export const conferenceRoutes =
  (deps: ConferenceRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/outside-numbers',
      {
        config: { right: 'call.command' },
        schema: {
          tags,
          summary: 'The numbers outside that the plan allows to be dialled from a call',
          response: { 200: OutsideNumbers },
        },
      },
      () => deps.outside(),
    );
    app.post(
      '/calls/:id/invite',
      {
        config: inviting,
        schema: {
          ...commandSchema(
            'Ask somebody into the call: a unit, one of its remote seats, a seat, an allowed number',
          ),
          description:
            'They are rung by order or all at once, within the time limit of the unit; who is being rung, and why one failed, is told on the desk’s socket (`hunt`), and at last what it came to (`lastHunt`).',
          body: InviteBody,
        },
      },
      (request, reply) => {
        const { to, way } = request.body;
        return askOfCall(deps, request, reply, askingIn(deps, to as Destination, goalOf[way]));
      },
    );
    app.register(transferRoute(deps));
    done();
  };

const goalOf = { announced: 'consult', direct: 'join', attended: 'consult', blind: 'transfer' } as const;

const transferRoute =
  (deps: ConferenceRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/calls/:id/transfer',
      {
        config: {
          ...inviting,
          errors: [...inviting.errors, 'H12_NO_SUCH_QUEUE', 'H12_QUEUE_UNSTAFFED', 'H12_QUEUE_CLOSED'],
        },
        schema: {
          ...commandSchema('Pass the citizen on'),
          description:
            'Blind: the agent is free as soon as they answer; when nobody does, the agent is back with the citizen, and `lastHunt` says why. Attended: the agent speaks to them first and completes with /leave, or comes back with /return. To a queue only blind.',
          body: TransferBody,
        },
      },
      (request, reply) => {
        const { to, way } = request.body;
        if (to.kind !== 'queue')
          return askOfCall(deps, request, reply, askingIn(deps, to as Destination, goalOf[way]));
        const queue = to.queue as QueueId;
        const no = whyNotTo(deps.house, queue);
        return askOfCall(deps, request, reply, (seat, at) => no ?? { type: 'QueueAsked', at, seat, queue });
      },
    );
    done();
  };

/** What is asked of the call, once it is known whom the destination means. */
const askingIn =
  ({ house, contacts, outside, timeZone }: ConferenceRouteDeps, to: Destination, goal: HuntGoal) =>
  (seat: SeatId, at: EpochMs): ReturnType<Asking> => {
    const found = wanted(to, {
      contacts: contacts(),
      outside: outside(),
      seat: (id) => house.seat(id),
      at,
      timeZone,
    });
    if ('code' in found) return found;
    const { quest, ...how } = found;
    return { type: 'InviteAsked', at, seat, quest: { ...quest, goal }, ...how } as const;
  };

/** Nobody is sent where nobody is. */
function whyNotTo(house: House, queue: QueueId): Refusal | null {
  const known = house.figures().queues.find((one) => one.queue === queue);
  if (known === undefined) return { code: 'H12_NO_SUCH_QUEUE', why: 'there is no such queue' };
  return known.staffed > 0
    ? null
    : { code: 'H12_QUEUE_UNSTAFFED', why: 'nobody is signed in at any seat of this queue' };
}
