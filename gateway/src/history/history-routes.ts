/** GET /api/lots/:id/history: versions of the listing and prices of the lot. */
import { Type } from 'typebox';
import { publicRoute } from '../accounts/roles.ts';
import { LotHistory, Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { LotPath, noSuchLot } from '../lots/lot-routes.ts';
import type { LotStore } from '../lots/lot-store.ts';
import { StoreAway } from '../stores.ts';
import type { HistoryStore } from './history-store.ts';

const HistoryQuery = Type.Object(
  {
    before: Type.Optional(
      Type.Integer({ minimum: 1, description: '`next` of the page before: older versions' }),
    ),
  },
  { additionalProperties: false },
);

/** @param history undefined: this installation has no Cassandra */
export function historyRoutes(app: App, lots: LotStore, history: HistoryStore | undefined): void {
  app.get(
    '/api/lots/:id/history',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary: 'What the site said before, and what the price was',
        params: LotPath,
        querystring: HistoryQuery,
        response: { 200: LotHistory, 400: Problem, 404: Problem, 503: Problem },
      },
    },
    async (request) => {
      const { id } = request.params;
      const lot = await lots.detail(id);
      if (!lot) throw noSuchLot(id);
      if (!history) throw new StoreAway('Cassandra', 'this installation runs without it');
      const { lotId, site, siteListingId } = lot;
      const [page, prices] = await Promise.all([
        history.versions(site, siteListingId, request.query.before),
        history.prices(lotId),
      ]);
      return { lotId, site, siteListingId, versions: [...page.versions], next: page.next, prices };
    },
  );
}
