import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AuditAction } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { list, strict } from '../lib/wire.ts';
import type { CustodyStore } from './custody-store.ts';
import { AlarmList, DueRow, HoldBody, HoldRow } from './custody-wire.ts';
import type { Library } from './library.ts';
import type { RecordingId } from './model.ts';
import type { Retirement } from './retirement.ts';
import { askerOf } from './routes.ts';
import { RecordingParams } from './wire.ts';

export type CustodyRouteDeps = {
  readonly library: Library;
  readonly custody: CustodyStore;
  readonly retirement: Retirement;
  readonly now: () => EpochMs;
};

const tags = ['recordings'];
const mostShown = 200;

/** What the custodian of recordings does and watches: alarms, orders to keep, what is destroyed when. */
export const custodyRoutes =
  (deps: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(alarmRoutes(deps));
    app.register(holdRoutes(deps));
    app.get(
      '/recordings/retention',
      {
        config: { right: 'recording.keep' },
        schema: {
          tags,
          summary: 'What the next night destroys, and what only a hold or a ticket at work keeps',
          description: 'Up to 200, the oldest first; `npm run vault:retention -- --dry-run` lists all.',
          response: { 200: list(DueRow) },
        },
      },
      () => {
        const rows: DueRow[] = [];
        for (const { elder, fate, rule, until } of deps.retirement.due()) {
          if (rows.length === mostShown) break;
          const { id, ticketNo, startedAt, bytes } = elder;
          rows.push({ id, ticketNo, startedAt, bytes, fate, rule, until });
        }
        return rows;
      },
    );
    done();
  };

const alarmRoutes =
  (deps: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recordings/alarms',
      {
        config: { right: 'recording.alarms' },
        schema: {
          tags,
          summary: 'Recordings that somebody must look at: missing, silent, unusable, changed; newest first',
          response: { 200: AlarmList },
        },
      },
      () => ({ count: deps.custody.countAlarms(), items: deps.custody.alarms(mostShown) }),
    );
    app.register(alarmSeen(deps));
    done();
  };

const alarmSeen =
  ({ library, custody, now }: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recordings/:id/alarm/seen',
      {
        config: { right: 'recording.keep', errors: ['H12_NO_SUCH_RECORDING', 'H12_NO_ALARM'] },
        schema: {
          tags,
          summary: 'Say that an alarm was seen to, and what was found',
          params: RecordingParams,
          body: strict({ word: Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' }) }),
          response: { 204: Type.Null() },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const id = request.params.id as RecordingId;
        const found = library.look(asker, id, { how: 'see' });
        if ('refusal' in found) return reply.refuse(found.refusal);
        const seen = custody.seen(id, asker.actor.id, now());
        const outcome = seen ? 'done' : 'H12_NO_ALARM';
        library.record(asker, { action: 'recording.alarm', target: id, outcome, why: request.body.word });
        if (!seen) return reply.refuse({ code: 'H12_NO_ALARM', why: 'this recording has no open alarm' });
        void reply.code(204);
        return null;
      },
    );
    done();
  };

const holdRoutes =
  (deps: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/recording-holds',
      {
        config: { right: 'recording.keep' },
        schema: { tags, summary: 'Orders to keep that are in force', response: { 200: list(HoldRow) } },
      },
      () => deps.custody.holds(),
    );
    app.register(holdOrder(deps));
    app.register(holdEnd(deps));
    done();
  };

const holdOrder =
  ({ library, custody, now }: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/recording-holds',
      {
        config: { right: 'recording.keep', errors: ['H12_NO_SUCH_RECORDING'] },
        schema: {
          tags,
          summary: 'Order that a recording, or all of a ticket, be kept whatever its time',
          body: HoldBody,
          response: { 201: HoldRow },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const { body } = request;
        const recording = 'recording' in body ? (body.recording as RecordingId) : null;
        const ticketNo = 'ticketNo' in body ? (body.ticketNo as TicketNo) : null;
        if (recording !== null) {
          const found = library.look(asker, recording, { how: 'see' });
          if ('refusal' in found) return reply.refuse(found.refusal);
        }
        const { reason } = body;
        const hold = custody.hold({ recording, ticketNo, reason, by: asker.actor.id, at: now() });
        const target = `${String(hold.id)} ${recording ?? ticketNo ?? ''}`;
        const action: AuditAction = 'recording.hold';
        library.record(asker, { action, target, outcome: 'done', why: reason });
        void reply.code(201);
        return hold;
      },
    );
    done();
  };

const holdEnd =
  ({ library, custody, now }: CustodyRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.delete(
      '/recording-holds/:hold',
      {
        config: { right: 'recording.keep', errors: ['H12_NO_SUCH_HOLD'] },
        schema: {
          tags,
          summary: 'End such an order',
          params: strict({ hold: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) }),
          response: { 204: Type.Null() },
        },
      },
      (request, reply) => {
        const asker = askerOf(request);
        const { hold } = request.params;
        const ended = custody.endHold(Number(hold), asker.actor.id, now());
        const outcome = ended ? 'done' : 'H12_NO_SUCH_HOLD';
        library.record(asker, { action: 'recording.holdEnd', target: hold, outcome });
        if (!ended) return reply.refuse({ code: 'H12_NO_SUCH_HOLD', why: 'there is no such order in force' });
        void reply.code(204);
        return null;
      },
    );
    done();
  };
