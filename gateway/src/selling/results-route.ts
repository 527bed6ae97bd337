/** What became of an organisation's lots, for its books. */
import { Type } from 'typebox';
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { refusals } from '../bids/bid-routes.ts';
import type { App } from '../http/app-types.ts';
import { csvText } from '../imports/csv-text.ts';
import type { Cell } from '../imports/csv-text.ts';
import type { SaleItem } from '../sell-contract.ts';
import type { SellWorld } from './sell.ts';

const header = [
  'lot',
  'your number',
  'title',
  'VIN',
  'status',
  'currency',
  'start',
  'reserve',
  'price',
  'sold for',
  'bids',
  'ended (UTC)',
  'run list',
] as const;
const minorPerUnit = 100;
const over: readonly string[] = ['SOLD', 'NOT_SOLD', 'WITHDRAWN', 'PENDING_APPROVAL', 'COUNTERED'];

const units = (minor: number | null): number | null =>
  minor === null ? null : minor / minorPerUnit;

const lineOf = (lot: SaleItem): Cell[] => [
  lot.lotId,
  lot.externalRef,
  lot.title,
  lot.vehicle.vin ?? null,
  lot.status,
  lot.currency,
  units(lot.start),
  units(lot.reserve),
  units(lot.price),
  units(lot.soldFor),
  lot.bidCount,
  new Date(lot.endsAt).toISOString(),
  lot.runList,
];

export function resultsRoute(app: App, world: SellWorld): void {
  app.get(
    '/api/sell/results.csv',
    {
      ...forRoles(['SELLER', 'ADMIN'], 'selling:read'),
      schema: {
        tags: ['selling'],
        summary: 'Lots that have ended, as CSV; amounts in units of the currency',
        description:
          'Cells a spreadsheet would take for a formula start with an apostrophe. The newest 5,000 lots.',
        produces: ['text/csv'],
        response: { 200: Type.String(), ...refusals },
      },
    },
    async (request, reply) => {
      const sales = await world.sales.list(requireOrganisation(request), 5_000);
      const lines = sales
        .filter(({ status }) => over.includes(status))
        .map(({ item }) => lineOf(item));
      reply.header('content-disposition', 'attachment; filename="results.csv"');
      reply.header('cache-control', 'no-store');
      return reply.type('text/csv; charset=utf-8').send(csvText([header, ...lines]));
    },
  );
}
