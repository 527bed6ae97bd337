/**
 * What becomes of each file of the optional sample data, written down before it is read: facts of
 * formats and counts of the samples' README, never their content.
 */
import type { Site } from '@auction/avro/topics';

/** A row that its connector rightly rejects. */
export interface KnownDefect {
  /** Line in the file, the header is line 1. */
  readonly row: number;
  /** Code of the rejection. */
  readonly code: string;
  /** What the line's own text must show, alone or beside the lines before it, or the defect is not there. */
  readonly shows: RegExp | ((line: string, before: readonly string[]) => boolean);
}

export type Sample =
  | {
      readonly file: string;
      readonly site: Site;
      readonly fate: 'IMPORTED';
      /** Rows in the file, header excluded. */
      readonly rows: number;
      readonly defects?: readonly KnownDefect[];
    }
  /** A file a connector must not take for its feed. */
  | {
      readonly file: string;
      readonly site: Site;
      readonly fate: 'REFUSED';
      readonly code: string;
      readonly why: string;
    }
  | { readonly file: string; readonly fate: 'NO_FEED'; readonly why: string };

const refused = (file: string, site: Site, code: string, why: string): Sample => {
  return { file, site, fate: 'REFUSED', code, why };
};
const imported = (
  file: string,
  site: Site,
  rows: number,
  defects: readonly KnownDefect[] = [],
): Sample => {
  return { file, site, fate: 'IMPORTED', rows, defects };
};
/** A sale that an earlier line has told already, of the same VIN at the same instant, with other figures. */
const toldTwice = (row: number): KnownDefect => ({
  row,
  code: 'DUPLICATE_ID',
  shows: (line, before) => before.some((one) => saleOf(one) === saleOf(line)),
});
/** Columns 7 and 16 of the wholesale results. */
const saleOf = (line: string): string => {
  const cells = line.trimEnd().split(',');
  return [cells[6], cells[15]].join(' ');
};
const noFeed = (file: string, why: string): Sample => ({ file, fate: 'NO_FEED', why });

const searchPage = "a page of the site's search, not the sales data";

/** In the order in which they are imported. */
export const feedSamples: readonly Sample[] = [
  imported('copart/salesdata-morning.csv', 'copart', 4_000),
  imported('copart/salesdata-evening.csv', 'copart', 4_000),
  imported('copart/header-59-2025.csv', 'copart', 0),
  imported('copart/header-49-and-one-real-row-2020.csv', 'copart', 1),
  refused('copart/lotsearch_sample.csv', 'copart', 'WRONG_EXPORT', 'the other CSV of the site'),
  refused('copart/search-rows-real-trimmed.json', 'copart', 'JSON_FILE', searchPage),
  refused('copart/lotdetails-74980204.json', 'copart', 'JSON_FILE', searchPage),
  refused(
    'copart/lotdetails-64951306-first3000chars.json.txt',
    'copart',
    'JSON_FILE',
    `${searchPage}, and cut off`,
  ),
  imported('iaa/iaa-2026-07-21.csv', 'dealer', 1_000),
  imported('iaa/iaa-2026-07-24.csv', 'dealer', 1_000),
  imported('manheim/toyota_camry_sales.csv', 'dealer', 12_545, [2_765, 7_003].map(toldTwice)),
  imported('manheim/honda_odyssey_sales.csv', 'dealer', 3_500, [toldTwice(345)]),
  refused(
    'carsandbids/listing.trimmed.json',
    'dealer',
    'NO_MAPPING',
    'a site for partners only: no connector, and no mapping until somebody is one',
  ),
  imported('gsa/discover_sample.trimmed.json', 'gsa', 5),
  noFeed('gsa/openapi.yaml', 'a description of the API'),
  imported('govdeals/search-row-vehicle.json', 'govdeals', 1),
  imported('govdeals/bidbox.trimmed.json', 'govdeals', 5),
  imported('bat/fixture-auctions-page.html', 'bat', 13),
  imported('bat/fixture-listings-filter.json', 'bat', 6),
  noFeed('ebay/auction-bids-pseudonymised.csv', 'bids, not listings: npm run replay:ebay'),
  noFeed('ebay/buy_browse_v1_oas3.json', 'a description of the API'),
  noFeed('ebay/buy_offer_v1_beta_oas3.json', 'a description of the API'),
  noFeed('README.md', 'says what the samples are'),
];
