import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { PeopleService } from './service.ts';
import { SignInBody, Who, whoOf } from './wire.ts';

export type PeopleRouteDeps = {
  readonly people: PeopleService;
  readonly cookie: { readonly name: string; readonly options: CookieSerializeOptions };
};

/** The session: sign in, who am I, sign out. */
export const peopleRoutes =
  ({ people, cookie }: PeopleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const tags = ['session'];
    app.post(
      '/session',
      {
        config: { right: 'public' },
        schema: { tags, summary: 'Sign in', body: SignInBody, response: { 200: Who } },
      },
      async (request, reply) => {
        const result = await people.signIn({ ...request.body, address: request.ip });
        if (!result.ok) return reply.refuse(result.refusal);
        // Whoever was signed in here is not any more.
        if (request.signedIn !== null) people.signOut(request.signedIn, request.ip);
        reply.setCookie(cookie.name, result.token, cookie.options);
        return whoOf(result.who);
      },
    );
    app.get(
      '/session',
      {
        config: { right: 'session.own' },
        schema: { tags, summary: 'Who is signed in', response: { 200: Who } },
      },
      (request) => whoOf(request.who()),
    );
    app.delete(
      '/session',
      {
        config: { right: 'session.own' },
        schema: { tags, summary: 'Sign out; the seat stays as it is', response: { 204: Type.Null() } },
      },
      (request, reply) => {
        people.signOut(request.who(), request.ip);
        void reply.clearCookie(cookie.name, cookie.options).code(204).send(null);
      },
    );
    done();
  };
