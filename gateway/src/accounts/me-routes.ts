/** The own account: who am I, where am I signed in, my password. */
import { Type } from 'typebox';
import { ChangePasswordBody, IdPath, Me, SessionList } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { checkPassword, dear, tooMany } from './accounts-world.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { meOf } from './me.ts';
import { notSignedIn, requirePerson, requirePrincipal } from './principal.ts';
import { signedIn } from './roles.ts';
import { accountPace } from './throttle-store.ts';
import { setPassword, userById } from './users.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };

export function meRoutes(app: App, world: AccountsWorld): void {
  const { postgres, sessions, now } = world;
  app.get(
    '/api/me',
    {
      ...signedIn('account:read'),
      schema: {
        tags: ['accounts'],
        summary: 'Who is asking',
        response: { 200: Me, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return meOf(requirePrincipal(request));
    },
  );

  app.get(
    '/api/me/sessions',
    {
      ...signedIn(),
      schema: {
        tags: ['accounts'],
        summary: 'Where I am signed in',
        response: { 200: SessionList, ...refusals },
      },
    },
    async (request) => {
      const { userId, session } = requirePerson(request);
      const rows = await sessions.list(userId);
      return {
        sessions: rows.map(({ ref, ...row }) => ({
          ...row,
          id: ref,
          current: ref === session.ref,
        })),
      };
    },
  );

  app.delete(
    '/api/me/sessions/:id',
    {
      ...signedIn(),
      schema: {
        tags: ['accounts'],
        summary: 'End one of my sessions; its sockets close',
        params: IdPath,
        response: { 204: Type.Null(), 400: Problem, 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const { userId } = requirePerson(request);
      const { id } = request.params;
      await postgres.transaction('accounts', async (tx) => {
        const ended = await sessions.end(tx, userId, id);
        if (!ended) throw new Refusal('NO_SUCH_ENTRY', 'you have no such session');
        await audit(tx, request, { action: 'SESSION_ENDED', target: `session/${id}` }, now());
      });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/me/sessions',
    {
      ...signedIn(),
      schema: {
        tags: ['accounts'],
        summary: 'End all my sessions but this one; their sockets close',
        response: { 204: Type.Null(), ...refusals },
      },
    },
    async (request, reply) => {
      const { userId, session } = requirePerson(request);
      await postgres.transaction('accounts', async (tx) => {
        await sessions.endAll(tx, userId, session.hash);
        await audit(tx, request, { action: 'OTHER_SESSIONS_ENDED' }, now());
      });
      return reply.code(204).send(null);
    },
  );

  passwordRoute(app, world);
}

function passwordRoute(app: App, world: AccountsWorld): void {
  const { postgres, sessions, passwords, throttle, now } = world;
  app.post(
    '/api/me/password',
    {
      config: { ...signedIn().config, ...dear },
      schema: {
        tags: ['accounts'],
        summary: 'Change my password',
        body: ChangePasswordBody,
        response: { 204: Type.Null(), 400: Problem, 415: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const { userId, session } = requirePerson(request);
      const { current, password, endOtherSessions } = request.body;
      const counted = { what: `password of ${userId}`, pace: accountPace };
      const waitMs = await throttle.attempt([counted]);
      if (waitMs !== undefined) throw tooMany(waitMs);
      const user = await postgres.transaction('accounts', (tx) => userById(tx, userId));
      if (!user) throw notSignedIn(); // removed in this very moment
      if (!(await passwords.isRight(user.passwordHash, current))) {
        await postgres.transaction('accounts', (tx) => {
          const refusal = { action: 'PASSWORD_CHANGED', refusal: 'WRONG_CREDENTIALS' } as const;
          return audit(tx, request, refusal, now());
        });
        throw new Refusal('FORBIDDEN', 'body current: is not your password');
      }
      checkPassword(password, user.email);
      const passwordHash = await passwords.hash(password);
      await postgres.transaction('accounts', async (tx) => {
        await setPassword(tx, userId, passwordHash, null);
        if (endOtherSessions) await sessions.endAll(tx, userId, session.hash);
        await throttle.forget(tx, counted.what);
        await audit(tx, request, { action: 'PASSWORD_CHANGED' }, now());
      });
      return reply.code(204).send(null);
    },
  );
}
