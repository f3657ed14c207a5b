import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Actor } from '../access/model.ts';
import type { Audit } from '../audit/model.ts';
import type { TicketNo } from '../calls/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { Instant, list, strict, YesNo } from '../lib/wire.ts';
import type { FileStore, TicketFile } from './file-store.ts';
import type { Case } from './life/model.ts';
import type { LifeRefusal, LifeService } from './life-service.ts';
import { mayKnow, sightOf } from './see.ts';
import { safeName, sniff } from './sniff.ts';
import { TicketNumber, TicketParams } from './wire.ts';

export type FileRouteDeps = {
  readonly files: FileStore;
  readonly life: Pick<LifeService, 'look' | 'house'>;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

const tags = ['tickets'];
const mostBytes = 10_485_760;
const mostFiles = 20;
const noSuchTicket = { code: 'H12_NO_SUCH_TICKET', why: 'there is no such ticket' };
const FileRow = strict({
  id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  bytes: Type.Integer(),
  identity: Type.Boolean({ description: 'it shows who the citizen is' }),
  addedAt: Instant,
  addedBy: Type.String(),
});
const FileParams = strict({ no: TicketNumber, file: Type.String({ pattern: '^[0-9a-f]{16}$' }) });

const fileRow = ({ id, name, type, bytes, identity, addedAt, addedBy }: TicketFile) => ({
  ...{ id, name, type, bytes, identity, addedAt, addedBy },
});

/** Whoever may not know the citizen sees no file that shows it; a unit sees what it and the hotline have added, not what other units have. */
function seesFile(actor: Actor, found: Case, file: TicketFile): boolean {
  if (file.identity && !mayKnow(actor, found.content.keepIdentity)) return false;
  return sightOf(actor, found) === 'whole' || file.unit === null || file.unit === actor.unit;
}

/** Attachments: by what they begin with, never more than they may be, and given back so that no browser runs them. */
export const fileRoutes =
  (deps: FileRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(readRoutes(deps));
    app.register(addRoute(deps));
    done();
  };

const readRoutes =
  ({ files, life }: FileRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'ticket.life', errors: ['H12_NO_SUCH_TICKET', 'H12_NO_SUCH_FILE'] } as const;
    app.get(
      '/tickets/:no/files',
      {
        config,
        schema: { tags, summary: 'Attachments', params: TicketParams, response: { 200: list(FileRow) } },
      },
      (request, reply) => {
        const { actor } = request.who();
        const found = life.look(actor, request.params.no as TicketNo, request.ip);
        if (found === null) return reply.refuse(noSuchTicket);
        return files
          .of(found.no)
          .filter((file) => seesFile(actor, found, file))
          .map(fileRow);
      },
    );
    app.get(
      '/tickets/:no/files/:file',
      { config, schema: { tags, summary: 'One of them', params: FileParams } },
      (request, reply) => {
        const { actor } = request.who();
        const found = life.look(actor, request.params.no as TicketNo, request.ip);
        if (found === null) return reply.refuse(noSuchTicket);
        const file = files.read(found.no, request.params.file);
        if (file === null || !seesFile(actor, found, file))
          return reply.refuse({ code: 'H12_NO_SUCH_FILE', why: 'there is no such file' });
        // Saved and never shown in place; were it shown all the same, in a sandbox with nothing in it.
        return reply
          .type(file.type)
          .header('content-length', file.bytes)
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
          .header('content-security-policy', "default-src 'none'; sandbox")
          .send(files.open(file));
      },
    );
    done();
  };

const addOptions = {
  bodyLimit: mostBytes,
  config: {
    right: 'ticket.files',
    errors: ['H12_NO_SUCH_TICKET', 'H12_FILE_TYPE', 'H12_TOO_MANY_FILES', 'H12_TICKET_STATE'],
  } as const,
  schema: {
    tags,
    summary: 'Attach a file: its bytes as application/octet-stream, at most 10 MB',
    description: 'JPEG, PNG, WebP, PDF, docx and xlsx without macros; what it is is seen by its bytes.',
    params: TicketParams,
    querystring: strict({
      name: Type.Optional(Type.String({ maxLength: 200 })),
      identity: Type.Optional(YesNo),
    }),
    response: { 200: FileRow },
  },
};

const addRoute =
  (deps: FileRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: mostBytes },
      (_request, body, parsed) => parsed(null, body),
    );
    app.post('/tickets/:no/files', addOptions, async (request, reply) => {
      const { actor } = request.who();
      const found = deps.life.look(actor, request.params.no as TicketNo, request.ip);
      if (found === null) return reply.refuse(noSuchTicket);
      const bytes: unknown = request.body;
      const { name, identity } = request.query;
      const offered = { bytes, name: name ?? '', identity: identity === 'true' };
      const outcome = await addFile(deps, actor, found, offered);
      if ('code' in outcome) return reply.refuse(outcome);
      deps.audit({
        ...{ at: deps.now(), actor: nameOnRecord(actor), action: 'ticket.command' },
        ...{ target: `${found.no} addFile`, outcome: 'done', address: request.ip },
      });
      return fileRow(outcome);
    });
    done();
  };

type Offered = { readonly bytes: unknown; readonly name: string; readonly identity: boolean };

/** Keeps a file that a ticket can take. @returns it, or why it is not taken */
async function addFile(
  { files, life, now }: FileRouteDeps,
  actor: Actor,
  { no }: Case,
  { bytes, name: given, identity }: Offered,
): Promise<TicketFile | LifeRefusal> {
  const type = Buffer.isBuffer(bytes) ? sniff(bytes) : null;
  if (!Buffer.isBuffer(bytes) || type === null)
    return { code: 'H12_FILE_TYPE', why: 'only JPEG, PNG, WebP, PDF, docx and xlsx are taken' };
  if (files.of(no).length >= mostFiles)
    return { code: 'H12_TOO_MANY_FILES', why: `a ticket has at most ${String(mostFiles)} files` };
  const sha256 = await files.keep(bytes);
  const name = safeName(given, type);
  // Noted in the ticket's history first: an archived one changes no more (Art. 14).
  if (!life.house(no, { type: 'addFile', name }, actor.id))
    return { code: 'H12_TICKET_STATE', why: 'a closed ticket takes no more files' };
  return files.add({
    ...{ no, name, type: type.type, bytes: bytes.length, sha256 },
    ...{ identity, addedAt: now(), addedBy: actor.id, unit: actor.unit },
  });
}
