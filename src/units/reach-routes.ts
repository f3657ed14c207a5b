import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { decide, nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit } from '../audit/model.ts';
import { NoBody } from '../lib/wire.ts';
import type { Refusal } from '../ports/house.ts';
import { type RemoteSeat, type RemoteSeatId, remoteEndpoint, type UnitId } from './model.ts';
import type { RemoteSeatChange, UnitService } from './service.ts';
import {
  NewUnitBody,
  OwnRemoteSeatParams,
  PresenceBody,
  RemoteSeatBody,
  RemoteSeatChanged,
  RemoteSeatList,
  RemoteSeatParams,
  remoteSeatRow,
  UnitBody,
  UnitParams,
  UnitRecord,
  unitRecord,
} from './wire.ts';

export type ReachRouteDeps = { readonly contacts: UnitService; readonly audit: Audit };

const tags = ['units'];
const noSuchUnit: Refusal = { code: 'H12_NO_SUCH_UNIT', why: 'there is no such unit' };
const config = { right: 'units.write', errors: ['H12_NO_SUCH_UNIT'] } as const;
const changing = {
  right: 'units.write',
  errors: [
    'H12_NO_SUCH_UNIT',
    'H12_NO_SUCH_REMOTE_SEAT',
    'H12_REMOTE_SEAT_EXISTS',
    'H12_REMOTE_SEAT_HAS_NO_PHONE',
    'H12_NUMBER_NOT_ALLOWED',
  ],
} as const;

/** How units are reached: set by an administrator; and who is there, said by the unit itself. */
export const reachRoutes =
  (deps: ReachRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { contacts } = deps;
    app.get(
      '/units/:id',
      {
        config,
        schema: {
          tags,
          summary: 'A unit with its remote seats and their numbers',
          params: UnitParams,
          response: { 200: UnitRecord },
        },
      },
      (request, reply) => {
        const contact = contacts.contact(request.params.id as UnitId);
        return contact === null ? reply.refuse(noSuchUnit) : unitRecord(contact);
      },
    );
    app.register(unitChanges(deps));
    app.register(remoteSeatRoutes(deps));
    app.register(presenceRoutes(deps));
    done();
  };

const unitChanges =
  (deps: ReachRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { contacts } = deps;
    app.post(
      '/units',
      {
        config: { right: 'units.write', errors: ['H12_UNIT_EXISTS'] },
        schema: { tags, summary: 'Add a unit', body: NewUnitBody, response: { 200: UnitRecord } },
      },
      (request, reply) => {
        const { id, ...asked } = request.body;
        const isThere = contacts.contact(id as UnitId) !== null;
        onRecord(deps, request, { target: `${id} added`, outcome: isThere ? 'H12_UNIT_EXISTS' : 'done' });
        return isThere
          ? reply.refuse({ code: 'H12_UNIT_EXISTS', why: 'there is a unit of this id already' })
          : put(contacts, id as UnitId, asked);
      },
    );
    app.put(
      '/units/:id',
      {
        config,
        schema: {
          tags,
          summary: 'Change a unit; its remote seats are left as they are',
          params: UnitParams,
          body: UnitBody,
          response: { 200: UnitRecord },
        },
      },
      (request, reply) => {
        const id = request.params.id as UnitId;
        if (contacts.contact(id) === null) return reply.refuse(noSuchUnit);
        onRecord(deps, request, { target: `${id} changed`, outcome: 'done' });
        return put(contacts, id, request.body);
      },
    );
    done();
  };

function put(contacts: UnitService, id: UnitId, asked: Static<typeof UnitBody>) {
  const { topics, atOnce, limitMs, ...unit } = asked;
  return unitRecord(contacts.put({ id, ...unit }, { topics, atOnce, limitMs }));
}

const path = '/units/:id/remote-seats/:remoteSeat';
const params = RemoteSeatParams;
const response = { 200: RemoteSeatChanged };

