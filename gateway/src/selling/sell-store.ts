/** Sellers' wishes and what became of them; every read and write is of one organisation's rows. */
import type { LotOutcome, LotPolicy, LotSummary, LotTerms } from '@auction/avro/records';
import type { SaleItem } from '../sell-contract.ts';
import type { Postgres } from '../postgres.ts';
import type { Sale } from './sale-terms.ts';

export interface SellingWish {
  readonly commandId: string;
  readonly organisationId: string;
  readonly lotId: string;
  readonly kind: 'CREATE_LOT' | 'AMEND_LOT' | 'PUBLISH_LOT' | 'WITHDRAW_LOT';
  /** undefined: the wish leaves them alone. */
  readonly sale?: Sale;
  /** The seller's own number of the lot, of an import. */
  readonly externalRef?: string;
  /** The import that makes the lot. */
  readonly importId?: string;
  readonly sentAt: number;
}

const saleMax = 500;

/** Accepted wishes, with the number of the letter that said so. */
const accepted = `
  WITH wish AS (
    SELECT w.lot_id, w.kind, w.terms, w.summary, w.sent_at, w.external_ref, w.import_id,
      coalesce(w.letter_number, l.number) AS number
    FROM selling_wish w LEFT JOIN letter l
      ON l.to_org = w.organisation_id AND l.lot_id = w.lot_id AND l.command_id = w.command_id
    WHERE w.organisation_id = $1 AND coalesce(w.is_accepted, l.result = 'ACCEPTED'))`;

const list = `${accepted}
  SELECT mine.lot_id, mine.created_at, mine.last_kind, mine.external_ref, now.terms, now.summary, lot.status,
    lot.price_minor, lot.bid_count, lot.ask_minor, lot.ends_at, lot.reserve, lot.decision_until,
    (SELECT max(amount_minor) FROM letter
      WHERE to_org = $1 AND lot_id = mine.lot_id AND notice = 'SOLD') AS sold_minor
  FROM (SELECT lot_id, min(sent_at) AS created_at, max(external_ref) AS external_ref,
      (array_agg(kind ORDER BY number DESC) FILTER (WHERE kind <> 'AMEND_LOT'))[1] AS last_kind
    FROM wish GROUP BY lot_id) AS mine
  JOIN (SELECT DISTINCT ON (lot_id) lot_id, terms, summary FROM wish
    WHERE terms IS NOT NULL ORDER BY lot_id, number DESC) AS now USING (lot_id)
  LEFT JOIN lot USING (lot_id)
  WHERE $2::text[] IS NULL OR mine.lot_id = ANY($2)
  ORDER BY mine.created_at DESC, mine.lot_id LIMIT $3`;

type Row = {
  readonly lot_id: string;
  readonly created_at: number;
  readonly last_kind: SellingWish['kind'];
  readonly terms: LotTerms;
  readonly summary: Omit<LotSummary, 'photos'> & Partial<Pick<LotSummary, 'photos'>>;
  readonly status: string | null;
  readonly price_minor: number | null;
  readonly bid_count: number | null;
  readonly ask_minor: number | null;
  readonly ends_at: number | null;
  readonly external_ref: string | null;
  readonly reserve: string | null;
  readonly decision_until: number | null;
  readonly sold_minor: number | null;
};

/** Of a lot whose public row is not there: a draft, or it is on its way. */
const unseen: Readonly<Record<SellingWish['kind'], string>> = {
  CREATE_LOT: 'DRAFT',
  AMEND_LOT: 'DRAFT',
  PUBLISH_LOT: 'SCHEDULED',
  WITHDRAW_LOT: 'WITHDRAWN',
};

export interface OwnSale extends Sale {
  readonly status: string;
  readonly item: SaleItem;
}

