/** Placements as the sink has written them, each organisation's own (sinks' table `placement`). */
import { setTimeout as delay } from 'node:timers/promises';
import type { Placement } from '@auction/avro/records';
import type { PlacementItem } from '../placements-contract.ts';
import { approvalWordSql } from '../limits/approval-store.ts';
import { placementStates } from '../placements-contract.ts';
import type { Postgres } from '../postgres.ts';

const placementMax = 500;
const lookEveryMs = 100;
const lookWithinMs = 2_000;

export type Row = {
  readonly doc: Placement;
  readonly title: string | null;
  readonly photo: string | null;
  readonly price_minor: number | null;
  readonly ends_at: number | null;
  readonly approval: PlacementItem['approval'];
};

const select = `
  SELECT p.doc, lot.title, lot.summary->>'photo' AS photo, lot.price_minor, lot.ends_at,
    CASE WHEN 'NEEDS_APPROVAL' IN (p.doc->>'code', p.doc->'refused'->>'code')
      THEN ${approvalWordSql} END AS approval
  FROM placement p LEFT JOIN lot USING (lot_id) WHERE p.org_id = $1`;

export interface ExternalLot {
  readonly site: string;
  readonly siteListingId: string;
  readonly isOwn: boolean;
  readonly isOver: boolean;
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly endsAt: number | null;
  readonly link: string | null;
}

const over = ['ENDED', 'SOLD', 'NOT_SOLD', 'WITHDRAWN'];

export class PlacementStore {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /** @returns undefined when there is no such lot. @throws StoreAway */
  async lot(lotId: string): Promise<ExternalLot | undefined> {
    const [row] = await this.#postgres.query<{
      kind: string;
      site: string;
      site_listing_id: string;
      status: string;
      currency: string;
      price_minor: number | null;
      ask_minor: number | null;
      ends_at: number | null;
      url: string | null;
    }>(
      `SELECT kind, site, site_listing_id, status, currency, price_minor, ask_minor, ends_at,
         summary->>'url' AS url FROM lot WHERE lot_id = $1`,
      [lotId],
    );
    return (
      row && {
        site: row.site,
        siteListingId: row.site_listing_id,
        isOwn: row.kind !== 'EXTERNAL',
        isOver: over.includes(row.status),
        currency: row.currency,
        priceMinor: row.price_minor,
        askMinor: row.ask_minor,
        endsAt: row.ends_at,
        link: row.url,
      }
    );
  }

  /** @returns newest first. @throws StoreAway */
  async list(organisationId: string): Promise<PlacementItem[]> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<Row>(`${select} ORDER BY p.changed_at DESC, p.lot_id LIMIT ${placementMax}`, [
        organisationId,
        this.#now(),
      ]),
    );
    return rows.map(toItem);
  }

  /** @returns undefined: the organisation has none on that lot. @throws StoreAway */
  async find(organisationId: string, lotId: string): Promise<Row | undefined> {
    const [row] = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<Row>(`${select} AND p.lot_id = $3`, [organisationId, this.#now(), lotId]),
    );
    return row;
  }

  /** Waits a moment until the placement shows what was sent. @returns undefined: not yet */
  async awaited(
    organisationId: string,
    lotId: string,
    isShown: (placement: Placement) => boolean,
  ): Promise<Row | undefined> {
    for (let waitedMs = 0; waitedMs < lookWithinMs; waitedMs += lookEveryMs) {
      const row = await this.find(organisationId, lotId);
      if (row && isShown(row.doc)) return row;
      await delay(lookEveryMs);
    }
    return undefined;
  }
}

const idle = ['REJECTED', 'NEEDS_SITE_ACTION', 'EXPIRED'];

/** @returns why an order the placement has seen came to nothing; null: it did not, or not yet */
export function codeOf({ refused, order, state, code }: Placement, orderId: string): string | null {
  if (refused?.orderId === orderId) return refused.code;
  return order.orderId === orderId && idle.includes(state) ? code : null;
}

export function toItem({ doc, title, photo, price_minor, ends_at, approval }: Row): PlacementItem {
  const isAssisted = doc.mode === 'ASSISTED';
  return {
    lotId: doc.lotId,
    title,
    site: doc.site,
    photo,
    link: doc.link,
    mode: isAssisted ? 'ASSISTED' : 'API',
    // NONE is a state of a newer program: nobody here knows more.
    state: placementStates.find((state) => state === doc.state) ?? 'UNKNOWN',
    currency: doc.order.currency,
    max: doc.order.maxMinor === 0 ? null : doc.order.maxMinor,
    standingMax: doc.standingMaxMinor,
    waitingMax: doc.waiting?.maxMinor ?? null,
    reason: doc.code,
    refused: doc.refused?.code ?? null,
    approval,
    price: isAssisted ? price_minor : (doc.priceMinor ?? price_minor),
    endsAt: doc.endsAt ?? ends_at,
    at: doc.changedAt,
  };
}
