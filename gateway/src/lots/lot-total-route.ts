/** GET /api/lots/:id/total: what a price costs with the fees of the lot's site. */
import { Type } from 'typebox';
import { feeTableOf, totalWithFees } from '@auction/avro/fee-tables';
import { publicRoute } from '../accounts/roles.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { LotTotal } from '../placements-contract.ts';
import type { PlacementStore } from '../placements/placement-store.ts';
import { LotPath, noSuchLot } from './lot-routes.ts';

const TotalQuery = Type.Object(
  {
    amount: Type.Integer({
      minimum: 1,
      maximum: 1_000_000_000_000,
      description: "The price, minor units of the lot's currency",
    }),
  },
  { additionalProperties: false },
);

export function lotTotalRoute(app: App, store: Pick<PlacementStore, 'lot'>): void {
  app.get(
    '/api/lots/:id/total',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary:
          "What a price costs with the fees of the lot's site; taxes and transport are not in it",
        params: LotPath,
        querystring: TotalQuery,
        response: { 200: LotTotal, 400: Problem, 404: Problem, 503: Problem },
      },
    },
    async (request) => {
      const lot = await store.lot(request.params.id);
      if (!lot) throw noSuchLot(request.params.id);
      const { amount } = request.query;
      const { currency } = lot;
      const table = feeTableOf(lot.isOwn ? 'own' : lot.site, currency);
      if (!table)
        return { amount, currency, total: null, fees: [], source: null, isExample: false };
      const { fees, totalMinor } = totalWithFees(amount, table);
      const { source, isExample } = table;
      const lines = fees.map(({ label, minor }) => ({ label, amount: minor }));
      return { amount, currency, total: totalMinor, fees: lines, source, isExample };
    },
  );
}
