/** Ended lots leave the compacted topics on the archiver's word, and come back as what they were. */
import { lotCommand } from '@auction/avro/lot-command';
import { deadTopic, topics } from '@auction/avro/topics';
import { publish, usualSaleAt } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { endsAt, opensAt } from '../testing/auction/an-own-lot.ts';
import { LotDesk } from '../testing/auction/lot-records.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';
import { externalLotId } from './lot-id.ts';

const hourMs = 3_600_000;
const lotId = externalLotId('copart', '41');
const car = (cells: CopartCells = {}): CopartCells => ({ lotNumber: '41', ...cells });

function purge(driver: PipelineDriver, id: string, version: number): void {
  const purgeLot = { month: '2026-09', version, checksum: 'ab' };
  const commandId = `purge/${id}/${version}`;
  const command = lotCommand({ lotId: id, commandId, kind: 'PURGE_LOT', purgeLot });
  driver.append(topics.lotsCommands, id, command);
  driver.run();
}

/** Asks for the row as the topic had it before it left. */
function restore(driver: PipelineDriver, id: string, version: number): void {
  const codec = driver.codecs.of(topics.lots);
  const row = driver.values(topics.lots).find((each) => each.version === version);
  if (row === undefined) throw new Error(`no row of version ${version}`);
  const restoreLot = { month: '2026-09', version, lot: codec.encode(row) };
  const commandId = `restore/${id}/${version}`;
  const command = lotCommand({ lotId: id, commandId, kind: 'RESTORE_LOT', restoreLot });
  driver.append(topics.lotsCommands, id, command);
  driver.run();
}

const story = (driver: PipelineDriver): string[] =>
  driver.records(topics.lots).map(({ value }) => {
    const row = value === null ? null : driver.codecs.of(topics.lots).decode(value);
    if (row === null) return 'tombstone';
    return row.ok ? `v${row.value.version} ${row.value.status}` : row.reason;
  });

function sold(): PipelineDriver {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car({ highBid: '100.0' })] });
  driver.advanceTo(usualSaleAt + 25 * hourMs);
  return driver;
}

it('an ended lot leaves, once', () => {
  const driver = sold();
  purge(driver, lotId, 3);
  purge(driver, lotId, 3);
  expect(story(driver)).toEqual(['v1 OPEN', 'v2 ENDING_UNCONFIRMED', 'v3 ENDED', 'tombstone']);
});

it.each([
  { what: 'a newer row than the archived one', version: 2 },
  { what: 'an older row than the archived one', version: 4 },
])('$what stays', ({ version }) => {
  const driver = sold();
  purge(driver, lotId, version);
  expect(story(driver)).not.toContain('tombstone');
});

it('a lot that runs stays', () => {
  const driver = new PipelineDriver();
  publish(driver, { sequence: 1, rows: [car()] });
  purge(driver, lotId, 1);
  expect(story(driver)).toEqual(['v1 OPEN']);
});

it('a lot that comes back goes on with its versions', () => {
  const driver = sold();
  purge(driver, lotId, 3);
  const observedAt = usualSaleAt + 48 * hourMs;
  publish(driver, { sequence: 2, rows: [car({ saleDate: '20261020' })], observedAt });
  expect(story(driver).slice(3)).toEqual(['tombstone', 'v4 OPEN']);
  const back = driver.last(topics.lots).get(lotId);
  expect(back).toMatchObject({ priceMinor: null, firstSeenAt: expect.any(Number) as number });
  expect(back?.firstSeenAt).toBeLessThan(observedAt);
});

it('a purged lot is brought back as it ended, once, and leaves again', () => {
  const driver = sold();
  purge(driver, lotId, 3);
  restore(driver, lotId, 3);
  restore(driver, lotId, 3);
  expect(story(driver).slice(3)).toEqual(['tombstone', 'v3 ENDED']);
  const [before, after] = driver.values(topics.lots).slice(2);
  expect(after).toEqual({ ...before, publishedAt: 0 });
  purge(driver, lotId, 3);
  purge(driver, lotId, 3);
  expect(story(driver).slice(5)).toEqual(['tombstone']);
});

it('a restored lot that comes back to sale goes on with its versions', () => {
  const driver = sold();
  purge(driver, lotId, 3);
  restore(driver, lotId, 3);
  const observedAt = usualSaleAt + 48 * hourMs;
  publish(driver, { sequence: 2, rows: [car({ saleDate: '20261020' })], observedAt });
  purge(driver, lotId, 3);
  restore(driver, lotId, 3);
  expect(story(driver).slice(3)).toEqual(['tombstone', 'v3 ENDED', 'v4 OPEN']);
});

it.each([
  { what: 'a lot that stands', purges: [], version: 3 },
  { what: 'an older end of a lot', purges: [3], version: 2 },
])('$what is not brought back', ({ purges, version }) => {
  const driver = sold();
  for (const each of purges) purge(driver, lotId, each);
  const before = story(driver);
  restore(driver, lotId, version);
  expect(story(driver)).toEqual(before);
});

it('a row of another lot is set aside', () => {
  const driver = sold();
  purge(driver, lotId, 3);
  restore(driver, externalLotId('copart', '42'), 3);
  expect(story(driver).at(-1)).toBe('tombstone');
  expect(driver.records(deadTopic(topics.lotsCommands, ''))).toHaveLength(1);
});

it('an own lot leaves, and takes no bid afterwards', () => {
  const driver = new PipelineDriver();
  driver.advanceTo(opensAt - 1000);
  const desk = new LotDesk(driver);
  desk.offer();
  driver.advanceTo(opensAt);
  desk.bid('A', 1000);
  driver.advanceTo(endsAt + 500);
  const version = driver.last(topics.lots).get(desk.lotId)?.version ?? 0;
  purge(driver, desk.lotId, version);
  expect(story(driver).at(-1)).toBe('tombstone');
  desk.bid('B', 9000);
  expect(story(driver).at(-1)).toBe('tombstone');
  expect(driver.values(topics.lotsOutcomes).at(-1)?.outcome?.result).toBe('REJECTED');
  restore(driver, desk.lotId, version);
  expect(story(driver).at(-1)).toBe(`v${version} SOLD`);
  desk.bid('B', 9500);
  expect(story(driver).at(-1)).toBe(`v${version} SOLD`);
  expect(driver.values(topics.lotsOutcomes).at(-1)?.outcome?.result).toBe('REJECTED');
});
