/** What happened to the own organisation, for whoever was away: the lasting copy of the event lane. */
import { Type } from 'typebox';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import { OwnEventList } from '../events-contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import { readAfter, readEvents } from './event-store.ts';
import { sidesOf } from './own-event.ts';

export function eventRoutes(app: App, postgres: Postgres): void {
  app.get(
    '/api/me/events',
    {
      ...forRoles(['BUYER', 'APPROVER', 'VIEWER', 'SELLER', 'ADMIN'], 'bids:read'),
      schema: {
        tags: ['bids'],
        summary: 'What happened to the own organisation: outcomes, outbid, won, lost',
        description:
          'The socket tells the same at once (`ev`); robots and followed lots are told there only. Ask here after `gap`, with its `since`; what is known already is recognised by its id.',
        querystring: Type.Object(
          {
            after: Type.String({
              maxLength: 64,
              description: '`since` of a `gap`, epoch ms, or `next` of the page before',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: OwnEventList, 400: Problem, 401: Problem, 403: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      const after = readAfter(request.query.after);
      if (!after) {
        const message = 'is neither epoch ms nor `next` of a page';
        throw badParameters([{ parameter: 'after', message }]);
      }
      const organisationId = requireOrganisation(request);
      const { roles, scopes } = requirePrincipal(request);
      const sides = scopes === null ? sidesOf(roles) : (['BUYING'] as const);
      reply.header('cache-control', 'no-store');
      return readEvents(postgres, organisationId, after, sides);
    },
  );
}
