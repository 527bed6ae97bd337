/** API tokens of an organisation. */
import { Type } from 'typebox';
import { ApiTokenList, IdPath, NewApiToken, NewTokenBody } from '../accounts-contract.ts';
import { audit } from '../audit/audit-outbox.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { AccountsWorld } from './accounts-world.ts';
import { tokensMax } from './api-tokens.ts';
import { requireOrganisation, requirePerson } from './principal.ts';
import { forRoles } from './roles.ts';

const refusals = { 401: Problem, 403: Problem, 429: Problem, 503: Problem };
const dayMs = 86_400_000;

export function apiTokenRoutes(app: App, { postgres, tokens, now }: AccountsWorld): void {
  app.post(
    '/api/organisation/tokens',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: 'Make an API token; it is shown once',
        body: NewTokenBody,
        response: { 201: NewApiToken, 400: Problem, 409: Problem, 415: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { userId } = requirePerson(request);
      const { name, scopes, expiresInDays } = request.body;
      const expiresAt = expiresInDays === undefined ? null : now() + expiresInDays * dayMs;
      const made = await postgres.transaction({ organisationId }, async (tx) => {
        if ((await tokens.usableCount(tx, organisationId)) >= tokensMax) {
          throw new Refusal('CONFLICT', `${tokensMax} tokens are in use: revoke one first`);
        }
        const given = { organisationId, name: name.trim(), createdBy: userId, expiresAt };
        const row = await tokens.create(tx, { ...given, scopes: [...new Set(scopes)] });
        await audit(tx, request, { action: 'API_TOKEN_MADE', target: `token/${row.id}` }, now());
        return row;
      });
      return reply.code(201).header('cache-control', 'no-store').send(made);
    },
  );

  app.get(
    '/api/organisation/tokens',
    {
      ...forRoles(['ADMIN'], 'account:read'),
      schema: {
        tags: ['organisation'],
        summary: "The organisation's API tokens, without the tokens themselves",
        response: { 200: ApiTokenList, ...refusals },
      },
    },
    async (request) => {
      const organisationId = requireOrganisation(request);
      return {
        tokens: await postgres.transaction({ organisationId }, (tx) =>
          tokens.list(tx, organisationId),
        ),
      };
    },
  );

  app.delete(
    '/api/organisation/tokens/:id',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags: ['organisation'],
        summary: 'Revoke an API token, at once',
        params: IdPath,
        response: { 204: Type.Null(), 400: Problem, 404: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const organisationId = requireOrganisation(request);
      const { id } = request.params;
      await postgres.transaction({ organisationId }, async (tx) => {
        if (!(await tokens.revoke(tx, organisationId, id))) {
          throw new Refusal('NO_SUCH_ENTRY', 'your organisation has no such token in use');
        }
        await audit(tx, request, { action: 'API_TOKEN_REVOKED', target: `token/${id}` }, now());
      });
      return reply.code(204).send(null);
    },
  );
}
