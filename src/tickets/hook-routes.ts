import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, NoBody, nullable, strict } from '../lib/wire.ts';
import type { HookService } from './hook-service.ts';
import type { Hook, HookStore } from './hook-store.ts';

export type HookRouteDeps = {
  readonly hooks: HookService;
  readonly hookStore: HookStore;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

const tags = ['webhooks'];
const config = { right: 'webhooks.manage', errors: ['H12_NO_SUCH_WEBHOOK'] } as const;
const noSuch = { code: 'H12_NO_SUCH_WEBHOOK', why: 'there is no such webhook' };
const HookParams = strict({ hook: Type.String({ pattern: '^[0-9a-f]{16}$' }) });
const HookBody = strict({
  url: Type.String({
    pattern: '^https?://[^\\s@]{1,500}$',
    description: 'https; http within the own network only',
  }),
  unit: nullable(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
});
const row = {
  id: Type.String(),
  url: Type.String(),
  unit: nullable(Type.String()),
  createdAt: Instant,
  createdBy: Type.String(),
  paused: Type.Boolean(),
};
const HookRow = strict(row);
const HookMade = strict({ ...row, secret: Type.String({ description: 'shown this once' }) });
const DeliveryRow = strict({
  id: Type.String(),
  n: Type.Integer(),
  createdAt: Instant,
  tries: Type.Integer(),
  nextAt: nullable(Instant),
  deliveredAt: nullable(Instant),
  lastResult: nullable(Type.String()),
});

const hookRow = ({ secret: _secret, ...hook }: Hook) => hook;

/** Other systems of the city that follow tickets. */
export const hookRoutes =
  (deps: HookRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { hooks, hookStore } = deps;
    app.get(
      '/webhooks',
      { config, schema: { tags, summary: 'Systems that follow tickets', response: { 200: list(HookRow) } } },
      () => hookStore.all().map(hookRow),
    );
    app.post(
      '/webhooks',
      {
        config,
        schema: {
          tags,
          summary: 'Have a system follow tickets: all, or those of one unit',
          description:
            'Each delivery carries `x-h12-signature: t=seconds,v1=hex` with HMAC-SHA256 of `t.body`, and its id.',
          body: HookBody,
          response: { 200: HookMade },
        },
      },
      (request) => {
        const hook = hooks.make({ ...request.body, createdBy: request.who().actor.id });
        record(deps, request, `${hook.id} made`);
        return hook;
      },
    );
    app.register(deliveriesOf(deps));
    app.register(pauseHook(deps));
    app.register(removeHook(deps));
    done();
  };

function record({ audit, now }: HookRouteDeps, request: FastifyRequest, target: string): void {
  audit({
    ...{ at: now(), actor: nameOnRecord(request.who().actor), action: 'webhook.change' },
    ...{ target, outcome: 'done', address: request.ip },
  });
}

const deliveriesOf =
  ({ hookStore }: HookRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/webhooks/:hook/deliveries',
      {
        config,
        schema: {
          tags,
          summary: 'What it was told, the latest first',
          params: HookParams,
          response: { 200: list(DeliveryRow) },
        },
      },
      (request, reply) => {
        if (hookStore.read(request.params.hook) === null) return reply.refuse(noSuch);
        return hookStore
          .deliveries(request.params.hook, 100)
          .map(({ hook: _hook, body: _body, ...one }) => one);
      },
    );
    done();
  };

const removeHook =
  (deps: HookRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { hookStore } = deps;
    app.delete(
      '/webhooks/:hook',
      {
        config,
        schema: {
          tags,
          summary: 'Remove it, with all it was still to be told',
          params: HookParams,
          response: { 200: Type.Null() },
        },
      },
      (request, reply) => {
        if (!hookStore.remove(request.params.hook)) return reply.refuse(noSuch);
        record(deps, request, `${request.params.hook} removed`);
        return null;
      },
    );
    done();
  };

const pauseHook =
  (deps: HookRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { hooks, hookStore } = deps;
    for (const [path, paused, summary] of [
      ['pause', true, 'Tell it nothing for now; what is to be told waits'],
      ['resume', false, 'Go on telling it'],
    ] as const)
      app.post(
        `/webhooks/:hook/${path}`,
        { config, schema: { tags, summary, params: HookParams, body: NoBody, response: { 200: HookRow } } },
        (request, reply) => {
          const hook = hookStore.read(request.params.hook);
          if (hook === null) return reply.refuse(noSuch);
          hookStore.put({ ...hook, paused });
          record(deps, request, `${hook.id} ${path}`);
          if (!paused) hooks.kick();
          return hookRow({ ...hook, paused });
        },
      );
    done();
  };
