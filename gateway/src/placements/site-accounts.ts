/** Organisations' own tokens of other sites: kept sealed, and never read back by the gateway. */
import type { KeyObject } from 'node:crypto';
import type { SiteAccountItem } from '../placements-contract.ts';
import type { Postgres, Statements } from '../postgres.ts';
import { sealToken } from './seal.ts';

export interface SiteAccount {
  readonly organisationId: string;
  readonly site: string;
  readonly token: string;
  readonly userId: string | null;
}

/** @param nowMs epoch ms */
export async function connectSite(
  tx: Statements,
  { organisationId, site, token, userId }: SiteAccount,
  key: KeyObject,
  nowMs: number,
): Promise<void> {
  const sealed = sealToken(token, `${organisationId}/${site}`, key);
  await tx.query(
    `INSERT INTO site_account (organisation_id, site, sealed_token, connected_by, connected_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organisation_id, site) DO UPDATE SET sealed_token = excluded.sealed_token,
       connected_by = excluded.connected_by, connected_at = excluded.connected_at`,
    [organisationId, site, sealed, userId, nowMs],
  );
}

/** @returns sites the organisation is connected to. @throws StoreAway */
export async function connectedSites(
  postgres: Postgres,
  organisationId: string,
): Promise<string[]> {
  const rows = await postgres.transaction({ organisationId }, (tx) =>
    tx.query<{ site: string }>('SELECT site FROM site_account WHERE organisation_id = $1', [
      organisationId,
    ]),
  );
  return rows.map(({ site }) => site);
}

/** @returns one item for each of the sites. @throws StoreAway */
export async function siteAccounts(
  postgres: Postgres,
  organisationId: string,
  sites: readonly string[],
): Promise<SiteAccountItem[]> {
  const rows = await postgres.transaction({ organisationId }, (tx) =>
    tx.query<{ site: string; connectedAt: number; connectedBy: string | null }>(
      `SELECT site, connected_at AS "connectedAt", u.name AS "connectedBy"
       FROM site_account a LEFT JOIN app_user u ON u.id = a.connected_by
       WHERE a.organisation_id = $1`,
      [organisationId],
    ),
  );
  return sites.map((site) => {
    const row = rows.find((one) => one.site === site);
    const { connectedAt = null, connectedBy = null } = row ?? {};
    return { site, isConnected: row !== undefined, connectedAt, connectedBy };
  });
}

/** Connects every organisation of the demo accounts to made-up sites. @param tokens by site */
export async function connectDemoSites(
  postgres: Postgres,
  tokens: ReadonlyMap<string, string>,
  key: KeyObject,
  nowMs: number,
): Promise<void> {
  const organisations = await postgres.transaction('accounts', (tx) =>
    tx.query<{ id: string }>(
      'SELECT DISTINCT organisation_id AS id FROM app_user WHERE is_demo AND organisation_id IS NOT NULL',
    ),
  );
  for (const { id: organisationId } of organisations) {
    for (const [site, prefix] of tokens) {
      const account = { organisationId, site, token: prefix + organisationId, userId: null };
      await postgres.transaction({ organisationId }, (tx) => connectSite(tx, account, key, nowMs));
    }
  }
}
