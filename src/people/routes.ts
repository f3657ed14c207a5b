import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { PeopleService } from './service.ts';
import { SignInBody, Who, whoOf } from './wire.ts';

export type PeopleRouteDeps = {
  readonly people: PeopleService;
  readonly cookie: { readonly name: string; readonly options: CookieSerializeOptions };
};

const tags = ['session'];

const signInRoute = {
  config: {
    right: 'public',
    errors: [
      'H12_WRONG_CREDENTIALS',
      'H12_CODE_NEEDED',
      'H12_WRONG_CODE',
      'H12_TOO_MANY_SIGN_INS',
      'H12_SIGN_IN_BUSY',
    ],
  },
  schema: { tags, summary: 'Sign in', body: SignInBody, response: { 200: Who } },
} as const;
const whoRoute = {
  config: { right: 'session.own' },
  schema: { tags, summary: 'Who is signed in', response: { 200: Who } },
} as const;
const signOutRoute = {
  config: { right: 'session.own' },
  schema: { tags, summary: 'Sign out; the seat stays as it is', response: { 204: Type.Null() } },
} as const;

/** The session: sign in, who am I, sign out. */
export const peopleRoutes =
  ({ people, cookie }: PeopleRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/session', signInRoute, async (request, reply) => {
      const result = await people.signIn({
        ...request.body,
        address: request.ip,
        browser: request.headers['user-agent'],
      });
      if (!result.ok) return reply.refuse(result.refusal);
      // Whoever was signed in here is not any more.
      if (request.signedIn !== null) people.signOut(request.signedIn, request.ip);
      reply.setCookie(cookie.name, result.token, cookie.options);
      return whoOf(result.who);
    });
    app.get('/session', whoRoute, (request) => whoOf(request.who()));
    app.delete('/session', signOutRoute, (request, reply) => {
      people.signOut(request.who(), request.ip);
      void reply.clearCookie(cookie.name, cookie.options).code(204).send(null);
    });
    done();
  };
