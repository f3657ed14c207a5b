import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import { type EpochMs, epochMs, periodOf } from '../lib/time.ts';
import { strict } from '../lib/wire.ts';
import { dossierOf } from './dossier.ts';
import type { FoundLine } from './finding.ts';
import { filterOf } from './found-routes.ts';
import type { FoundService, Place } from './found-service.ts';
import { CountQuery, foundFilter } from './found-wire.ts';
import type { Book } from './life/settled.ts';
import type { LifeService } from './life-service.ts';
import type { LifeStore } from './life-store.ts';
import { caseView, changeRow } from './life-wire.ts';
import { NoFontError, type Press } from './press.ts';
import { figureSheet, ticketSheet, type UnitNames } from './sheet.ts';
import { TicketParams } from './wire.ts';

export type ExportRouteDeps = {
  readonly found: FoundService;
  readonly life: Pick<LifeService, 'look' | 'changes'>;
  readonly lives: Pick<LifeStore, 'facts'>;
  readonly book: () => Book;
  readonly press: Press;
  readonly unitName: UnitNames;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  /** IANA name: what a day is. */
  readonly timeZone: string;
};

const tags = ['tickets'];
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** More than a person reads, and what a file is still made of in a moment. */
const mostRows = 10_000;
const pageSize = 1_000;

/** Lists, figures and single tickets as files, each on the record: what leaves the house must be answered for (Art. 22). */
export const exportRoutes =
  (deps: ExportRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(listExport(deps));
    app.register(figureExport(deps));
    app.register(dossierExport(deps));
    done();
  };

function record({ audit, now }: ExportRouteDeps, request: FastifyRequest, target: string): void {
  audit({
    ...{ at: now(), actor: nameOnRecord(request.who().actor), action: 'ticket.export' },
    ...{ target, outcome: 'done', address: request.ip },
  });
}

/** Every answer is described by its schema; a file is sent past it. */
function sendFile(reply: FastifyReply, name: string, type: string, bytes: Buffer): never {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(bytes) as never;
}

const listExport =
  (deps: ExportRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/found.xlsx',
      {
        config: { right: 'ticket.export', errors: ['H12_TOO_MANY_ROWS'] },
        schema: {
          tags,
          summary: `The tickets of /tickets/found as a file, ${String(mostRows)} at most; on the record`,
          querystring: strict(foundFilter),
        },
      },
      async (request, reply) => {
        const { actor } = request.who();
        const lines = await allOf(deps, actor, filterOf(actor, request.query, deps.timeZone));
        if (lines === null)
          return reply.refuse({
            code: 'H12_TOO_MANY_ROWS',
            why: `more than ${String(mostRows)} tickets: ask for fewer`,
          });
        record(deps, request, `list of ${String(lines.length)}: ${asked(request.query)}`);
        const bytes = await deps.press.xlsx(ticketSheet(actor, lines, deps.unitName));
        return sendFile(reply, 'tickets.xlsx', xlsx, bytes);
      },
    );
    done();
  };

/** What was looked for, for the record: never whom by number or name. */
const asked = (query: object): string =>
  Object.entries(query)
    .map(([name, value]) => (name.startsWith('caller') ? name : `${name}=${String(value)}`))
    .join(' ');

/** Page by page; null: there are too many. */
async function allOf(
  { found }: ExportRouteDeps,
  actor: Actor,
  filter: Parameters<FoundService['find']>[1],
): Promise<readonly FoundLine[] | null> {
  const lines: FoundLine[] = [];
  let after: Place['after'] = null;
  for (;;) {
    const { items, nextCursor } = await found.find(actor, filter, { after, limit: pageSize });
    lines.push(...items);
    const last = items.at(-1);
    if (nextCursor === null || last === undefined) return lines;
    if (lines.length >= mostRows) return null;
    after = { at: last.position, id: last.no };
  }
}

const yearMs = 366 * 86_400_000;

const figureExport =
  (deps: ExportRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/statistics.xlsx',
      {
        config: { right: 'ticket.export' },
        schema: {
          tags,
          summary: 'The figures of /tickets/statistics as a file; on the record',
          querystring: CountQuery,
        },
      },
      async (request, reply) => {
        const { by, ...period } = request.query;
        const now = deps.now();
        const { since = epochMs(now - yearMs), until = epochMs(now + 1) } = periodOf(period, deps.timeZone);
        const rows = await deps.found.count(request.who().actor, by, { since, until });
        record(deps, request, `figures by ${by}`);
        const bytes = await deps.press.xlsx(figureSheet(rows, by === 'unit' ? deps.unitName : (key) => key));
        return sendFile(reply, 'ticket-figures.xlsx', xlsx, bytes);
      },
    );
    done();
  };

const dossierExport =
  (deps: ExportRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/tickets/:no/dossier.pdf',
      {
        config: { right: 'ticket.export', errors: ['H12_NO_SUCH_TICKET', 'H12_NO_FONT'] },
        schema: {
          tags,
          summary: 'All of a ticket that this person may see, on paper; on the record',
          params: TicketParams,
        },
      },
      async (request, reply) => {
        const { actor } = request.who();
        const found = deps.life.look(actor, request.params.no as TicketNo, request.ip);
        if (found === null)
          return reply.refuse({ code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' });
        const now = deps.now();
        const view = caseView(found, { actor, facts: deps.lives.facts(found.no), book: deps.book(), now });
        const changes = deps.life.changes(found.no).map((change) => changeRow(actor, found, change));
        const { unitName: nameOf, timeZone } = deps;
        try {
          const dossier = dossierOf({ view, changes, nameOf, by: actor.id, now, timeZone });
          const bytes = await deps.press.pdf(dossier);
          record(deps, request, `dossier ${found.no}`);
          return sendFile(reply, `${found.no}.pdf`, 'application/pdf', bytes);
        } catch (fault) {
          if (!(fault instanceof NoFontError)) throw fault;
          return reply.refuse({ code: 'H12_NO_FONT', why: 'fonts-noto-cjk is not installed: npm run setup' });
        }
      },
    );
    done();
  };
