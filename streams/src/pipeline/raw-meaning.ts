/** What the cells of a raw listing mean, by the layout they were bound to. */
import { hash } from 'node:crypto';
import { copartSalesdata } from '@auction/avro/layouts';
import {
  batAuction,
  dealerVehicle,
  ebayItem,
  govdealsAsset,
  gsaAuction,
  manheimListing as manheimLayout,
} from '@auction/avro/site-layouts';
import type { Layout } from '@auction/avro/site-layouts';
import { CellRow, cellIndex } from '../domain/cell-row.ts';
import { batListing } from '../domain/bat-listing.ts';
import { copartListing } from '../domain/copart-listing.ts';
import type { CopartColumn } from '../domain/copart-row.ts';
import { dealerListing } from '../domain/dealer-listing.ts';
import { ebayListing } from '../domain/ebay-listing.ts';
import { govdealsListing } from '../domain/govdeals-listing.ts';
import { gsaListing } from '../domain/gsa-listing.ts';
import type { ListingContent } from '../domain/listing.ts';
import { manheimListing } from '../domain/manheim-listing.ts';
import type { Parsed } from '../domain/refusal.ts';

/** Raised when a rule changes what the same cells mean: then every listing is parsed again. */
const rulesVersion = '1';
const hashLength = 22; // 132 bits of base64url
const separator = '\u001f';

export interface RawMeaning {
  /** Hash of the cells that say something: equal hashes mean equal content. */
  contentHash(cells: readonly string[]): string;
  parse(cells: readonly string[], siteListingId: string): Parsed<ListingContent>;
}

const copartColumns = Object.fromEntries(
  copartSalesdata.cells.map((cell, index) => [cell, index]),
) as Record<(typeof copartSalesdata.cells)[number], number> satisfies Record<CopartColumn, number>;

const copart: RawMeaning = {
  contentHash(cells) {
    // The first cell is the row number: it differs in every file and says nothing.
    const text = cells.join(separator).slice((cells[0]?.length ?? 0) + separator.length);
    return hashOf(text);
  },
  parse: (cells, siteListingId) => copartListing(cells, copartColumns, siteListingId),
};

const hashOf = (text: string): string =>
  `${rulesVersion}.${hash('sha256', text, 'base64url').slice(0, hashLength)}`;

/** Every cell says something, so every cell counts. */
function ofCells<M extends string, N extends M>(
  { layout, cells: names }: Layout<M>,
  parse: (row: CellRow<N>, siteListingId: string) => Parsed<ListingContent>,
): [string, RawMeaning] {
  const index = cellIndex(names);
  const meaning: RawMeaning = {
    contentHash: (cells) => hashOf(cells.join(separator)),
    parse: (cells, id) => parse(new CellRow(index, cells), id),
  };
  return [layout, meaning];
}

const meanings: ReadonlyMap<string, RawMeaning> = new Map([
  [copartSalesdata.layout, copart],
  ofCells(gsaAuction, gsaListing),
  ofCells(govdealsAsset, govdealsListing),
  ofCells(ebayItem, ebayListing),
  ofCells(batAuction, batListing),
  ofCells(dealerVehicle, dealerListing),
  ofCells(manheimLayout, manheimListing),
]);

/** @returns undefined for a layout this program does not know */
export function meaningOf(layout: string): RawMeaning | undefined {
  return meanings.get(layout);
}
