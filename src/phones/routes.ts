import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { decide } from '../access/decide.ts';
import type { SeatId } from '../acd/model.ts';
import type { Audit } from '../audit/model.ts';
import { NoBody } from '../lib/wire.ts';
import type { House } from '../ports/house.ts';
import { softphonePath } from './model.ts';
import type { PhoneChange, PhoneService } from './service.ts';
import {
  ChangedSeat,
  NewSeat,
  PhonesChanged,
  PhonesList,
  phonesRow,
  SeatNumber,
  SoftphoneGrant,
} from './wire.ts';

export type PhoneRouteDeps = {
  readonly phones: PhoneService;
  readonly house: House;
  readonly audit: Audit;
};

const tags = ['phones'];
const changing = {
  right: 'phones.write',
  errors: ['H12_NO_SUCH_SEAT', 'H12_SEAT_EXISTS', 'H12_SEAT_WITHOUT_PHONE', 'H12_SEAT_BUSY', 'H12_NOT_READY'],
} as const;

/** Seats and their phones, for who runs the system; and the softphone of one's own seat. */
export const phoneRoutes =
  (deps: PhoneRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { phones, house } = deps;
    app.get(
      '/phones',
      {
        config: { right: 'phones.read' },
        schema: { tags, summary: 'All seats with their phones, by number', response: { 200: PhonesList } },
      },
      () =>
        phones
          .list()
          .map((one) => phonesRow(one, house.seat(one.seat)))
          .toSorted((a, b) => a.seat.localeCompare(b.seat, 'en', { numeric: true })),
    );
    app.post(
      '/phones',
      {
        config: changing,
        schema: { tags, summary: 'Add a seat', body: NewSeat, response: { 200: PhonesChanged } },
      },
      async (request, reply) => {
        const { seat, ...asked } = request.body;
        return answer(deps, request, reply, {
          seat,
          what: 'add',
          outcome: await phones.add(seat as SeatId, asked),
        });
      },
    );
    app.register(oneSeat(deps));
    app.register(softphone(deps));
    done();
  };

/** What is changed of one seat. */
const oneSeat =
  (deps: PhoneRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { phones } = deps;
    const params = SeatNumber;
    app.post(
      '/phones/:id',
      {
        config: changing,
        schema: {
          tags,
          summary: 'Set a seat up differently; calls go on',
          params,
          body: ChangedSeat,
          response: { 200: PhonesChanged },
        },
      },
      async (request, reply) => {
        const seat = request.params.id;
        const outcome = await phones.change(seat as SeatId, request.body);
        return answer(deps, request, reply, { seat, what: 'change', outcome });
      },
    );
    app.register(password(deps));
    app.register(removal(deps));
    done();
  };

/** The telephone's password. */
const password =
  (deps: PhoneRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { phones } = deps;
    const params = SeatNumber;
    app.post(
      '/phones/:id/password',
      {
        config: changing,
        schema: {
          tags,
          summary: 'A new password for the telephone, shown this once',
          params,
          body: NoBody,
          response: { 200: PhonesChanged },
        },
      },
      async (request, reply) => {
        const seat = request.params.id;
        const outcome = await phones.newPassword(seat as SeatId);
        return answer(deps, request, reply, { seat, what: 'password', outcome });
      },
    );
    done();
  };

/** A seat that is there no more. */
const removal =
  (deps: PhoneRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { phones } = deps;
    const params = SeatNumber;
    app.delete(
      '/phones/:id',
      {
        config: changing,
        schema: {
          tags,
          summary: 'Take a seat away and sign out who sits there; not while it has a call',
          params,
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        const refusal = await phones.remove(request.params.id as SeatId);
        record(deps, request, `${request.params.id} remove`, refusal?.code ?? 'done');
        if (refusal !== null) return reply.refuse(refusal);
        return reply.code(204).send(null);
      },
    );
    done();
  };

/** The softphone of the seat that one sits at. */
const softphone =
  (deps: PhoneRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/seats/:id/softphone',
      {
        config: {
          right: 'softphone.open',
          errors: [
            'H12_NO_SUCH_SEAT',
            'H12_SEAT_NOT_YOURS',
            'H12_SEAT_ON_DESK_PHONE',
            'H12_SEAT_HAS_NO_SUCH_PHONE',
          ],
        },
        schema: {
          tags,
          summary: 'Become the softphone of the own seat; the page that was it before is it no more',
          params: SeatNumber,
          body: NoBody,
          response: { 200: SoftphoneGrant },
        },
      },
      (request, reply) => becomeSoftphone(deps, request, reply),
    );
    done();
  };

async function becomeSoftphone(
  { phones, house }: PhoneRouteDeps,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
) {
  const id = request.params.id as SeatId;
  const seat = house.seat(id);
  if (seat === undefined) return reply.refuse({ code: 'H12_NO_SUCH_SEAT', why: 'there is no such seat' });
  if (!decide(request.who().actor, 'softphone.open', seat).allow)
    return reply.refuse({ code: 'H12_SEAT_NOT_YOURS', why: 'sign in at this seat first' });
  if (seat.device !== 'browser')
    return reply.refuse({ code: 'H12_SEAT_ON_DESK_PHONE', why: 'you chose to answer with the telephone' });
  const given = await phones.softphone(id);
  if ('code' in given) return reply.refuse(given);
  if (given.taken === 'waiting')
    return reply.refuse({ code: 'H12_NOT_READY', why: 'Asterisk is not connected; try again' });
  const { endpoint, secret } = given;
  return { endpoint, password: secret, socket: softphonePath(id, secret) };
}

type Done = { readonly seat: string; readonly what: string; readonly outcome: PhoneChange };

function answer(
  deps: PhoneRouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { seat, what, outcome }: Done,
) {
  record(deps, request, `${seat} ${what}`, outcome.ok ? outcome.taken : outcome.refusal.code);
  if (!outcome.ok) return reply.refuse(outcome.refusal);
  const { phones, password, taken } = outcome;
  return { phones: phonesRow(phones, deps.house.seat(phones.seat)), password, taken };
}

function record(
  { audit, house }: PhoneRouteDeps,
  request: FastifyRequest,
  target: string,
  outcome: string,
): void {
  const actor = request.who().actor.id;
  audit({ at: house.now(), actor, action: 'phones.write', target, outcome, address: request.ip });
}
