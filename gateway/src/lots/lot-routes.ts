/** GET /api/lots, its facets, and one lot. */
import { Type } from 'typebox';
import { publicRoute } from '../accounts/roles.ts';
import { LotDetail, LotFacets, LotPage, Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import { decodeCursor } from './lot-cursor.ts';
import type { LotCursor } from './lot-cursor.ts';
import { checkRelations, LotFilterQuery, LotListQuery } from './lot-query.ts';
import type { LotListRequest } from './lot-query.ts';
import type { LotStore } from './lot-store.ts';

export const LotPath = Type.Object({
  id: Type.String({ pattern: '^[a-zA-Z0-9_-]{1,32}$', description: 'lotId' }),
});

const LotQuery = Type.Object(
  {
    run: Type.Optional(
      Type.Integer({
        ...{ minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        description: '`run` of an offer: the lot as the archive has it from the end of that run',
      }),
    ),
  },
  { additionalProperties: false },
);

export const noSuchLot = (id: string): Refusal =>
  new Refusal('NO_SUCH_LOT', `there is no lot ${id}; find lots at /api/lots`);

export function lotRoutes(app: App, lots: LotStore): void {
  app.get(
    '/api/lots',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary: 'Search lots',
        querystring: LotListQuery,
        response: { 200: LotPage, 400: Problem, 503: Problem },
      },
    },
    async (request) => {
      const { sort, limit, cursor, ...filter } = request.query;
      checkRelations(filter, sort);
      return lots.page({ filter, sort, limit, cursor: cursorOf(cursor, sort) });
    },
  );

  app.get(
    '/api/lots/facets',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary: 'Values to filter by, with counts; each facet ignores its own filter',
        querystring: LotFilterQuery,
        response: { 200: LotFacets, 400: Problem, 503: Problem },
      },
    },
    async (request) => {
      checkRelations(request.query);
      return lots.facets(request.query);
    },
  );

  app.get(
    '/api/lots/:id',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary: 'One lot with its vehicle and the other listings of it',
        params: LotPath,
        querystring: LotQuery,
        response: { 200: LotDetail, 400: Problem, 404: Problem, 503: Problem },
      },
    },
    async (request) => {
      const detail = await lots.detail(request.params.id, request.query.run);
      if (!detail) throw noSuchLot(request.params.id);
      return detail;
    },
  );
}

function cursorOf(text: string | undefined, sort: LotListRequest['sort']): LotCursor | undefined {
  if (text === undefined) return undefined;
  const cursor = decodeCursor(text, sort);
  if (cursor) return cursor;
  const message = `is no cursor of sort=${sort}; pass \`next\` of the page before, with the same parameters`;
  throw badParameters([{ parameter: 'cursor', message }]);
}
