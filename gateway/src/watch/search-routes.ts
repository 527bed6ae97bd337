/** Saved searches: a name for a filter of the board, for oneself; lots that come in raise alerts. */
import { Type } from 'typebox';
import { IdPath } from '../accounts-contract.ts';
import { newId } from '../accounts/new-id.ts';
import { signedIn } from '../accounts/roles.ts';
import { parseFilter } from '../board/lot-filter.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import type { Postgres } from '../postgres.ts';
import {
  ChangeSearchBody,
  SavedSearch,
  SavedSearchBody,
  SavedSearchList,
} from '../watch-contract.ts';
import { ownPerson } from './person.ts';
import { watchRefusals } from './watchlist-routes.ts';

const searchMax = 50;
const columns = `id, name, address, filter, alerts, created_at AS "createdAt"`;

type SearchRow = SavedSearch & { [column: string]: unknown };

const noSuchSearch = () => new Refusal('NO_SUCH_ENTRY', 'you have no such search');
const nameTaken = () => new Refusal('CONFLICT', 'you have a search of this name already');

export function searchRoutes(app: App, postgres: Postgres, now: () => number): void {
  app.get(
    '/api/searches',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'My saved searches',
        response: { 200: SavedSearchList, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      reply.header('cache-control', 'no-store');
      const searches = await postgres.transaction({ organisationId }, (tx) =>
        tx.query<SearchRow>(
          `SELECT ${columns} FROM saved_search WHERE user_id = $1 ORDER BY lower(name)`,
          [userId],
        ),
      );
      return { searches };
    },
  );

  app.post(
    '/api/searches',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Save a search',
        body: SavedSearchBody,
        response: { 200: SavedSearch, 409: Problem, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { userId, organisationId } = ownPerson(request);
      const { name, address, filter, alerts } = request.body;
      const parsed = parseFilter(filter);
      if (!parsed.ok) throw badParameters([{ parameter: 'filter', message: parsed.detail }]);
      return postgres.transaction({ organisationId }, async (tx) => {
        const [had] = await tx.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM saved_search WHERE user_id = $1',
          [userId],
        );
        if ((had?.count ?? 0) >= searchMax) {
          throw new Refusal('CONFLICT', `there are ${searchMax} searches already; delete some`);
        }
        const [saved] = await tx.query<SearchRow>(
          `INSERT INTO saved_search (id, user_id, organisation_id, name, address, filter, alerts, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (user_id, name) DO NOTHING RETURNING ${columns}`,
          [
            newId(),
            userId,
            organisationId,
            name.trim(),
            address,
            JSON.stringify(filter),
            alerts,
            now(),
          ],
        );
        if (!saved) throw nameTaken();
        return saved;
      });
    },
  );

  changeRoutes(app, postgres);
}

function changeRoutes(app: App, postgres: Postgres): void {
  app.patch(
    '/api/searches/:id',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Rename a saved search, or turn its alerts on or off',
        params: IdPath,
        body: ChangeSearchBody,
        response: { 200: SavedSearch, 404: Problem, 409: Problem, 415: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { userId, organisationId } = ownPerson(request);
      const { id } = request.params;
      const { name = null, alerts = null } = request.body;
      return postgres.transaction({ organisationId }, async (tx) => {
        const [other] = await tx.query(
          'SELECT 1 FROM saved_search WHERE user_id = $1 AND name = $2 AND id <> $3',
          [userId, name?.trim() ?? null, id],
        );
        if (other) throw nameTaken();
        const [changed] = await tx.query<SearchRow>(
          `UPDATE saved_search SET name = coalesce($3, name), alerts = coalesce($4, alerts)
           WHERE id = $1 AND user_id = $2 RETURNING ${columns}`,
          [id, userId, name?.trim() ?? null, alerts],
        );
        if (!changed) throw noSuchSearch();
        return changed;
      });
    },
  );

  app.delete(
    '/api/searches/:id',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Delete a saved search',
        params: IdPath,
        response: { 204: Type.Null(), 404: Problem, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      const gone = await postgres.transaction({ organisationId }, (tx) =>
        tx.query('DELETE FROM saved_search WHERE id = $1 AND user_id = $2 RETURNING 1', [
          request.params.id,
          userId,
        ]),
      );
      if (gone.length === 0) throw noSuchSearch();
      return reply.code(204).send(null);
    },
  );
}
