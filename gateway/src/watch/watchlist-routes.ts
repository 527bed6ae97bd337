/** The own watchlist: lots somebody follows, for themselves alone. */
import { Type } from 'typebox';
import { signedIn } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { noSuchLot } from '../lots/lot-routes.ts';
import type { Postgres } from '../postgres.ts';
import { WatchedLot, Watchlist } from '../watch-contract.ts';
import { ownPerson } from './person.ts';

/** As many as one view of the socket takes by id. */
export const watchedMax = 300;

export const watchRefusals = {
  400: Problem,
  401: Problem,
  403: Problem,
  429: Problem,
  503: Problem,
};

export const WatchedPath = Type.Object({
  lotId: Type.String({ pattern: '^[a-zA-Z0-9_-]{1,32}$', description: 'The lot' }),
});

interface Watched {
  readonly [column: string]: unknown;
  readonly lotId: string;
  readonly addedAt: number;
}

const columns = `lot_id AS "lotId", added_at AS "addedAt"`;

export function watchlistRoutes(app: App, postgres: Postgres, now: () => number): void {
  app.get(
    '/api/watchlist',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Lots I follow',
        response: { 200: Watchlist, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      reply.header('cache-control', 'no-store');
      const lots = await postgres.transaction({ organisationId }, (tx) =>
        tx.query<Watched>(
          `SELECT ${columns} FROM watched_lot WHERE user_id = $1 ORDER BY added_at DESC, lot_id`,
          [userId],
        ),
      );
      return { lots, most: watchedMax };
    },
  );

  app.get(
    '/api/watchlist/:lotId',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Whether I follow a lot',
        params: WatchedPath,
        response: { 200: WatchedLot, 404: Problem, ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      reply.header('cache-control', 'no-store');
      const [found] = await postgres.transaction({ organisationId }, (tx) =>
        tx.query<Watched>(`SELECT ${columns} FROM watched_lot WHERE user_id = $1 AND lot_id = $2`, [
          userId,
          request.params.lotId,
        ]),
      );
      if (!found) throw new Refusal('NO_SUCH_ENTRY', 'you do not follow this lot');
      return found;
    },
  );

  changeRoutes(app, postgres, now);
}

function changeRoutes(app: App, postgres: Postgres, now: () => number): void {
  app.put(
    '/api/watchlist/:lotId',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Follow a lot; again changes nothing',
        params: WatchedPath,
        response: { 200: WatchedLot, 404: Problem, 409: Problem, ...watchRefusals },
      },
    },
    async (request) => {
      const { userId, organisationId } = ownPerson(request);
      const { lotId } = request.params;
      return postgres.transaction({ organisationId }, async (tx) => {
        const [row] = await tx.query<{ count: number; exists: boolean }>(
          `SELECT (SELECT count(*)::int FROM watched_lot WHERE user_id = $1 AND lot_id <> $2) AS count,
             EXISTS (SELECT FROM lot WHERE lot_id = $2) AS exists`,
          [userId, lotId],
        );
        if (row?.exists !== true) throw noSuchLot(lotId);
        if (row.count >= watchedMax) {
          const detail = `a watchlist holds ${watchedMax} lots; take some off it`;
          throw new Refusal('CONFLICT', detail);
        }
        const [added] = await tx.query<Watched>(
          `INSERT INTO watched_lot (user_id, organisation_id, lot_id, added_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (user_id, lot_id) DO UPDATE SET added_at = watched_lot.added_at RETURNING ${columns}`,
          [userId, organisationId, lotId, now()],
        );
        return added ?? { lotId, addedAt: now() };
      });
    },
  );

  app.delete(
    '/api/watchlist/:lotId',
    {
      ...signedIn(),
      schema: {
        tags: ['watching'],
        summary: 'Follow a lot no longer',
        params: WatchedPath,
        response: { 204: Type.Null(), ...watchRefusals },
      },
    },
    async (request, reply) => {
      const { userId, organisationId } = ownPerson(request);
      await postgres.transaction({ organisationId }, (tx) =>
        tx.query('DELETE FROM watched_lot WHERE user_id = $1 AND lot_id = $2', [
          userId,
          request.params.lotId,
        ]),
      );
      return reply.code(204).send(null);
    },
  );
}
