/** An organisation's users: who they are, what they may do, who is kept out. */
import { Type } from 'typebox';
import {
  ChangeUserBody,
  IdPath,
  organisationRoles,
  UserItem,
  UserList,
} from '../accounts-contract.ts';
import type { OrganisationRole } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { requireOrganisation } from './principal.ts';
import { forRoles } from './roles.ts';
import { changeUser, usersOf } from './users.ts';
import type { ChangeResult, UserRow } from './users.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const changes = { 400: Problem, 404: Problem, 409: Problem, ...refusals };

export function organisationRoutes(app: App, world: AccountsWorld): void {
  const { postgres, sessions, now } = world;
  app.get(
    '/api/organisation/users',
    {
      ...forRoles(['ADMIN'], 'account:read'),
      schema: {
        tags: ['organisation'],
        summary: "The organisation's users",
        response: { 200: UserList, ...refusals },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const users = await postgres.transaction({ organisationId }, (tx) =>
        usersOf(tx, organisationId),
      );
      return { users: users.map(userItem) };
    },
  );

  app.patch(
    '/api/organisation/users/:id',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: "Change a user's roles, keep a user out or let in again",
        description: 'Sessions of a user who is kept out end, and their sockets close.',
        params: IdPath,
        body: ChangeUserBody,
        response: { 200: UserItem, 415: Problem, ...changes },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      return postgres.transaction({ organisationId }, async (tx) => {
        const change = request.body;
        const user = changed(await changeUser(tx, organisationId, id, change, now()));
        const { principal } = request;
        const kept = principal?.id === id ? principal.session?.hash : undefined;
        // Sockets and pages must not go on with rights that are gone.
        await sessions.endAll(tx, id, kept);
        await audit(tx, request, { action: 'USER_CHANGED', target: `user/${id}` }, now());
        return userItem(user);
      });
    },
  );

  app.delete(
    '/api/organisation/users/:id',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: 'Remove a user; sessions end, sockets close',
        params: IdPath,
        response: { 204: Type.Null(), ...changes },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      await postgres.transaction({ organisationId }, async (tx) => {
        changed(await changeUser(tx, organisationId, id, null, now()));
        await audit(tx, request, { action: 'USER_REMOVED', target: `user/${id}` }, now());
      });
      return reply.code(204).send(null);
    },
  );
}

/** @throws Refusal for what cannot be changed */
function changed(result: ChangeResult): UserRow {
  if (result.ok) return result.user;
  if (result.reason === 'LAST_ADMIN') {
    throw new Refusal('CONFLICT', 'an organisation keeps one admin: make another one first');
  }
  throw new Refusal('NO_SUCH_ENTRY', 'your organisation has no such user');
}

function userItem(user: UserRow): UserItem {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    roles: user.roles.filter(isOrganisationRole),
    createdAt: user.createdAt,
    verified: user.verifiedAt !== null,
    disabled: user.disabledAt !== null,
  };
}

const isOrganisationRole = (role: string): role is OrganisationRole =>
  organisationRoles.some((known) => known === role);
