import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { whoAsks } from '../access/decide.ts';
import { differenceOf } from './difference.ts';
import { longestDocument } from './document.ts';
import type { PlanStore } from './store.ts';
import type { VersionNo } from './timeline.ts';
import { asRefused, published, type VersionRouteDeps, whenOf } from './version-routes.ts';
import {
  ApproveBody,
  Checked,
  DraftBody,
  DraftList,
  DraftParams,
  DraftRow,
  DraftWhole,
  draftRow,
  findingRow,
  NewDraftBody,
  PublicationRow,
  PublishBody,
} from './version-wire.ts';
import type { Draft, DraftId } from './versions.ts';

const tags = ['plan'];
const none = 'H12_NO_SUCH_PLAN_DRAFT';
const hostileCodes = ['H12_PLAN_TOO_DEEP', 'H12_PLAN_TOO_LARGE', 'H12_PLAN_BAD_NAME'] as const;
/** What is around a document in a body. */
const aroundBytes = 4_096;
const bodyLimit = longestDocument + aroundBytes;

const draftId = ({ draft }: { readonly draft: string }): DraftId => Number(draft) as DraftId;

const wholeOf = (store: PlanStore, draft: Draft): DraftWhole => {
  const newest = store.newest() ?? draft.base;
  const difference = differenceOf(store.version(newest)?.document ?? {}, draft.document);
  return { ...draftRow(draft), document: draft.document, newest, difference };
};

/** Plans that are being written: saved, checked, approved, published. */
export const draftRoutes =
  (deps: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(reading(deps));
    app.register(beginning(deps));
    app.register(saving(deps));
    app.register(checking(deps));
    app.register(approving(deps));
    app.register(publishing(deps));
    done();
  };

const reading =
  ({ drafts, store }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/plan/drafts',
      {
        config: { right: 'plan.edit' },
        schema: {
          tags,
          summary: 'Drafts, newest first; whether somebody else must approve them',
          response: { 200: DraftList },
        },
      },
      () => ({ approval: drafts.approval, items: drafts.list().map(draftRow) }),
    );
    app.get(
      '/plan/drafts/:draft',
      {
        config: { right: 'plan.edit', errors: [none] },
        schema: {
          tags,
          summary: 'A draft whole, and in what it differs from the newest version',
          params: DraftParams,
          response: { 200: DraftWhole },
        },
      },
      (request, reply) => {
        const draft = drafts.read(draftId(request.params));
        return 'code' in draft ? reply.refuse(draft) : wholeOf(store, draft);
      },
    );
    done();
  };

const beginning =
  ({ drafts, store }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/plan/drafts',
      {
        bodyLimit,
        config: { right: 'plan.edit', errors: ['H12_NO_SUCH_PLAN_VERSION', ...hostileCodes] },
        schema: {
          tags,
          summary: 'Begins a draft from a version, or with a document',
          body: NewDraftBody,
          response: { 201: DraftWhole },
        },
      },
      (request, reply) => {
        const { title, version, document = null } = request.body;
        const made = drafts.begin({ title, version: version as VersionNo, document }, whoAsks(request));
        if ('code' in made) return reply.refuse(made);
        reply.code(201);
        return wholeOf(store, made);
      },
    );
    done();
  };

const saving =
  ({ drafts, store }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.put(
      '/plan/drafts/:draft',
      {
        bodyLimit,
        config: { right: 'plan.edit', errors: [none, 'H12_PLAN_DRAFT_CHANGED', ...hostileCodes] },
        schema: {
          tags,
          summary: 'Saves a draft that nobody has saved since it was read',
          params: DraftParams,
          body: DraftBody,
          response: { 200: DraftWhole },
        },
      },
      (request, reply) => {
        const saved = drafts.save(draftId(request.params), request.body, whoAsks(request));
        return 'code' in saved ? reply.refuse(saved) : wholeOf(store, saved);
      },
    );
    app.delete(
      '/plan/drafts/:draft',
      {
        config: { right: 'plan.edit', errors: [none] },
        schema: { tags, summary: 'Throws a draft away', params: DraftParams, response: { 204: Type.Null() } },
      },
      (request, reply) => {
        const refusal = drafts.remove(draftId(request.params), whoAsks(request));
        if (refusal !== null) return reply.refuse(refusal);
        reply.code(204);
        return null;
      },
    );
    done();
  };

const checking =
  ({ drafts }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/plan/drafts/:draft/check',
      {
        config: { right: 'plan.edit', errors: [none, 'H12_PLAN_DRAFT_CHANGED'] },
        schema: {
          tags,
          summary:
            'What is wrong with a draft: where, and how to mend it; an error keeps it from being published',
          params: DraftParams,
          response: { 200: Checked },
        },
      },
      (request, reply) => {
        const checked = drafts.check(draftId(request.params), whoAsks(request));
        if ('code' in checked) return reply.refuse(checked);
        return { draft: draftRow(checked.draft), findings: checked.findings.map(findingRow) };
      },
    );
    done();
  };

const approving =
  ({ drafts }: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/plan/drafts/:draft/approve',
      {
        config: {
          right: 'plan.publish',
          errors: [none, 'H12_PLAN_DRAFT_CHANGED', 'H12_PLAN_UNUSABLE', 'H12_SAME_PERSON'],
        },
        schema: {
          tags,
          summary: 'Approves a draft as it is now, by somebody who did not write in it',
          params: DraftParams,
          body: ApproveBody,
          response: { 200: DraftRow },
        },
      },
      (request, reply) => {
        const { revision } = request.body;
        const draft = drafts.approve(draftId(request.params), revision, whoAsks(request));
        return 'code' in draft ? reply.refuse(asRefused(draft)) : draftRow(draft);
      },
    );
    done();
  };

const publishing =
  (deps: VersionRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const errors = [
      ...[none, 'H12_PLAN_DRAFT_CHANGED', 'H12_PLAN_BASE_OLD', 'H12_PLAN_NOT_APPROVED'],
      ...['H12_PLAN_UNUSABLE', 'H12_PLAN_BAD_TIME', 'H12_STOPPING'],
    ];
    app.post(
      '/plan/drafts/:draft/publish',
      {
        config: { right: 'plan.publish', errors },
        schema: {
          tags,
          summary:
            'Makes a version of a draft and puts it in force: at once or from an instant on, for good or until another',
          description:
            'Calls go on with the plan they began with; who waits is matched by the new rules at once.',
          params: DraftParams,
          body: PublishBody,
          response: { 200: PublicationRow },
        },
      },
      (request, reply) => {
        const { revision, over } = request.body;
        const asked = { ...whenOf(request.body), revision, over: over as VersionNo };
        const id = deps.drafts.publish(draftId(request.params), asked, whoAsks(request));
        if (typeof id !== 'number') return reply.refuse(asRefused(id));
        const row = published(deps, id);
        return 'code' in row ? reply.refuse(row) : row;
      },
    );
    done();
  };
