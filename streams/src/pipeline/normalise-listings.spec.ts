import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import type { LogRecord } from '../runtime/log.ts';
import { aSnapshot, lot, publish, usualObservedAt, usualSaleAt } from '../testing/builders.ts';
import type { SnapshotGiven } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { versionLines } from '../testing/version-lines.ts';

const raw = rawTopic('copart');
const a = lot('41');
const b = lot('42');

describe('what is passed on', () => {
  it.each<[what: string, snapshots: SnapshotGiven[], expected: string[]]>([
    ['a new listing', [{ sequence: 1, rows: [a] }], ['41 1 LISTED']],
    [
      'the same file twice: nothing',
      [
        { sequence: 1, rows: [a, b] },
        { sequence: 2, rows: [a, b] },
      ],
      ['41 1 LISTED', '42 1 LISTED'],
    ],
    [
      'another row number: nothing',
      [
        { sequence: 1, rows: [a] },
        { sequence: 2, rows: [{ ...a, id: '7' }] },
      ],
      ['41 1 LISTED'],
    ],
    [
      'padding and case drift of a known spelling: nothing',
      [
        { sequence: 1, rows: [lot('41', { engine: '2.0L 4', drive: 'FRONT WHEEL DRIVE' })] },
        { sequence: 2, rows: [lot('41', { engine: '2.0L  4 ', drive: 'Front-wheel Drive' })] },
      ],
      ['41 1 LISTED'],
    ],
    [
      'a bid',
      [
        { sequence: 1, rows: [a] },
        { sequence: 2, rows: [{ ...a, highBid: '500.0' }] },
      ],
      ['41 1 LISTED', '41 2 LISTED currentBidMinor'],
    ],
    [
      'equal sourceUpdatedAt with other content: the later snapshot wins',
      [
        { sequence: 1, rows: [lot('41', { modelGroup: 'MAXIMA 3.5' })] },
        { sequence: 2, rows: [lot('41', { modelGroup: 'MAXIMA' })] },
      ],
      ['41 1 LISTED', '41 2 LISTED modelGroup'],
    ],
    [
      'an older sourceUpdatedAt in a later snapshot: late',
      [
        { sequence: 1, rows: [lot('41', { lastUpdatedAt: '2026-09-02T00:00:00Z' })] },
        {
          sequence: 2,
          rows: [lot('41', { lastUpdatedAt: '2026-09-01T00:00:00Z', highBid: '9.0' })],
        },
      ],
      ['41 1 LISTED'],
    ],
    [
      'a layout without stamps after one with stamps: the later snapshot wins',
      [
        { sequence: 1, rows: [a] },
        { sequence: 2, rows: [{ ...a, lastUpdatedAt: '', highBid: '9.0' }] },
      ],
      ['41 1 LISTED', '41 2 LISTED currentBidMinor sourceUpdatedAt'],
    ],
    [
      'the lot is run again: one listing, a new sale date',
      [
        { sequence: 1, rows: [a] },
        { sequence: 2, rows: [{ ...a, saleDate: '20261006', itemNumber: '80' }] },
      ],
      ['41 1 LISTED', '41 2 LISTED itemNumber saleStartAt saleEndAt'],
    ],
  ])('%s', (_what, snapshots, expected) => {
    expect(versionLines(...snapshots)).toEqual(expected);
  });

  it('carries where and when a version comes from', () => {
    const driver = new PipelineDriver();
    publish(driver, { sequence: 4, rows: [a] });
    expect(driver.values(topics.listings)[0]).toMatchObject({
      lotId: expect.stringMatching(/^[A-Z2-7]{20}$/),
      site: 'copart',
      siteListingId: '41',
      observedAt: usualObservedAt + 4 * 60_000,
      publishedAt: usualObservedAt + 4 * 60_000 + 1000,
      delivery: 'poll',
      snapshotId: 'poll-4',
      sequence: 4,
      saleEndAt: usualSaleAt,
    });
  });

  it('asks a lot to observe every version, once per version', () => {
    const driver = new PipelineDriver();
    publish(driver, { sequence: 1, rows: [a] }, { sequence: 2, rows: [{ ...a, highBid: '5.0' }] });
    const commands = driver.values(topics.lotsCommands);
    expect(commands.map(({ commandId }) => commandId)).toEqual([
      'observe/copart/41/1',
      'observe/copart/41/2',
    ]);
    expect(commands[1]?.observeExternal).toMatchObject({ fetchSeq: 2, priceMinor: 500 });
  });
});

