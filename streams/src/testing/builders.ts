/** Invented raw records for tests. Everything has a valid default; a test names what matters to it. */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import type { RawListing } from '@auction/avro/records';
import { rawTopic } from '@auction/avro/topics';
import { partitionOf } from '../runtime/partitioner.ts';
import type { PipelineDriver } from './pipeline-driver.ts';

export type CopartCells = Partial<Readonly<Record<CopartCell, string>>>;

/** The usual row under a lot number, with what matters to a test. */
export const lot = (lotNumber: string, cells: CopartCells = {}): CopartCells => ({
  lotNumber,
  ...cells,
});

/** An invented car at an invented place; a sale on 2026-09-29 at 12:00 in Houston is 17:00 UTC. */
const usualCells: CopartCells = {
  id: '1',
  yardNumber: '7',
  yardName: 'TX - HOUSTON',
  saleDate: '20260929',
  dayOfWeek: 'TUESDAY',
  saleTime: '1200',
  timeZone: 'CDT',
  itemNumber: '12',
  lotNumber: '40000001',
  vehicleType: 'V',
  year: '2019',
  make: 'TOYOTA',
  modelGroup: 'CAMRY',
  modelDetail: 'CAMRY',
  bodyStyle: 'SEDAN',
  color: 'BLUE',
  damageDescription: 'FRONT END',
  secondaryDamage: '',
  saleTitleState: 'TX',
  saleTitleType: 'CT',
  hasKeys: 'YES',
  lotConditionCode: 'D',
  vin: '',
  odometer: '61234.0',
  odometerBrand: 'A',
  retailValue: '15000.0',
  repairCost: '0.0',
  engine: '2.5L 4',
  drive: 'FRONT WHEEL DRIVE',
  transmission: 'AUTOMATIC',
  fuelType: 'GAS',
  cylinders: '4',
  runsDrives: 'Run & Drive Verified',
  saleStatus: 'Pure Sale',
  highBid: '0.0',
  locationCity: 'HOUSTON',
  locationState: 'TX',
  locationZip: '77049',
  locationCountry: 'USA',
  currencyCode: 'USD',
  imageThumbnail: 'cs.example/v1/40000001_thb.jpg',
  makeAnOffer: 'N',
  buyItNowPrice: '0.0',
  trim: 'LE',
  lastUpdatedAt: '2026-09-01T07:01:00Z',
  rentals: 'false',
  copartSelect: 'false',
};

/** Instant of the sale in `usualCells`, epoch ms. */
export const usualSaleAt = Date.UTC(2026, 8, 29, 17);
/** Instant of the first snapshot in tests, epoch ms; before the usual sale. */
export const usualObservedAt = Date.UTC(2026, 8, 20, 12);

/** @returns the row's cells in the order of the layout; the lot number also names the image */
export function aCopartRow(cells: CopartCells = {}): string[] {
  const row = { ...usualCells, ...cells };
  return copartSalesdata.cells.map((cell) => row[cell] ?? '');
}

const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const values: Readonly<Record<string, number>> = {
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7 },
  ...{ R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
};

/**
 * An invented VIN with the right check digit, made by the letter of the regulation and not by the
 * code under test.
 * @param start first eight characters @param end last eight
 */
export function aVin(start: string, end: string): string {
  const sum = Array.from(`${start}0${end}`).reduce(
    (total, character, at) => total + (values[character] ?? Number(character)) * (weights[at] ?? 0),
    0,
  );
  return `${start}${'0123456789X'.charAt(sum % 11)}${end}`;
}

export interface SnapshotGiven {
  readonly delivery?: string;
  readonly sequence: number;
  readonly observedAt?: number;
  readonly rows: readonly CopartCells[];
  /** Lines the connector could not split: the id where it could be read. */
  readonly unreadable?: readonly (string | null)[];
  readonly complete?: boolean;
  /** false: the connector died before the end. */
  readonly ends?: boolean;
}

const raw = rawTopic('copart');
/** The connector publishes this long after the file was made. */
const publishDelayMs = 1000;

interface Placed {
  readonly key: string;
  readonly partition: number;
  readonly value: RawListing;
}

function envelope(given: SnapshotGiven): RawListing {
  const { sequence, delivery = 'poll', observedAt = usualObservedAt + sequence * 60_000 } = given;
  return {
    kind: 'UNKNOWN',
    site: 'copart',
    siteListingId: null,
    delivery,
    snapshotId: `${delivery}-${sequence}`,
    sequence,
    observedAt,
    publishedAt: observedAt + publishDelayMs,
    listing: null,
    started: null,
    completed: null,
    unreadable: null,
  };
}

const toEveryPartition = (key: string, value: RawListing): Placed[] =>
  Array.from({ length: raw.partitions }, (_, partition) => ({ key, partition, value }));

const placed = (key: string, value: RawListing): Placed => ({
  key,
  partition: partitionOf(key, raw.partitions),
  value,
});

function listing(cells: CopartCells, row: number, base: RawListing): Placed {
  const siteListingId = cells.lotNumber ?? usualCells.lotNumber ?? '';
  const payload = Buffer.from(`line ${row}`);
  const { layout } = copartSalesdata;
  const body = { row, layout, cells: aCopartRow(cells), encoding: 'utf-8', payload };
  const value: RawListing = { ...base, kind: 'LISTING', siteListingId, listing: body };
  return placed(`copart/${siteListingId}`, value);
}

function unreadable(id: string | null, row: number, base: RawListing): Placed {
  const payload = Buffer.from(`broken "line" ${row}`);
  const body = { row, reason: 'COLUMNS: 58 columns instead of 59', payload };
  const value: RawListing = { ...base, kind: 'UNREADABLE', siteListingId: id, unreadable: body };
  return placed(id === null ? `copart/?${row}` : `copart/${id}`, value);
}

/** The records of a snapshot in the order in which a connector publishes them. */
export function aSnapshot(given: SnapshotGiven): Placed[] {
  const { rows, unreadable: broken = [], complete = true, ends = true } = given;
  const base = envelope(given);
  const started = { source: 'http://site.example/salesdata' };
  const completed = {
    rows: rows.length + broken.length,
    published: rows.length,
    rejected: broken.length,
    bytes: 1,
    sha256: '0'.repeat(64),
    complete,
    reason: complete ? null : 'SHORT: fewer rows than expected',
  };
  const end: RawListing = { ...base, kind: 'SNAPSHOT_COMPLETED', completed };
  return [
    ...toEveryPartition('copart', { ...base, kind: 'SNAPSHOT_STARTED', started }),
    ...rows.map((cells, index) => listing(cells, index + 2, base)),
    ...broken.map((id, index) => unreadable(id, rows.length + index + 2, base)),
    ...(ends ? toEveryPartition('copart', end) : []),
  ];
}

/** Publishes snapshots one after the other and lets the pipeline work after each. */
export function publish(driver: PipelineDriver, ...snapshots: readonly SnapshotGiven[]): void {
  for (const snapshot of snapshots) {
    for (const { key, value, partition } of aSnapshot(snapshot)) {
      driver.append(raw, key, value, partition);
    }
    driver.run();
  }
}