export class SellStore {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /** Before the command is sent: a seller's terms are never lost to a crash. @throws StoreAway */
  async keep(wish: SellingWish): Promise<void> {
    const { commandId, organisationId, lotId, kind, sale, externalRef, importId, sentAt } = wish;
    const json = (value: object | undefined) =>
      value === undefined ? null : JSON.stringify(value);
    await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `INSERT INTO selling_wish
           (command_id, organisation_id, lot_id, kind, terms, summary, sent_at, external_ref, import_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          commandId,
          organisationId,
          lotId,
          kind,
          json(sale?.terms),
          json(sale?.summary),
          sentAt,
          externalRef ?? null,
          importId ?? null,
        ],
      ),
    );
  }

  /** The outcome, as the letter says it; a repeated command's own terms were never looked at. */
  async settle(organisationId: string, letter: LotOutcome): Promise<void> {
    const isAccepted = letter.outcome?.result === 'ACCEPTED' && !letter.isRepeat;
    await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        'UPDATE selling_wish SET letter_number = $2, is_accepted = $3 WHERE command_id = $1',
        [letter.commandId, letter.number, isAccepted],
      ),
    );
  }

  /** @returns newest first */
  list(organisationId: string, limit = saleMax): Promise<OwnSale[]> {
    return this.#read(organisationId, null, limit);
  }

  /** Those of the lots that are the organisation's. */
  some(organisationId: string, lotIds: readonly string[]): Promise<OwnSale[]> {
    return this.#read(organisationId, lotIds, lotIds.length);
  }

  /** @returns undefined when the organisation has no such lot */
  async find(organisationId: string, lotId: string): Promise<OwnSale | undefined> {
    const [sale] = await this.#read(organisationId, [lotId], 1);
    return sale;
  }

  /** @returns those of the lots that the organisation has, with the import that made each. @throws StoreAway */
  async known(
    organisationId: string,
    lotIds: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<{ lot_id: string; import_id: string | null }>(
        `${accepted} SELECT lot_id, max(import_id) AS import_id FROM wish
         WHERE lot_id = ANY($2) GROUP BY lot_id`,
        [organisationId, lotIds],
      ),
    );
    return new Map(rows.map(({ lot_id, import_id }) => [lot_id, import_id]));
  }

  /** Whether any other lot of the organisation has the photo. @throws StoreAway */
  async showsPhoto(organisationId: string, lotId: string, address: string): Promise<boolean> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `SELECT 1 FROM selling_wish
         WHERE organisation_id = $1 AND lot_id <> $2 AND summary->'photos' ? $3 LIMIT 1`,
        [organisationId, lotId, address],
      ),
    );
    return rows.length > 0;
  }

  async #read(
    organisationId: string,
    lotIds: readonly string[] | null,
    limit: number,
  ): Promise<OwnSale[]> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<Row>(list, [organisationId, lotIds, limit]),
    );
    const watchers = await this.#watchers(
      organisationId,
      rows.map((row) => row.lot_id),
    );
    return rows.map((row) => {
      const status = row.status ?? unseen[row.last_kind];
      const { terms } = row;
      // Wishes from before lots had photos do not name any.
      const summary = { ...row.summary, photos: row.summary.photos ?? [] };
      const watcherCount = watchers.get(row.lot_id) ?? 0;
      return { status, terms, summary, item: saleItem(row, summary, status, watcherCount) };
    });
  }

  /** How many people follow each lot; not who, and nobody of the seller's own. */
  async #watchers(organisationId: string, lotIds: readonly string[]) {
    const rows = await this.#postgres.transaction('accounts', (tx) =>
      tx.query<{ lot_id: string; watchers: number }>(
        `SELECT lot_id, count(*)::int AS watchers FROM watched_lot
         WHERE lot_id = ANY($1) AND organisation_id <> $2 GROUP BY lot_id`,
        [lotIds, organisationId],
      ),
    );
    return new Map(rows.map(({ lot_id, watchers }) => [lot_id, watchers]));
  }
}

function saleItem(row: Row, summary: LotSummary, status: string, watcherCount: number): SaleItem {
  const { terms } = row;
  return {
    lotId: row.lot_id,
    title: summary.title,
    status,
    currency: terms.currency,
    start: terms.startMinor,
    reserve: terms.reserveMinor,
    buyNow: terms.buyNowMinor,
    guide: terms.guideMinor,
    startsAt: terms.startsAt,
    endsAt: row.ends_at ?? terms.endsAt,
    relistOf: terms.relistOf,
    vehicle: shownVehicle(summary),
    policy: shownPolicy(terms.policy),
    price: row.price_minor,
    bidCount: row.bid_count,
    watcherCount,
    reserveMet: terms.reserveMinor === null ? null : row.reserve === 'MET',
    ask: row.ask_minor,
    decisionNeeded: status === 'PENDING_APPROVAL',
    decisionUntil: row.decision_until,
    soldFor: row.sold_minor,
    runList: terms.runList,
    externalRef: row.external_ref,
    createdAt: row.created_at,
  };
}

const units = ['MI', 'KM'] as const;

function shownVehicle(summary: LotSummary): SaleItem['vehicle'] {
  const { vin, year, make, model, trim, body, color, odometer, odometerUnit } = summary;
  const { damage, city, state, country, photos, note } = summary;
  const unit = units.find((one) => one === odometerUnit) ?? null;
  const facts = { vin, year, make, model, trim, body, color, odometer };
  return {
    ...facts,
    odometerUnit: unit,
    damage: [...damage],
    city,
    state,
    country,
    photos: [...photos],
    note,
  };
}

function shownPolicy(policy: LotPolicy): SaleItem['policy'] {
  const { approval, belowReserve, reserveShown, softClose, approvalMs, counterMs } = policy;
  const tie = policy.tie === 'PREBID_LOSES' ? 'EARLIER' : policy.tie;
  const { windowMs = 0, extMs = 0, mode = 'FROM_BID' } = softClose ?? {};
  const soft = softClose === null ? null : { windowMs, extMs, mode };
  return { approval, belowReserve, reserveShown, tie, softClose: soft, approvalMs, counterMs };
}
