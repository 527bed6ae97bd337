/** Reads lots from Postgres for the lot routes. Every method throws StoreAway during an outage. */
import type { Vehicle as VehicleRecord } from '@auction/avro/records';
import type { LotDetail, LotFacets, LotItem, LotPage, LotSort } from '../contract.ts';
import type { LotArchive } from '../archive/lot-archive.ts';
import type { Postgres } from '../postgres.ts';
import { facetsStatement, histogramStatement, stepCount } from './facet-sql.ts';
import type { Facet, FacetRow, HistogramRow } from './facet-sql.ts';
import { encodeCursor } from './lot-cursor.ts';
import type { LotCursor } from './lot-cursor.ts';
import type { LotFilter } from './lot-query.ts';
import { StoreAway } from '../stores.ts';
import { candidatesOf, offersOf, vinShown } from './lot-offers.ts';
import { toLotDetail, toLotItem } from './lot-rows.ts';
import type { LotDetailRow, LotOffers, LotRow } from './lot-rows.ts';
import {
  candidatesStatement,
  countStatement,
  lotStatement,
  pageStatement,
  sistersStatement,
} from './lot-sql.ts';
import type { Statement } from './lot-sql.ts';

export interface PageRequest {
  readonly filter: LotFilter;
  readonly sort: LotSort;
  readonly limit: number;
  readonly cursor: LotCursor | undefined;
}

const keys: Readonly<Record<LotSort, (item: LotItem) => number | null>> = {
  ending: (item) => item.endsAt,
  price: (item) => item.price.amount,
  newest: (item) => item.firstSeenAt,
};

export class LotStore {
  readonly #postgres: Postgres;
  readonly #archive: LotArchive;

  /** @param archive has the lots that left Postgres */
  constructor(postgres: Postgres, archive: LotArchive) {
    this.#postgres = postgres;
    this.#archive = archive;
  }

  #rows<R extends object>({ text, values }: Statement): Promise<R[]> {
    return this.#postgres.query<R & Record<string, unknown>>(text, values);
  }

  async page({ filter, sort, limit, cursor }: PageRequest): Promise<LotPage> {
    const [rows, [counted]] = await Promise.all([
      this.#rows<LotRow>(pageStatement(filter, sort, limit, cursor)),
      this.#rows<{ total: number }>(countStatement(filter)),
    ]);
    const items = rows.slice(0, limit).map(toLotItem);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    const next = more ? encodeCursor({ sort, key: keys[sort](last), lotId: last.lotId }) : null;
    return { items, next, total: counted?.total ?? 0 };
  }

  /**
   * @param run version of an archived run of the lot; undefined: the lot as it stands now
   * @returns undefined when there is no such lot, neither live nor archived
   */
  async detail(lotId: string, run?: number): Promise<LotDetail | undefined> {
    const [standing] = await this.#rows<LotDetailRow>(lotStatement(lotId));
    const live = run === undefined ? standing : undefined;
    const archived = live ? undefined : await this.#archive.find(lotId, run);
    const row = live ?? archived?.row;
    if (!row) return undefined;
    const cameBack = live === undefined && standing !== undefined ? [standing] : [];
    const [[vehicle], offers] = await Promise.all([
      this.#rows<{ doc: VehicleRecord }>({
        text: 'SELECT doc FROM vehicle WHERE vehicle_id = $1',
        values: [row.vehicle_id],
      }),
      this.#offers(row, cameBack),
    ]);
    const detail = toLotDetail(row, vehicle?.doc);
    return { ...detail, ...offers, archivedMonth: archived?.month ?? null };
  }

  /** Without the archive the lot is still shown, and what it would have added is told to be missing. */
  async #offers(row: LotRow, cameBack: readonly LotRow[]): Promise<LotOffers> {
    const shown = vinShown(row);
    const [sisters, before, alike] = await Promise.all([
      this.#rows<LotRow>(sistersStatement(row.vehicle_id, row.lot_id)),
      this.#archivedOf(row),
      shown === null ? [] : this.#rows<LotRow>(candidatesStatement(row, shown)),
    ]);
    return {
      offers: offersOf(row, [...cameBack, ...sisters], before ?? []),
      candidates: candidatesOf(row, alike),
      offersComplete: before !== undefined,
    };
  }

  /** Archived runs of the lot, whatever VIN it had then, and other lots of its vehicle. undefined: no answer. */
  async #archivedOf({ vin, lot_id: lotId }: LotRow): Promise<LotRow[] | undefined> {
    try {
      const [ends, others] = await Promise.all([
        this.#archive.endsOf(lotId),
        vin === null ? [] : this.#archive.ofVin(vin),
      ]);
      return [...ends, ...others];
    } catch (error) {
      if (error instanceof StoreAway) return undefined;
      throw error;
    }
  }

  /** @returns where the lot's listing is found; undefined when there is no such lot */
  async listingOf(lotId: string): Promise<{ site: string; siteListingId: string } | undefined> {
    const [row] = await this.#rows<{ site: string; site_listing_id: string }>({
      text: 'SELECT site, site_listing_id FROM lot WHERE lot_id = $1',
      values: [lotId],
    });
    return row && { site: row.site, siteListingId: row.site_listing_id };
  }

  /** @returns the page of a lot that its own site resolves; undefined for own and unknown lots */
  async externalPage(lotId: string): Promise<{ readonly url: string | null } | undefined> {
    const [row] = await this.#rows<{ url: string | null }>({
      text: `SELECT summary->>'url' AS url FROM lot WHERE lot_id = $1 AND kind = 'EXTERNAL'`,
      values: [lotId],
    });
    return row && { url: row.url };
  }

  async facets(filter: LotFilter): Promise<LotFacets> {
    const rows = await this.#rows<FacetRow>(facetsStatement(filter));
    const of = (facet: Facet) => rows.filter((row) => row.facet === facet);
    const counted = (facet: Facet) =>
      of(facet).map(({ value, lots }) => ({ value: value ?? '', count: lots }));
    const currency = filter.currency ?? of('currency')[0]?.value ?? undefined;
    return {
      total: of('total')[0]?.lots ?? 0,
      site: counted('site'),
      make: counted('make'),
      model: of('model').map(({ make, value, lots }) => ({
        make: make ?? '',
        value: value ?? '',
        count: lots,
      })),
      year: of('year')
        .map(({ value, lots }) => ({ value: Number(value), count: lots }))
        .toSorted((a, b) => a.value - b.value),
      status: counted('status'),
      currency: counted('currency'),
      price: currency === undefined ? null : await this.#histogram(filter, currency),
    };
  }

  async #histogram(filter: LotFilter, currency: string): Promise<LotFacets['price']> {
    const rows = await this.#rows<HistogramRow>(histogramStatement(filter, currency));
    const [first] = rows;
    if (!first) return null;
    const edge = (step: number) => Math.ceil((step * first.top) / stepCount);
    const counts = new Map(rows.map(({ step, lots }) => [step, lots]));
    const buckets = Array.from({ length: stepCount }, (_, step) => ({
      from: edge(step),
      to: step === stepCount - 1 ? first.highest : edge(step + 1),
      count: counts.get(step) ?? 0,
    }));
    return { currency, min: first.least, max: first.highest, buckets };
  }
}
