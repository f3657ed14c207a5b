import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { decide } from '../access/decide.ts';
import type { AgentId } from '../acd/model.ts';
import { type EpochMs, periodOf } from '../lib/time.ts';
import type { Refusal } from '../ports/house.ts';
import { csvOf } from './csv.ts';
import type { Granularity, Stretch } from './model.ts';
import { dayOfInstant } from './periods.ts';
import type { FigureService } from './service.ts';
import {
  CallerFiguresList,
  CallerFiguresQuery,
  QueueFiguresList,
  QueueFiguresQuery,
  queueFiguresRow,
  SeatFiguresList,
  SeatFiguresQuery,
  seatFiguresRow,
} from './wire.ts';

export type FigureRouteDeps = {
  readonly figures: FigureService;
  readonly nameOf: (agent: AgentId) => string | null;
  readonly timeZone: string;
  readonly now: () => EpochMs;
};

const tags = ['figures'];
const dayMs = 86_400_000;
/** The longest period asked for at once, in days: what is longer is asked for in parts, or in longer stretches. */
const mostDays: Readonly<Record<Granularity, number>> = { '15min': 62, hour: 186, day: 732, all: 732 };

/** Reports over what was counted: queues, the course of a day, agents. All take a period, and all can be had as CSV. */
export const figureRoutes =
  (deps: FigureRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { figures } = deps;
    for (const [path, summary, usual] of [
      ['queues', 'Each queue in a period; the day so far if none is given', 'all'],
      ['intervals', 'All queues together, or one, by intervals', '15min'],
    ] as const)
      app.get(
        `/figures/${path}`,
        {
          config: { right: 'figures.read' },
          schema: { tags, summary, querystring: QueueFiguresQuery, response: { 200: QueueFiguresList } },
        },
        (request, reply) => {
          const { granularity = usual, format, queue } = request.query;
          const period = periodAsked(deps, request.query, granularity);
          if ('code' in period) return reply.refuse(period);
          const rows = figures[path]({ ...period, granularity, queue }).map(queueFiguresRow);
          return format === 'csv' ? sendCsv(reply, `${path}.csv`, rows) : rows;
        },
      );
    app.register(callerFigures(deps));
    app.register(seatFigures(deps));
    done();
  };

const callerFigures =
  (deps: FigureRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/figures/callers',
      {
        config: { right: 'figures.read' },
        schema: {
          tags,
          summary: 'Calls of those on a list, and of those who call again and again, by how they ended',
          querystring: CallerFiguresQuery,
          response: { 200: CallerFiguresList },
        },
      },
      (request, reply) => {
        const period = periodAsked(deps, request.query, 'all');
        if ('code' in period) return reply.refuse(period);
        const rows = deps.figures.callers(period);
        return request.query.format === 'csv' ? sendCsv(reply, 'callers.csv', rows) : [...rows];
      },
    );
    done();
  };

const seatFigures =
  (deps: FigureRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/figures/seats',
      {
        config: { right: 'agentFigures.read' },
        schema: {
          tags,
          summary: 'Agents and their time in a period; an agent sees its own alone',
          querystring: SeatFiguresQuery,
          response: { 200: SeatFiguresList },
        },
      },
      (request, reply) => {
        const { granularity = 'all', format, seat } = request.query;
        const period = periodAsked(deps, request.query, granularity);
        if ('code' in period) return reply.refuse(period);
        const { actor } = request.who();
        const everybodys = decide(actor, 'agentFigures.read', { agent: null }).allow;
        const agent = request.query.agent ?? (everybodys ? undefined : actor.id);
        if (!everybodys && agent !== actor.id) return reply.refuse(notYours);
        const rows = deps.figures
          .seats({ ...period, granularity, seat, agent })
          .map((row) => seatFiguresRow(row, deps.nameOf(row.agent as AgentId)));
        return format === 'csv' ? sendCsv(reply, 'agents.csv', rows.map(flat)) : rows;
      },
    );
    done();
  };

const notYours: Refusal = { code: 'H12_FORBIDDEN', why: "these are another agent's figures" };

type PeriodQuery = { readonly since?: string | undefined; readonly until?: string | undefined };

/** The period asked for; what is left out is the day's, as far as it has come. */
function periodAsked(deps: FigureRouteDeps, query: PeriodQuery, granularity: Granularity): Stretch | Refusal {
  const asked = periodOf(query, deps.timeZone);
  const until = asked.until ?? dayOfInstant(deps.now(), deps.timeZone).until;
  const since = asked.since ?? dayOfInstant((until - 1) as EpochMs, deps.timeZone).since;
  if (until <= since) return { code: 'H12_INVALID', why: 'the period ends before it begins' };
  const most = mostDays[granularity];
  if (until - since > (most + 1) * dayMs)
    return { code: 'H12_INVALID', why: `at most ${String(most)} days in stretches of ${granularity}` };
  return { since, until };
}

const flat = ({ notReadyByReasonMs, ...row }: ReturnType<typeof seatFiguresRow>) => ({
  ...row,
  ...Object.fromEntries(
    Object.entries(notReadyByReasonMs).map(([reason, ms]) => [`notReady_${reason}_ms`, ms]),
  ),
});

/** Every answer has the same shape by its schema; a file is sent past it. */
function sendCsv(
  reply: FastifyReply,
  name: string,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): never {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(csvOf(columns, rows));
  return reply as never;
}
