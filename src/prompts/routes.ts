import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { whoAsks } from '../access/decide.ts';
import { type Language, type PromptName, usualLanguage } from '../calls/ids.ts';
import { NoBody } from '../lib/wire.ts';
import type { Refusal } from '../ports/house.ts';
import { limits, voiceFor } from './model.ts';
import { noPrompt, noVersion, tooBusy, wrongType } from './refusals.ts';
import type { PromptService } from './service.ts';
import {
  LanguageList,
  LanguageQuery,
  type NameOf,
  PromptDetail,
  PromptList,
  PromptParams,
  promptDetail,
  promptRowOf,
  SpeakBody,
  UploadQuery,
  VersionParams,
  VersionRow,
  versionRow,
} from './wire.ts';

export type PromptRouteDeps = { readonly prompts: PromptService; readonly nameOf: NameOf };

/** Clients that know of no languages mean the usual one. */
const of = (
  prompts: PromptService,
  { language }: { readonly language?: string | undefined },
): PromptService => prompts.in((language ?? usualLanguage) as Language);

const tags = ['prompts'];
const making = {
  right: 'prompts.write',
  errors: [
    'H12_NO_VOICE',
    'H12_NO_SOUND_TOOL',
    'H12_SOUND_BUSY',
    'H12_SOUND_TYPE',
    'H12_SOUND_UNREADABLE',
    'H12_SOUND_TOO_SHORT',
    'H12_SOUND_TOO_LONG',
    'H12_SOUND_SILENT',
    'H12_PROMPT_FULL',
  ],
} as const;
const unknown = ['H12_NO_SUCH_PROMPT', 'H12_NO_SUCH_PROMPT_VERSION'] as const;
const folder = ['H12_NO_SOUNDS_FOLDER', 'H12_SOUNDS_NOT_WRITABLE'] as const;

/** What callers hear: listened to, made, put in force, taken away. */
export const promptRoutes =
  (deps: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.register(languageRoutes(deps));
    app.register(readRoutes(deps));
    app.register(soundRoute(deps));
    app.register(makeRoutes(deps));
    app.register(forceRoutes(deps));
    app.register(removeRoutes(deps));
    done();
  };

const languageRoutes =
  ({ prompts }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/prompt-languages',
      {
        config: { right: 'prompts.read' },
        schema: {
          tags,
          summary: 'Languages in which there are prompts, or which a plan names; zh-CN first',
          response: { 200: LanguageList },
        },
      },
      () =>
        prompts.languages().map((language) => ({
          language,
          own: prompts
            .in(language)
            .list()
            .filter(({ inForce }) => inForce !== null).length,
          voice: voiceFor(language) !== null,
        })),
    );
    done();
  };

const readRoutes =
  ({ prompts, nameOf }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/prompts',
      {
        config: { right: 'prompts.read' },
        schema: {
          tags,
          summary: 'All prompts, by name, and where each is used',
          querystring: LanguageQuery,
          response: { 200: PromptList },
        },
      },
      (request) => of(prompts, request.query).list().map(promptRowOf),
    );
    app.get(
      '/prompts/:name',
      {
        config: { right: 'prompts.read', errors: ['H12_NO_SUCH_PROMPT'] },
        schema: {
          tags,
          summary: 'A prompt with its versions',
          params: PromptParams,
          querystring: LanguageQuery,
          response: { 200: PromptDetail },
        },
      },
      (request, reply) => {
        const found = of(prompts, request.query).read(request.params.name as PromptName);
        return found === null ? reply.refuse(noPrompt) : promptDetail(found, nameOf);
      },
    );
    done();
  };

const soundRoute =
  ({ prompts }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/prompts/:name/versions/:version/sound',
      {
        config: { right: 'prompts.read', errors: ['H12_NO_SUCH_PROMPT_VERSION'] },
        schema: {
          tags,
          summary: 'How a version sounds: a WAV file',
          params: VersionParams,
          querystring: LanguageQuery,
        },
      },
      (request, reply) => {
        const { name, version } = request.params;
        const wav = of(prompts, request.query).sound(name as PromptName, Number(version));
        if (wav === null) return reply.refuse(noVersion);
        return reply
          .type('audio/wav')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .send(wav);
      },
    );
    done();
  };

