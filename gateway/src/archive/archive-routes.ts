/** What ended lots brought, and what the archive holds. */
import { forRoles, signedIn } from '../accounts/roles.ts';
import { ArchiveParts, EndedLots } from '../archive-contract.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import type { LotRow } from '../lots/lot-rows.ts';
import { endedOfModelStatement, endedOfVinStatement } from '../lots/lot-sql.ts';
import type { Postgres } from '../postgres.ts';
import { EndedLotsQuery, spanOf } from './archive-query.ts';
import { endedLots } from './ended-lots.ts';
import type { LotArchive } from './lot-archive.ts';
import { archiveParts } from './parts.ts';

interface ArchiveWorld {
  readonly archive: LotArchive;
  readonly postgres: Postgres;
  /** Epoch ms. */
  readonly now: () => number;
}

const refusals = { 400: Problem, 401: Problem, 403: Problem, 503: Problem };

export function archiveRoutes(app: App, { archive, postgres, now }: ArchiveWorld): void {
  app.get(
    '/api/archive/lots',
    {
      ...signedIn('bids:read'),
      schema: {
        tags: ['archive'],
        summary: 'What such a car brought: ended lots by VIN, or by make and model',
        querystring: EndedLotsQuery,
        response: { 200: EndedLots, ...refusals },
      },
    },
    async ({ query }) => {
      const span = spanOf(query, now());
      const { vin, make = '', model = '' } = query;
      const statement =
        vin === undefined
          ? endedOfModelStatement(make, model, span)
          : endedOfVinStatement(vin.toUpperCase());
      const [live, archived] = await Promise.all([
        postgres.query<LotRow & Record<string, unknown>>(statement.text, statement.values),
        vin === undefined
          ? archive.ofModel({ make, model, endedFrom: span.from, endedUntil: span.until })
          : archive.ofVin(vin.toUpperCase()),
      ]);
      return endedLots(live, archived, query, span);
    },
  );

  app.get(
    '/api/archive/parts',
    {
      ...forRoles(['OPERATOR', 'AUDITOR']),
      schema: {
        tags: ['archive'],
        summary: 'Month files of the archive, with sizes and checks',
        response: { 200: ArchiveParts, ...refusals },
      },
    },
    async () => ({ parts: await archiveParts(postgres) }),
  );
}