describe('dead letters', () => {
  const deadOf = (driver: PipelineDriver) => driver.records('listings.raw.copart.dead');

  it('keep the original bytes and say why and where', () => {
    const driver = new PipelineDriver();
    publish(driver, {
      sequence: 1,
      rows: [lot('41', { saleDate: 'TUESDAY' })],
      unreadable: [null],
    });
    const bytes = (records: readonly LogRecord[]) =>
      records.map(({ key, value }) => `${key} ${value?.toString('hex') ?? ''}`).sort();
    const originals = driver.records(raw).filter(({ key }) => key.includes('/'));
    expect(bytes(deadOf(driver))).toEqual(bytes(originals));
    const headers = deadOf(driver).find(({ key }) => key === 'copart/41')?.headers;
    expect(headers).toMatchObject({
      'x-reason': "BAD_SALE_DATE: saleDate is 'TUESDAY'",
      'x-site': 'copart',
      'x-snapshot-id': 'poll-1',
      'x-delivery': 'poll',
      'x-row': '2',
      '__connect.errors.topic': 'listings.raw.copart',
    });
    const broken = deadOf(driver).find(({ key }) => key !== 'copart/41')?.headers;
    expect(broken).toMatchObject({
      'x-reason': 'COLUMNS: 58 columns instead of 59',
      'x-row': '3',
    });
  });

  it.each<[what: string, key: string, value: Buffer | null, reason: RegExp]>([
    ['no value', 'copart/41', null, /^EMPTY/],
    ['not Avro at all', 'copart/41', Buffer.from('{"json":true}'), /^NOT_CONFLUENT/],
    ['an unknown schema', 'copart/41', Buffer.from([0, 0, 0, 9, 9, 1]), /^UNKNOWN_SCHEMA/],
  ])('poison goes aside and the pipeline goes on: %s', (_what, key, value, reason) => {
    const driver = new PipelineDriver();
    driver.appendBytes(raw, key, value);
    publish(driver, { sequence: 1, rows: [a] });
    expect(deadOf(driver)).toHaveLength(1);
    expect(deadOf(driver)[0]?.headers['x-reason']).toMatch(reason);
    expect(driver.last(topics.listings).size).toBe(1);
  });

  it('a record under a foreign key is refused: another partition owns that listing', () => {
    const driver = new PipelineDriver();
    const [placed] = aSnapshot({ sequence: 1, rows: [a] }).filter(({ key }) => key === 'copart/41');
    if (placed) driver.append(raw, 'copart/99', placed.value);
    driver.run();
    expect(deadOf(driver)[0]?.headers['x-reason']).toBe('WRONG_KEY: the record says copart/41');
  });
});

it('a file in which 2 % changed costs 2 % downstream', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => lot(String(5000 + index)));
  const changed = rows.map((cells, index) =>
    index % 50 === 0 ? { ...cells, highBid: '9.0' } : cells,
  );
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows });
  const written = () =>
    [topics.listings, topics.lotsCommands, topics.lots, topics.vehiclesCommands].map(
      (topic) => driver.records(topic).length,
    );
  expect(written()).toEqual([1000, 1000, 1000, 1000]);
  publish(driver, { sequence: 2, rows });
  expect(written()).toEqual([1000, 1000, 1000, 1000]);
  publish(driver, { sequence: 3, rows: changed });
  expect(written()).toEqual([1020, 1020, 1020, 1000]);
});

it('personal data of a row is in no topic but the raw one', () => {
  const canary = 'CANARY PERSON';
  const personal = { sellerName: canary, offsiteAddress: canary };
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [lot('41', personal), lot('42', personal)] });
  const holding = allTopics.filter((topic) =>
    driver.records(topic).some(({ value }) => value?.includes(canary)),
  );
  expect(holding.map(({ name }) => name)).toEqual([raw.name]);
});

it('every topic it writes is in the table', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [a], unreadable: [null] });
  const known = new Set(allTopics.map(({ name }) => name));
  for (const name of ['listings', 'listings.state', 'listings.raw.copart.dead', 'lots']) {
    expect(known.has(name)).toBe(true);
    expect(driver.records(name).length).toBeGreaterThan(0);
  }
});
