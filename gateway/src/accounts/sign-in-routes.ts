/** POST /api/accounts/sign-in and sign-out. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Me, SignInBody } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { orderMail } from '../mail/mail-outbox.ts';
import { dear, originOf, tooMany } from './accounts-world.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { emailAddress } from './email-address.ts';
import { meOf } from './me.ts';
import { requirePerson } from './principal.ts';
import { publicRoute, signedIn } from './roles.ts';
import { accountPace, addressPace, mailPace } from './throttle-store.ts';
import { userByEmail } from './users.ts';
import type { UserRow } from './users.ts';

export function signInRoutes(app: App, world: AccountsWorld): void {
  const { postgres, sessions, cookie, now } = world;
  app.post(
    '/api/accounts/sign-in',
    {
      config: { ...publicRoute.config, ...dear },
      schema: {
        tags: ['accounts'],
        summary: 'Sign in; sets the session cookie',
        description:
          'WRONG_CREDENTIALS says nothing about whether the address has an account. ' +
          'ADDRESS_NOT_VERIFIED comes only with the right password, and mails the link again.',
        body: SignInBody,
        response: {
          200: Me,
          400: Problem,
          401: Problem,
          403: Problem,
          415: Problem,
          429: Problem,
          503: Problem,
        },
      },
    },
    async (request, reply) => {
      const user = await provedUser(world, request, request.body);
      const value = await postgres.transaction('accounts', async (tx) => {
        const owner = { userId: user.id, organisationId: user.organisationId };
        const who = { actorId: user.id, organisationId: user.organisationId };
        await audit(tx, request, { action: 'SIGNED_IN', ...who }, now());
        await world.throttle.forget(tx, accountAt(user.email, request.ip));
        return sessions.signIn(tx, owner, originOf(request), cookie.of(request));
      });
      cookie.set(reply, value);
      reply.header('cache-control', 'no-store');
      const principal = await sessions.find(value);
      if (!principal) throw wrongCredentials(); // kept out in this very moment
      return meOf(principal);
    },
  );

  app.post(
    '/api/accounts/sign-out',
    {
      ...signedIn(),
      schema: {
        tags: ['accounts'],
        summary: 'Sign out: the session and its sockets end',
        response: { 204: Type.Null(), 401: Problem, 403: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      const { userId, session } = requirePerson(request);
      await postgres.transaction('accounts', async (tx) => {
        await sessions.end(tx, userId, session.ref);
        await audit(tx, request, { action: 'SIGNED_OUT' }, now());
      });
      // A new anonymous one, so that the board goes on for the visitor.
      await cookie.give(reply);
      return reply.code(204).send(null);
    },
  );
}

const accountAt = (email: string, address: string) => `sign-in ${email} at ${address}`;

/**
 * The user whose address and password these are. Unknown, kept out and wrong take the same time and
 * get the same answer.
 * @throws Refusal TOO_MANY_REQUESTS, WRONG_CREDENTIALS, ADDRESS_NOT_VERIFIED, OVERLOADED
 */
async function provedUser(
  world: AccountsWorld,
  request: FastifyRequest,
  body: { readonly email: string; readonly password: string },
): Promise<UserRow> {
  const { postgres, throttle, passwords } = world;
  const email = emailAddress(body.email) ?? '';
  const waitMs = await throttle.attempt([
    { what: accountAt(email, request.ip), pace: accountPace },
    { what: `sign-in from ${request.ip}`, pace: addressPace },
  ]);
  const user = await postgres.transaction('accounts', (tx) => userByEmail(tx, email));
  if (waitMs !== undefined) {
    await tellRefused(world, request, 'TOO_MANY_REQUESTS', user);
    throw tooMany(waitMs);
  }
  const isRight = await passwords.isRight(user?.passwordHash, body.password);
  if (!user || !isRight || user.disabledAt !== null) {
    await tellRefused(world, request, 'WRONG_CREDENTIALS', user);
    throw wrongCredentials();
  }
  if (user.verifiedAt === null) {
    await tellRefused(world, request, 'ADDRESS_NOT_VERIFIED', user);
    throw new Refusal('ADDRESS_NOT_VERIFIED', 'open the link we have mailed to you first');
  }
  return user;
}

async function tellRefused(
  { postgres, throttle, now }: AccountsWorld,
  request: FastifyRequest,
  refusal: 'TOO_MANY_REQUESTS' | 'WRONG_CREDENTIALS' | 'ADDRESS_NOT_VERIFIED',
  user: UserRow | undefined,
): Promise<void> {
  await postgres.transaction('accounts', async (tx) => {
    const target = user ? { target: `user/${user.id}`, organisationId: user.organisationId } : {};
    await audit(tx, request, { action: 'SIGNED_IN', refusal, ...target }, now());
    if (refusal !== 'ADDRESS_NOT_VERIFIED' || !user) return;
    const counted = { what: `mail to ${user.email}`, pace: mailPace };
    if ((await throttle.attemptIn(tx, [counted])) !== undefined) return;
    await orderMail(tx, { kind: 'VERIFY', address: user.email, userId: user.id }, now());
  });
}

const wrongCredentials = () =>
  new Refusal('WRONG_CREDENTIALS', 'address or password is wrong, or the account is closed');