/** So many sounds are made at once, whoever asks. */
const mostAtOnce = 2;

const makeRoutes =
  ({ prompts, nameOf }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: limits.bytes },
      (_request, body, parsed) => parsed(null, body),
    );
    let busy = 0;
    const made = async (reply: FastifyReply, work: () => ReturnType<PromptService['upload']>) => {
      if (busy >= mostAtOnce) return reply.refuse(tooBusy);
      busy += 1;
      const version = await work().finally(() => {
        busy -= 1;
      });
      return 'code' in version ? reply.refuse(version) : versionRow(version, nameOf);
    };
    app.post('/prompts/:name/speak', speakOptions, (request, reply) => {
      const { text, note } = request.body;
      const own = of(prompts, request.body);
      const name = request.params.name as PromptName;
      return made(reply, () => own.speak(name, { text, note: note ?? '' }, whoAsks(request)));
    });
    app.post('/prompts/:name/upload', uploadOptions, (request, reply) => {
      const bytes: unknown = request.body;
      if (!Buffer.isBuffer(bytes)) return reply.refuse(wrongType);
      const { text, note } = request.query;
      const own = of(prompts, request.query);
      const words = { text: text ?? null, note: note ?? '', who: whoAsks(request) };
      return made(reply, () => own.upload(request.params.name as PromptName, bytes, words));
    });
    done();
  };

const speakOptions = {
  config: making,
  schema: {
    tags,
    summary: 'A new version of a prompt, or a new prompt: a text as espeak-ng speaks it',
    description: 'It is not in force: listen to it, then put it in force.',
    params: PromptParams,
    body: SpeakBody,
    response: { 200: VersionRow },
  },
};
const uploadOptions = {
  bodyLimit: limits.bytes,
  config: making,
  schema: {
    tags,
    summary: 'A new version of a prompt, or a new prompt: a sound as application/octet-stream, at most 10 MB',
    description:
      'WAV, FLAC or Ogg Vorbis of 0.2 to 180 s; what it is is seen by its bytes. It is converted to what Asterisk plays and is not in force: listen to it, then put it in force.',
    params: PromptParams,
    querystring: UploadQuery,
    response: { 200: VersionRow },
  },
};

const forceRoutes =
  ({ prompts, nameOf }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/prompts/:name/versions/:version/use',
      {
        config: { right: 'prompts.write', errors: [...unknown, ...folder] },
        schema: {
          tags,
          summary: 'Puts a version in force: whoever hears the prompt from now on hears this one',
          params: VersionParams,
          querystring: LanguageQuery,
          body: NoBody,
          response: { 200: PromptDetail },
        },
      },
      (request, reply) => {
        const { name, version } = request.params;
        const used = of(prompts, request.query).use(name as PromptName, Number(version), whoAsks(request));
        return 'code' in used ? reply.refuse(used) : promptDetail(used, nameOf);
      },
    );
    done();
  };

const removeRoutes =
  ({ prompts }: PromptRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.delete(
      '/prompts/:name',
      {
        config: {
          right: 'prompts.write',
          errors: ['H12_NO_SUCH_PROMPT', 'H12_PROMPT_IN_USE', 'H12_NO_SOUNDS_FOLDER'],
        },
        schema: {
          tags,
          summary: 'Take a prompt away that nobody needs',
          params: PromptParams,
          querystring: LanguageQuery,
        },
      },
      (request, reply) =>
        gone(reply, of(prompts, request.query).remove(request.params.name as PromptName, whoAsks(request))),
    );
    app.delete(
      '/prompts/:name/versions/:version',
      {
        config: { right: 'prompts.write', errors: [...unknown, 'H12_PROMPT_IN_USE'] },
        schema: {
          tags,
          summary: 'Take a version away that is not in force',
          params: VersionParams,
          querystring: LanguageQuery,
        },
      },
      (request, reply) => {
        const { name, version } = request.params;
        const own = of(prompts, request.query);
        return gone(reply, own.removeVersion(name as PromptName, Number(version), whoAsks(request)));
      },
    );
    done();
  };

const gone = (reply: FastifyReply, refusal: Refusal | null) =>
  refusal === null ? reply.code(204).send() : reply.refuse(refusal);
