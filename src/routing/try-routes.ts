import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { hasRight, whoAsks } from '../access/decide.ts';
import { unknownCaller } from '../callers/model.ts';
import type { PlanTries } from './tries.ts';
import { type Known, ReplayAnswer, ReplayBody, TryAnswer, TryBody, triedIn } from './try-wire.ts';
import { asRefused } from './version-routes.ts';
import { DraftParams } from './version-wire.ts';
import type { DraftId } from './versions.ts';

const tags = ['plan'];
const errors = ['H12_NO_SUCH_PLAN_DRAFT', 'H12_PLAN_UNUSABLE'] as const;

const trying = {
  config: { right: 'plan.edit', errors },
  schema: {
    tags,
    summary: 'The path of a call that nobody makes, step by step: by the plan in force, and by a draft',
    description:
      'By the very rules by which live calls are taken. A seat that is free answers, can do all that is asked for, and hangs up after half a minute; a prompt is heard for three seconds.',
    body: TryBody,
    response: { 200: TryAnswer },
  },
} as const;
const replaying = {
  config: { right: 'plan.edit', errors: [...errors, 'H12_PLAN_DRAFT_CHANGED', 'H12_BAD_CURSOR'] },
  schema: {
    tags,
    summary: 'Calls of the last days that would have come to somewhere else by a draft, a hundred at a time',
    description:
      'Each is taken through the plan in force and through the draft with the same keys; a seat is free after as long a wait as there was, in whatever queue.',
    params: DraftParams,
    body: ReplayBody,
    response: { 200: ReplayAnswer },
  },
} as const;

export type TryRouteDeps = { readonly tries: PlanTries; readonly lists: { readonly known: Known } };

/** Plans tried before they are published. */
export const tryRoutes =
  ({ tries, lists }: TryRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/plan/try', trying, (request, reply) => {
      const { draft, ...body } = request.body;
      const id = draft === undefined ? null : (draft as DraftId);
      // Who may not read the lists does not learn from a trial who is on them.
      const isReader = hasRight(request.who().actor, 'callers.read');
      const looked: Known = (from, at) => (isReader ? lists.known(from, at) : unknownCaller);
      const answer = tries.try(id, triedIn(body, looked), whoAsks(request));
      return 'code' in answer ? reply.refuse(asRefused(answer)) : answer;
    });
    app.post('/plan/drafts/:draft/replay', replaying, async (request, reply) => {
      const id = Number(request.params.draft) as DraftId;
      const { actor } = request.who();
      const answer = await tries.replay(id, request.body, { actor, who: whoAsks(request) });
      return 'code' in answer ? reply.refuse(asRefused(answer)) : answer;
    });
    done();
  };
