import { publicRoute } from '../accounts/roles.ts';
import { Problem, SitesAnswer } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import type { SiteStore } from './site-store.ts';

/** GET /api/sites */
export function siteRoutes(app: App, sites: SiteStore, now: () => number): void {
  app.get(
    '/api/sites',
    {
      ...publicRoute,
      schema: {
        tags: ['sites'],
        summary: 'How each feed is doing: freshness, newest snapshot, rejects by reason',
        response: { 200: SitesAnswer, 503: Problem },
      },
    },
    async () => sites.report(now()),
  );
}
