/** A listing leaves `listings` with its lot, and comes back as a re-list that knows its past. */
import { lotCommand } from '@auction/avro/lot-command';
import { deadTopic, topics } from '@auction/avro/topics';
import { publish, usualSaleAt } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { externalLotId } from './lot-id.ts';

const hourMs = 3_600_000;
const month = '2026-09';
const key = 'copart/41';
const lotId = externalLotId('copart', '41');
const car = (cells: CopartCells = {}): CopartCells => ({ lotNumber: '41', ...cells });
const laterAt = (days: number): number => usualSaleAt + days * 24 * hourMs;

const story = (driver: PipelineDriver): string[] =>
  driver.records(topics.listings).map(({ value }) => {
    const read = value === null ? null : driver.codecs.of(topics.listings).decode(value);
    if (read === null) return 'tombstone';
    if (!read.ok) return read.reason;
    const { version, presence, changes, pastMonth } = read.value;
    return `v${version} ${presence} [${changes.join(' ')}] ${pastMonth ?? '-'}`;
  });

/** Ended, archived, away. */
function purged(): PipelineDriver {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car()] });
  driver.advanceTo(usualSaleAt + 25 * hourMs);
  purge(driver);
  return driver;
}

function purge(driver: PipelineDriver): void {
  const version = driver.last(topics.lots).get(lotId)?.version ?? 0;
  const purgeLot = { month, version, checksum: 'ab' };
  const commandId = `purge/${lotId}/${version}`;
  driver.append(
    topics.lotsCommands,
    lotId,
    lotCommand({ lotId, commandId, kind: 'PURGE_LOT', purgeLot }),
  );
  driver.run();
}

const away = ['v1 LISTED [] -', 'tombstone'];

it('leaves with its lot, and a stub is kept', () => {
  const driver = purged();
  expect(story(driver)).toEqual(away);
  const { entry } = driver.last(topics.listingsState).get(key) ?? {};
  expect(entry).toMatchObject({ version: 1, past: { month } });
  expect(entry?.listing).toHaveLength(0);
});

it('the same row in the next files changes nothing', () => {
  const driver = purged();
  publish(driver, { sequence: 2, rows: [car()], observedAt: laterAt(2) });
  publish(driver, { sequence: 3, rows: [car()], observedAt: laterAt(3) });
  expect(story(driver)).toEqual(away);
});

it('a listing with something new comes back, and every later version knows its past', () => {
  const driver = purged();
  const again = car({ saleDate: '20261020' });
  publish(driver, { sequence: 2, rows: [again], observedAt: laterAt(2) });
  publish(driver, {
    ...{ sequence: 3, observedAt: laterAt(3) },
    rows: [{ ...again, highBid: '500.0' }],
  });
  expect(story(driver).slice(2)).toEqual([
    `v2 LISTED [presence] ${month}`,
    expect.stringMatching(new RegExp(`^v3 LISTED .* ${month}$`)),
  ]);
  expect(driver.last(topics.lots).get(lotId)).toMatchObject({ status: 'OPEN' });
  expect(driver.last(topics.listingsState).get(key)?.entry?.past).toBeNull();
});

it('missing in files while it is away says nothing; then it is a re-list all the same', () => {
  const driver = purged();
  const other = { lotNumber: '42' };
  publish(driver, { sequence: 2, rows: [other], observedAt: laterAt(2) });
  publish(driver, { sequence: 3, rows: [other], observedAt: laterAt(3) });
  publish(driver, { sequence: 4, rows: [car(), other], observedAt: laterAt(4) });
  const ofKey = driver
    .values(topics.listings)
    .filter(({ siteListingId }) => siteListingId === '41')
    .map(({ version, presence, pastMonth }) => `v${version} ${presence} ${pastMonth ?? '-'}`);
  expect(ofKey).toEqual(['v1 LISTED -', `v2 LISTED ${month}`]);
});

it('a listing that said something its archived lot has not heard stays', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car()] });
  const purgeListing = { month, version: 0 };
  driver.append(topics.listingsCommands, key, {
    ...{ kind: 'PURGE_LISTING', site: 'copart', siteListingId: '41', purgeListing },
  });
  driver.run();
  expect(story(driver)).toEqual(['v1 LISTED [] -']);
});

it('a command under the key of another listing is set aside', () => {
  const driver = new PipelineDriver();
  const purgeListing = { month, version: 1 };
  driver.append(topics.listingsCommands, key, {
    ...{ kind: 'PURGE_LISTING', site: 'copart', siteListingId: '42', purgeListing },
  });
  driver.run();
  expect(driver.records(deadTopic(topics.listingsCommands, ''))).toHaveLength(1);
});
