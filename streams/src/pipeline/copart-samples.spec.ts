/**
 * Real rows, where they are at hand: two files of the same 4,000 lots. Numbers are those of the
 * samples' README; failures print counts and field names, never rows.
 */
import { readFileSync } from 'node:fs';
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import type { Listing } from '@auction/avro/records';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import { publish } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { sampleData } from '../testing/sample-data.ts';

/** Rows of a well-formed CSV with doubled quotes, header included. */
function readCsv(path: string): string[][] {
  const text = readFileSync(path, 'utf8');
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows as cells by name: the files' columns stand in the order of the layout. */
function readRows(path: string): CopartCells[] {
  const [header, ...rows] = readCsv(path);
  expect(header).toHaveLength(copartSalesdata.cells.length);
  return rows.map((row) =>
    Object.fromEntries(copartSalesdata.cells.map((cell, index) => [cell, row[index] ?? ''])),
  );
}

/** In which fields of a listing a changed column shows; any one of them is enough. */
const shownIn: Readonly<Partial<Record<CopartCell, readonly (keyof Listing)[]>>> = {
  saleDate: ['saleStartAt', 'saleEndAt'],
  dayOfWeek: ['saleStartAt', 'saleEndAt'],
  saleTime: ['saleStartAt', 'saleEndAt', 'timePrecision'],
  timeZone: ['timeZoneRaw'],
  highBid: ['currentBidMinor'],
  lastUpdatedAt: ['sourceUpdatedAt'],
  gridRow: ['gridRow'],
  modelGroup: ['modelGroup'],
  modelDetail: ['model'],
  itemNumber: ['itemNumber'],
  makeAnOffer: ['acceptsOffers'],
  transmission: ['transmission'],
  yardNumber: ['yardNumber'],
  yardName: ['yard'],
  imageUrl: ['imageListUrl'],
  saleStatus: ['saleStatusRaw'],
  hasKeys: ['hasKeys'],
  lotConditionCode: ['conditionCode'],
  runsDrives: ['conditionCode'],
  odometer: ['odometer'],
  odometerBrand: ['odometerBrand'],
  repairCost: ['repairCostMinor'],
  specialNote: ['note'],
  announcements: ['note'],
  trim: ['trim'],
  bodyStyle: ['body'],
  engine: ['engine'],
  drive: ['drive'],
  fuelType: ['fuel'],
  cylinders: ['cylinders'],
  vehicleType: ['vehicleType'],
  copartSelect: ['labels'],
  saleLight: ['light'],
  autoGrade: ['grade'],
  saleTitleState: ['titleState'],
  saleTitleType: ['titleCode'],
  damageDescription: ['damage'],
  secondaryDamage: ['damage'],
  year: ['year'],
  vin: ['vin'],
  color: ['color'],
  make: ['makeRaw'],
};

const morningFile = sampleData('copart/salesdata-morning.csv');
const eveningFile = sampleData('copart/salesdata-evening.csv');
const oldFile = sampleData('copart/header-49-and-one-real-row-2020.csv');

const withBoth = morningFile !== undefined && eveningFile !== undefined;

(withBoth ? describe : describe.skip)('two files of the same lots', () => {
  const morning = new Map<string, CopartCells>();
  const evening = new Map<string, CopartCells>();
  const driver = new PipelineDriver();
  const versions = new Map<string, Listing[]>();

  beforeAll(() => {
    for (const row of readRows(morningFile ?? '')) morning.set(row.lotNumber ?? '', row);
    for (const row of readRows(eveningFile ?? '')) evening.set(row.lotNumber ?? '', row);
    const delivery = 'import';
    publish(driver, { sequence: 1, rows: [...morning.values()], delivery, complete: false });
    publish(driver, { sequence: 2, rows: [...evening.values()], delivery, complete: false });
    for (const listing of driver.values(topics.listings)) {
      versions.set(listing.siteListingId, [
        ...(versions.get(listing.siteListingId) ?? []),
        listing,
      ]);
    }
  });

  /** Counts, so that a failure prints a number and not the rows. */
  const count = <T>(items: readonly T[] | undefined, is: (item: T) => boolean = () => true) =>
    items?.filter(is).length ?? 0;
  const now = () => [...versions.values()].flatMap((all) => all.at(-1) ?? []);
  const second = () => [...versions.values()].flatMap((all) => all[1] ?? []);

  /** Columns in which the files differ, the row number left out. */
  const changedColumns = (lotNumber: string): CopartCell[] =>
    copartSalesdata.cells.filter(
      (cell) => cell !== 'id' && morning.get(lotNumber)?.[cell] !== evening.get(lotNumber)?.[cell],
    );

  it('every row is understood', () => {
    expect(driver.records(deadTopic(rawTopic('copart'), '')).length).toBe(0);
    expect(versions.size).toBe(4000);
    expect(driver.last(topics.lots).size).toBe(4000);
  });

  it('every difference between the files is a version that names it', () => {
    expect(count(second())).toBe(2761);
    expect(Math.max(...now().map(({ version }) => version))).toBe(2);
    const unseen = new Map<string, number>();
    for (const { siteListingId, changes } of second()) {
      for (const column of changedColumns(siteListingId)) {
        const isShown = shownIn[column]?.some((field) => changes.includes(field));
        if (isShown !== true) unseen.set(column, (unseen.get(column) ?? 0) + 1);
      }
    }
    // Other spellings of the same: Front-wheel Drive for FRONT WHEEL DRIVE, two blanks for one.
    expect(Object.fromEntries(unseen)).toEqual({ drive: 3, engine: 3 });
  });

  it('the same file again changes nothing', () => {
    const before = driver.values(topics.listings).length;
    publish(driver, {
      sequence: 3,
      rows: [...evening.values()],
      delivery: 'import',
      complete: false,
    });
    expect(count(driver.values(topics.listings))).toBe(before);
  });

  it('rows that changed under an equal stamp of the site are not lost', () => {
    const quiet = second().filter(
      ({ changes }) => !changes.includes('sourceUpdatedAt') && !changes.includes('currentBidMinor'),
    );
    const bidOnly = second().filter(({ changes }) => changes.join() === 'currentBidMinor');
    const withBid = second().filter(
      ({ changes }) =>
        !changes.includes('sourceUpdatedAt') &&
        changes.length > 1 &&
        changes.includes('currentBidMinor'),
    );
    expect(count(bidOnly)).toBe(919);
    expect(quiet.length + withBid.length).toBe(10);
  });

  it('bids, dates and stamps', () => {
    const bids = [...versions.values()].flatMap(([first, last]) =>
      first && last ? [(last.currentBidMinor ?? 0) - (first.currentBidMinor ?? 0)] : [],
    );
    expect(count(bids, (rise) => rise > 0)).toBe(1672);
    expect(count(bids, (rise) => rise < 0)).toBe(0);
    expect(count(second(), ({ changes }) => changes.includes('sourceUpdatedAt'))).toBe(1832);
    const firsts = [...versions.values()].flatMap(([first]) => first ?? []);
    expect(count(firsts, ({ saleEndAt }) => saleEndAt === null)).toBe(1977);
    const undated = now().filter(({ saleEndAt }) => saleEndAt === null);
    expect(count(undated)).toBe(1977 - 1170 + 2);
  });

  it('a date without a time has the precision of a day', () => {
    const precisions = Map.groupBy(now(), ({ timePrecision }) => timePrecision);
    expect(count(precisions.get('DAY'))).toBe(1);
    expect(count(precisions.get('MS'))).toBe(0);
  });

  it('currency, VIN and vehicles', () => {
    expect(count(now(), ({ currency }) => currency === 'CAD')).toBe(665);
    expect(count(now(), ({ vinStatus }) => vinStatus === 'ABSENT')).toBe(71);
    expect(count(now(), ({ vinStatus }) => vinStatus === 'VALID')).toBe(4000 - 71);
    // Two corrected model years changed the VIN: the old vehicles stay, without listings.
    const vehicles = [...driver.last(topics.vehicles).values()];
    expect(count(vehicles)).toBe(4002);
    expect(count(vehicles, ({ listings }) => listings.length === 0)).toBe(2);
    expect(count(vehicles, ({ listings }) => listings.length > 1)).toBe(0);
  });

  it('the printed zone contradicts the place only in the Atlantic and in sales of no one place', () => {
    const atYards = now().filter(({ yard }) => /^[A-Z]{2} - /.test(yard ?? ''));
    expect(atYards.filter(({ timeZoneAgrees }) => timeZoneAgrees !== true).length).toBe(0);
    const alaskan = now().filter(({ timeZoneRaw }) => timeZoneRaw === 'AKST');
    expect(new Set(alaskan.map(({ state }) => state))).toEqual(new Set(['NB', 'NS']));
    expect(alaskan.every(({ timeZoneAgrees }) => timeZoneAgrees === false)).toBe(true);
    expect(new Set(alaskan.map(({ timeZone }) => timeZone))).toEqual(
      new Set(['America/Moncton', 'America/Halifax']),
    );
    expect(now().every(({ timeZone }) => timeZone !== null)).toBe(true);
  });

  it('regional parts of one national sale begin at one instant', () => {
    const parts = now().filter(({ yard, saleStartAt }) => yard?.startsWith('*NCS') && saleStartAt);
    const ofDay = Map.groupBy(parts, ({ saleStartAt }) =>
      Math.floor((saleStartAt ?? 0) / 86_400_000),
    );
    for (const [, sameDay] of ofDay) {
      expect(new Set(sameDay.map(({ saleStartAt }) => saleStartAt)).size).toBe(1);
    }
  });
});

(oldFile === undefined ? describe.skip : describe)('a row of the 49 columns of 2020', () => {
  it('is understood', () => {
    const [, row = []] = readCsv(oldFile ?? '');
    const cells = Object.fromEntries(
      copartSalesdata.cells.map((cell, index) => [cell, row[index] ?? '']),
    );
    const driver = new PipelineDriver();
    publish(driver, { sequence: 1, rows: [cells] });
    const [listing] = driver.values(topics.listings);
    expect(listing).toMatchObject({
      vinStatus: 'VALID',
      timePrecision: 'NONE',
      timeZone: 'America/Los_Angeles',
      odometerBrand: 'ACTUAL',
      reserve: 'NONE',
      currentBidMinor: null,
    });
    expect(driver.records(deadTopic(rawTopic('copart'), '')).length).toBe(0);
  });
});