/** What is changed of one remote seat. */
const remoteSeatRoutes =
  (deps: ReachRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { contacts } = deps;
    app.put(
      path,
      {
        config: changing,
        schema: { tags, summary: 'Add a remote seat, or change it', params, body: RemoteSeatBody, response },
      },
      async (request, reply) => {
        const { unit, seat } = idsOf(request.params);
        const change = await contacts.putRemoteSeat(unit, seat, request.body);
        return answer(deps, request, reply, { change, what: `${seat} set` });
      },
    );
    app.post(
      `${path}/password`,
      {
        config: changing,
        schema: { tags, summary: 'A new password for its SIP phone', params, body: NoBody, response },
      },
      async (request, reply) => {
        const { unit, seat } = idsOf(request.params);
        const change = await contacts.newPassword(unit, seat);
        return answer(deps, request, reply, { change, what: `${seat} password` });
      },
    );
    app.register(removal(deps));
    done();
  };

const removal =
  (deps: ReachRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.delete(
      path,
      {
        config: changing,
        schema: { tags, summary: 'Take a remote seat away', params, response: { 204: Type.Null() } },
      },
      async (request, reply) => {
        const { unit, seat } = idsOf(request.params);
        const refusal = await deps.contacts.remove(unit, seat);
        onRecord(deps, request, { target: `${seat} removed`, outcome: refusal?.code ?? 'done' });
        if (refusal !== null) return reply.refuse(refusal);
        void reply.code(204);
        return null;
      },
    );
    done();
  };

const presenceOptions = {
  config: {
    right: 'remoteSeat.signIn',
    errors: ['H12_NO_SUCH_REMOTE_SEAT', 'H12_REMOTE_SEAT_ALWAYS_THERE'],
  } as const,
  schema: {
    tags,
    summary: 'Sign in at a remote seat of one’s own unit, or out',
    params: OwnRemoteSeatParams,
    body: PresenceBody,
    response: { 204: Type.Null() },
  },
};

/** A unit's own remote seats, for those who work there. */
const presenceRoutes =
  (deps: ReachRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { contacts } = deps;
    app.get(
      '/remote-seats/own',
      {
        config: { right: 'remoteSeat.signIn' },
        schema: { tags, summary: 'The remote seats of one’s own unit', response: { 200: RemoteSeatList } },
      },
      (request) => {
        const { unit } = request.who().actor;
        return unit === null ? [] : (contacts.contact(unit)?.remoteSeats ?? []).map(remoteSeatRow);
      },
    );
    app.post('/remote-seats/:id/presence', presenceOptions, (request, reply) => {
      const id = request.params.id as RemoteSeatId;
      const { actor } = request.who();
      // Of another unit's nobody learns that it is there.
      if (!isOwn(contacts, actor, id))
        return reply.refuse({ code: 'H12_NO_SUCH_REMOTE_SEAT', why: 'there is no such remote seat' });
      const { present } = request.body;
      const refusal = contacts.setPresence(id, actor.id, present);
      const target = `${id} ${present ? 'signed in' : 'signed out'}`;
      onRecord(deps, request, { target, outcome: refusal?.code ?? 'done' });
      if (refusal !== null) return reply.refuse(refusal);
      void reply.code(204);
      return null;
    });
    done();
  };

function isOwn(contacts: UnitService, actor: Actor, id: RemoteSeatId): boolean {
  const seat = contacts.remoteSeat(null, id);
  const units = seat === null ? [] : [seat.unit];
  return decide(actor, 'remoteSeat.signIn', { agent: null, units }).allow;
}

const idsOf = ({ id, remoteSeat }: { readonly id: string; readonly remoteSeat: string }) => ({
  unit: id as UnitId,
  seat: remoteSeat as RemoteSeatId,
});

function answer(
  deps: ReachRouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { change, what }: { readonly change: RemoteSeatChange; readonly what: string },
) {
  onRecord(deps, request, { target: what, outcome: change.ok ? 'done' : change.refusal.code });
  if (!change.ok) return reply.refuse(change.refusal);
  const { seat, password, taken } = change;
  return { remoteSeat: remoteSeatRow(seat), password, endpoint: endpointOf(seat), taken };
}

const endpointOf = ({ id, line }: RemoteSeat): string | null =>
  line.kind === 'number' ? null : remoteEndpoint(id);

function onRecord(
  { audit, contacts }: ReachRouteDeps,
  request: FastifyRequest,
  { target, outcome }: { readonly target: string; readonly outcome: string },
): void {
  const actor = nameOnRecord(request.who().actor);
  audit({ at: contacts.now, actor, action: 'unit.write', target, outcome, address: request.ip });
}
