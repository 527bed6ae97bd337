/** Registration, verification, forgotten passwords: what is done before somebody can sign in. */
import { Type } from 'typebox';
import { Accepted, ForgotBody, RegisterBody, ResetBody, TokenBody } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { orderMail } from '../mail/mail-outbox.ts';
import type { Statements } from '../postgres.ts';
import { checkedAddress, checkPassword, dear, linkNotGood } from './accounts-world.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { takeLink } from './mail-links.ts';
import { publicRoute } from './roles.ts';
import { mailPace } from './throttle-store.ts';
import { addOrganisation, addUser, setPassword, userByEmail, userById } from './users.ts';

const config = { ...publicRoute.config, ...dear };
const problems = { 400: Problem, 403: Problem, 415: Problem, 429: Problem, 503: Problem };

/** Who founds an organisation can do everything in it, and hand parts to others. */
const founderRoles = ['ADMIN', 'BUYER', 'APPROVER', 'SELLER'] as const;

export function registerRoutes(app: App, world: AccountsWorld): void {
  const { postgres, passwords, now } = world;
  app.post(
    '/api/accounts/register',
    {
      config,
      schema: {
        tags: ['accounts'],
        summary: 'A new organisation with its first admin; the address is verified by mail',
        description:
          'The answer is the same when the address has an account; the mail then says so.',
        body: RegisterBody,
        response: { 202: Accepted, ...problems },
      },
    },
    async (request, reply) => {
      const { name, organisation, password } = request.body;
      const email = checkedAddress(request.body.email);
      checkPassword(password, email);
      const passwordHash = await passwords.hash(password);
      await postgres.transaction('accounts', async (tx) => {
        const known = await userByEmail(tx, email);
        if (known) {
          const kind = known.verifiedAt === null ? 'VERIFY' : 'ALREADY_REGISTERED';
          await mailTo(world, tx, kind, email, known.id);
          const refusal = { refusal: 'ALREADY_REGISTERED', target: `user/${known.id}` };
          await audit(tx, request, { action: 'ACCOUNT_REGISTERED', ...refusal }, now());
          return;
        }
        const organisationId = await addOrganisation(tx, organisation.trim(), now());
        const given = { organisationId, email, name: name.trim(), passwordHash, verifiedAt: null };
        const userId = await addUser(tx, { ...given, roles: founderRoles }, now());
        // Somebody registered the address in this very moment; asked again, it is a known one.
        if (userId === undefined)
          throw new Refusal('OVERLOADED', 'try again', { retryAfterMs: 1_000 });
        await mailTo(world, tx, 'VERIFY', email, userId);
        const who = { actorId: userId, organisationId, target: `organisation/${organisationId}` };
        await audit(tx, request, { action: 'ACCOUNT_REGISTERED', ...who }, now());
      });
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/accounts/verify',
    {
      config,
      schema: {
        tags: ['accounts'],
        summary: 'Verify an address by the token of the mailed link',
        body: TokenBody,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await postgres.transaction('accounts', async (tx) => {
        const userId = await takeLink(tx, 'VERIFY', request.body.token, now());
        const user = userId === undefined ? undefined : await userById(tx, userId);
        if (!user) throw linkNotGood();
        await tx.query(
          'UPDATE app_user SET verified_at = coalesce(verified_at, $2) WHERE id = $1',
          [user.id, now()],
        );
        const who = { actorId: user.id, organisationId: user.organisationId };
        await audit(tx, request, { action: 'ADDRESS_VERIFIED', ...who }, now());
      });
      return reply.code(204).send(null);
    },
  );

  forgottenRoutes(app, world);
}

function forgottenRoutes(app: App, world: AccountsWorld): void {
  const { postgres, passwords, sessions, now } = world;
  app.post(
    '/api/accounts/password/forgot',
    {
      config,
      schema: {
        tags: ['accounts'],
        summary: 'Mail a link to set a new password',
        description: 'The answer is the same for unknown addresses.',
        body: ForgotBody,
        response: { 202: Accepted, ...problems },
      },
    },
    async (request, reply) => {
      const email = checkedAddress(request.body.email);
      await postgres.transaction('accounts', async (tx) => {
        const user = await userByEmail(tx, email);
        if (user && user.disabledAt === null) await mailTo(world, tx, 'RESET', email, user.id);
        const what = user ? { target: `user/${user.id}`, organisationId: user.organisationId } : {};
        await audit(tx, request, { action: 'PASSWORD_FORGOTTEN', ...what }, now());
      });
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/accounts/password/reset',
    {
      config,
      schema: {
        tags: ['accounts'],
        summary: 'Set a new password by the token of the mailed link; every session ends',
        body: ResetBody,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { token, password } = request.body;
      // Weak ones are refused before the link is used up; the address is not known yet.
      checkPassword(password, '');
      const passwordHash = await passwords.hash(password);
      await postgres.transaction('accounts', async (tx) => {
        const userId = await takeLink(tx, 'RESET', token, now());
        const user = userId === undefined ? undefined : await userById(tx, userId);
        if (!user || user.disabledAt !== null) throw linkNotGood();
        checkPassword(password, user.email);
        await setPassword(tx, user.id, passwordHash, now());
        await sessions.endAll(tx, user.id);
        const who = { actorId: user.id, organisationId: user.organisationId };
        await audit(tx, request, { action: 'PASSWORD_RESET', ...who }, now());
      });
      return reply.code(204).send(null);
    },
  );
}

/** Orders a mail anybody can cause; too many to one address are left out without a word. */
async function mailTo(
  { throttle, now }: AccountsWorld,
  tx: Statements,
  kind: 'VERIFY' | 'RESET' | 'ALREADY_REGISTERED',
  address: string,
  userId: string,
): Promise<void> {
  const waitMs = await throttle.attemptIn(tx, [{ what: `mail to ${address}`, pace: mailPace }]);
  if (waitMs === undefined) await orderMail(tx, { kind, address, userId }, now());
}
