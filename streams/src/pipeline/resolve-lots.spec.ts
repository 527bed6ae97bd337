/** The whole flow: files in, the clock moved, rows of the board out. */
import { topics } from '@auction/avro/topics';
import { publish, usualObservedAt, usualSaleAt } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { externalLotId } from './lot-id.ts';

const hourMs = 3_600_000;
const lotId = externalLotId('copart', '41');
const car = (cells: CopartCells = {}): CopartCells => ({ lotNumber: '41', ...cells });

/** All rows of the lot in order: status, reason, price, version. */
const story = (driver: PipelineDriver): string[] =>
  driver
    .values(topics.lots)
    .map(({ status, statusReason, priceMinor, version }) =>
      [`v${version}`, status, statusReason, priceMinor].filter((part) => part !== null).join(' '),
    );

it('a lot from its first sighting to its end', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car({ saleDate: '0', saleTime: '0' })] });
  publish(driver, { sequence: 2, rows: [car()] });
  publish(driver, { sequence: 3, rows: [car({ highBid: '5200.0' })] });
  publish(driver, { sequence: 4, rows: [car({ highBid: '4900.0' })] });
  driver.advanceTo(usualSaleAt - 1);
  expect(story(driver)).toHaveLength(4);
  driver.advanceTo(usualSaleAt);
  publish(driver, { sequence: 5, rows: [], observedAt: usualSaleAt + hourMs });
  publish(driver, { sequence: 6, rows: [], observedAt: usualSaleAt + 2 * hourMs });
  driver.advanceTo(usualSaleAt + 30 * hourMs);
  expect(story(driver)).toEqual([
    'v1 SCHEDULED',
    'v2 OPEN',
    'v3 OPEN 520000',
    'v4 OPEN 490000',
    'v5 ENDING_UNCONFIRMED 490000',
    'v6 ENDED GONE_AFTER_END 490000',
  ]);
});

it('a lot of which the feed says nothing more', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car()] });
  driver.advanceTo(usualSaleAt + 24 * hourMs);
  expect(story(driver)).toEqual(['v1 OPEN', 'v2 ENDING_UNCONFIRMED', 'v3 ENDED NO_NEWS_24H']);
});

it('a sale that is moved, before and after its end', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car({ highBid: '100.0' })] });
  publish(driver, { sequence: 2, rows: [car({ highBid: '100.0', saleDate: '20260930' })] });
  driver.advanceTo(usualSaleAt);
  expect(story(driver)).toEqual(['v1 OPEN 10000', 'v2 OPEN 10000']);
  driver.advanceTo(usualSaleAt + 24 * hourMs);
  publish(driver, {
    sequence: 3,
    rows: [car({ saleDate: '20261006' })],
    observedAt: usualSaleAt + 25 * hourMs,
  });
  expect(story(driver).slice(2)).toEqual(['v3 ENDING_UNCONFIRMED 10000', 'v4 OPEN']);
});

it('a date without a time ends with its day', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car({ saleTime: '0' })] });
  const row = driver.last(topics.lots).get(lotId);
  expect(row).toMatchObject({
    status: 'OPEN',
    startsAt: null,
    endsAt: Date.UTC(2026, 8, 30, 5) - 1,
    endsAtPrecision: 'DAY',
  });
});

it('the row shows the vehicle and carries the instants of the raw record', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car({ highBid: '5200.0', buyItNowPrice: '9000.0' })] });
  expect(driver.last(topics.lots).get(lotId)).toMatchObject({
    kind: 'EXTERNAL',
    site: 'copart',
    siteListingId: '41',
    currency: 'USD',
    priceMinor: 520_000,
    askMinor: null,
    bidCount: null,
    buyNowMinor: 900_000,
    reserve: 'NONE',
    firstSeenAt: usualObservedAt + 60_000,
    publishedAt: usualObservedAt + 61_000,
    summary: {
      title: '2019 TOYOTA CAMRY LE',
      photo: 'https://cs.example/v1/40000001_thb.jpg',
      url: 'https://www.copart.com/lot/41',
      timeZone: 'America/Chicago',
    },
  });
});

it('a change that the board does not show writes no row', () => {
  const driver = new PipelineDriver();
  publish(
    driver,
    { sequence: 1, rows: [car()] },
    { sequence: 2, rows: [car({ gridRow: 'C040' })] },
  );
  expect(driver.values(topics.listings)).toHaveLength(2);
  expect(story(driver)).toEqual(['v1 OPEN']);
});

it('commands that come twice have one effect', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car()] });
  for (const { key, value } of driver.records(topics.lotsCommands)) {
    driver.appendBytes(topics.lotsCommands, key, value);
  }
  driver.run();
  expect(story(driver)).toEqual(['v1 OPEN']);
  expect(driver.stat('resolve-lots', 'staleCommands')).toBe(1);
});

it('amounts of a Canadian lot stay in its currency', () => {
  const driver = new PipelineDriver();
  const canadian = { locationCountry: 'CAN', currencyCode: 'CAD', locationState: 'ON' };
  publish(driver, { sequence: 1, rows: [car({ ...canadian, highBid: '75.0' })] });
  expect(driver.last(topics.lots).get(lotId)).toMatchObject({ currency: 'CAD', priceMinor: 7500 });
});
