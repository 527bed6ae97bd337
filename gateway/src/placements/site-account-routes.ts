/** An organisation connects its own account of another site, or takes it away. */
import { Type } from 'typebox';
import { requireOrganisation, requirePrincipal } from '../accounts/principal.ts';
import { forRoles } from '../accounts/roles.ts';
import { audit } from '../audit/audit-outbox.ts';
import { refusals } from '../bids/bid-routes.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import { SiteAccountList, SiteTokenBody } from '../placements-contract.ts';
import type { PlacementWorld } from './placement-routes.ts';
import { connectSite, siteAccounts } from './site-accounts.ts';

const SitePath = Type.Object({
  site: Type.String({ pattern: '^[a-z0-9-]{1,32}$', description: 'Site code' }),
});
const Nothing = Type.Null();
const answers = { 204: Nothing, 404: Problem, ...refusals };
const tags = ['placements'];

export function siteAccountRoutes(app: App, world: PlacementWorld): void {
  const { postgres, now, sites, sealKey } = world;
  app.get(
    '/api/organisation/sites',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags,
        summary: "Which sites' bid APIs the organisation is connected to; tokens are never shown",
        response: { 200: SiteAccountList, ...refusals },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const offered = sealKey ? sites : [];
      return { sites: await siteAccounts(postgres, requireOrganisation(request), offered) };
    },
  );

  app.put(
    '/api/organisation/sites/:site',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags,
        summary: "Connect the organisation's own account of a site with a bid API",
        params: SitePath,
        body: SiteTokenBody,
        response: { ...answers, 415: Problem },
      },
    },
    async (request, reply) => {
      const { site } = request.params;
      if (!sealKey || !sites.includes(site)) {
        throw new Refusal('NOT_FOUND', `no bids are placed at ${site} from here`);
      }
      const organisationId = requireOrganisation(request);
      const userId = requirePrincipal(request).id;
      const account = { organisationId, site, token: request.body.token, userId };
      await postgres.transaction({ organisationId }, async (tx) => {
        await connectSite(tx, account, sealKey, now());
        await audit(tx, request, { action: 'SITE_CONNECTED', target: `site/${site}` }, now());
      });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/organisation/sites/:site',
    {
      ...forRoles(['ADMIN']),
      schema: {
        tags,
        summary: "Take the organisation's account of a site away; bids that stand there stay",
        params: SitePath,
        response: answers,
      },
    },
    async (request, reply) => {
      const { site } = request.params;
      const organisationId = requireOrganisation(request);
      await postgres.transaction({ organisationId }, async (tx) => {
        await tx.query('DELETE FROM site_account WHERE organisation_id = $1 AND site = $2', [
          ...[organisationId, site],
        ]);
        await audit(tx, request, { action: 'SITE_DISCONNECTED', target: `site/${site}` }, now());
      });
      return reply.code(204).send(null);
    },
  );
}
