import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { list, nullable, strict, word } from '../lib/wire.ts';
import type { UnitId } from '../units/model.ts';
import type { AlertService } from './alert-service.ts';
import { deskSteps, kinds } from './life/model.ts';
import { sameDeadlines, type TicketSettings } from './life/settings.ts';
import type { SettingsStore } from './settings-store.ts';
import { PlainName } from './wire.ts';

export type RuleRouteDeps = {
  readonly settings: SettingsStore;
  readonly alerts: Pick<AlertService, 'changed'>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

const tags = ['tickets'];
const Days = Type.Integer({ minimum: 1, maximum: 1_000 });
const Part = Type.Number({ minimum: 0, maximum: 100 });
const Clock = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$' });
const each = <const K extends readonly string[], S>(names: K, schema: S) =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<K[number], S>;
const Settings = strict({
  acknowledge: Days,
  returnWithin: Days,
  kinds: strict(
    each(
      kinds,
      strict({ contact: Type.Optional(Days), decide: Type.Optional(Days), finish: Type.Optional(Days) }),
    ),
  ),
  desk: strict(each(deskSteps, Days)),
  cards: strict({ days: Part, share: Type.Number({ minimum: 0, maximum: 1 }) }),
  reminders: strict({ beforeDays: Part, afterDays: Days }),
  followUp: strict({
    tries: Type.Integer({ minimum: 1, maximum: 20 }),
    apartMs: Type.Integer({ minimum: 0, maximum: 604_800_000 }),
  }),
  counting: strict({
    from: word(['nextDay', 'sameDay']),
    until: word(['midnight', 'workEnd']),
    workBeginsAt: Clock,
    workEndsAt: Clock,
  }),
});
const TopicRow = strict({
  name: Type.String(),
  confidential: Type.Boolean(),
  units: list(strict({ district: nullable(Type.String()), unit: Type.String() })),
});
const TopicParams = strict({ name: PlainName });
const TopicBody = strict({
  name: PlainName,
  confidential: Type.Boolean(),
  units: Type.Array(
    strict({
      district: nullable(Type.String({ minLength: 1, maxLength: 64 })),
      unit: Type.Unsafe<UnitId>(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
    }),
    { maxItems: 100 },
  ),
});

/** What the management office sets: limits and how they are counted, topics and whose matter they are. */
export const ruleRoutes =
  (deps: RuleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(settingRoutes(deps));
    app.register(topicRoutes(deps));
    done();
  };

function record({ audit, now }: RuleRouteDeps, request: FastifyRequest, target: string): void {
  audit({
    ...{ at: now(), actor: nameOnRecord(request.who().actor), action: 'ticket.rules' },
    ...{ target, outcome: 'done', address: request.ip },
  });
}

const settingRoutes =
  (deps: RuleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { settings, alerts } = deps;
    app.get(
      '/ticket-settings',
      {
        config: { right: 'ticket.life' },
        schema: {
          tags,
          summary: 'Limits, cards, reminders, and how days are counted',
          response: { 200: Settings },
        },
      },
      () => settings.settings(),
    );
    app.put(
      '/ticket-settings',
      {
        config: { right: 'ticket.rules', errors: ['H12_INVALID'] },
        schema: {
          tags,
          summary: 'Set them: all that is open is reckoned anew, and what has moved is told',
          body: Settings,
          response: { 200: Settings },
        },
      },
      (request, reply) => {
        const asked = request.body as TicketSettings;
        if (asked.counting.workBeginsAt >= asked.counting.workEndsAt)
          return reply.refuse({ code: 'H12_INVALID', why: 'the working hours end before they begin' });
        const before = settings.settings();
        record(deps, request, 'settings');
        settings.putSettings(asked);
        if (!sameDeadlines(before, asked)) alerts.changed('settings', request.who().actor.id, null);
        return asked;
      },
    );
    done();
  };

const topicRoutes =
  (deps: RuleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { settings } = deps;
    const config = { right: 'ticket.rules', errors: ['H12_NO_SUCH_TOPIC'] } as const;
    app.get(
      '/ticket-topics',
      {
        config: { right: 'ticket.life' },
        schema: { tags, summary: 'Topics, and whose matter each is', response: { 200: list(TopicRow) } },
      },
      () => [...settings.topics().values()],
    );
    app.post(
      '/ticket-topics',
      {
        config,
        schema: {
          tags,
          summary: 'Set a topic: the units responsible by district, and whether it is confidential (Art. 21)',
          body: TopicBody,
          response: { 200: TopicRow },
        },
      },
      (request) => {
        const topic = request.body;
        record(deps, request, `topic ${topic.name}`);
        settings.putTopic(topic);
        return topic;
      },
    );
    app.register(topicRemoval(deps));
    done();
  };

const topicRemoval =
  (deps: RuleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { settings } = deps;
    const config = { right: 'ticket.rules', errors: ['H12_NO_SUCH_TOPIC'] } as const;
    app.delete(
      '/ticket-topics/:name',
      {
        config,
        schema: { tags, summary: 'Remove a topic', params: TopicParams, response: { 200: Type.Null() } },
      },
      (request, reply) => {
        if (!settings.removeTopic(request.params.name))
          return reply.refuse({ code: 'H12_NO_SUCH_TOPIC', why: 'there is no such topic' });
        record(deps, request, `topic ${request.params.name} removed`);
        return null;
      },
    );
    done();
  };
