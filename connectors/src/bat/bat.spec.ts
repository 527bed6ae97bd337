/** Saved pages of Bring a Trailer, replayed in their order (feeds.md sections 9 and 15). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleData } from '@auction/streams/testing/sample-data';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import { aClock, startWorker } from '../testing/feed-harness.ts';
import { importThrough } from '../testing/import-through.ts';
import { BoardReader } from './board-reader.ts';
import { batFeed, savedAt } from './feed.ts';

const item = (id: number, given: object = {}): object => ({
  ...{ id, title: `20${10 + (id % 10)} Honda Civic &#038; more`, year: `20${10 + (id % 10)}` },
  ...{ current_bid: 1_000 + id, currency: 'USD', timestamp_end: 1_900_000_000, sold_text: '' },
  ...{ noreserve: false, country_code: 'US', url: `https://bat.example/${id}`, comments: null },
  ...given,
});
const items = Array.from({ length: 60 }, (_, index) => item(index + 1));
const page = (board: readonly object[]): string =>
  `<!doctype html><html><script>\nvar other = {"items":[{"id":1}]};\n` +
  `var auctionsCurrentInitialData = ${JSON.stringify({ items: board, total: 9 })};\n` +
  `var later = {"a": {}};</script></html>`;

test.each([1, 7, 100_000])('a page in chunks of %i bytes has every auction once', (size) => {
  const bytes = Buffer.from(page(items));
  const reader = new BoardReader();
  const ids: (string | null)[] = [];
  for (let from = 0; from < bytes.length; from += size) {
    for (const record of reader.read(bytes.subarray(from, from + size))) {
      ids.push(record.siteListingId);
    }
  }
  expect([...reader.end('DISCARD')]).toEqual([]);
  expect(ids).toEqual(items.map((_, index) => String(index + 1)));
  expect({ header: reader.header, whole: reader.lastLineEnded }).toMatchObject({
    header: { kind: 'ACCEPTED', warnings: [] },
    whole: true,
  });
});

async function replay(...pages: readonly string[]) {
  const folder = temporaryFolder();
  for (const [index, text] of pages.entries()) {
    writeFileSync(join(folder, `board-2027-03-10T15-0${index}-00Z.html`), text);
  }
  writeFileSync(join(folder, 'notes.txt'), 'not a page');
  const harness = await startWorker({ feed: () => batFeed(folder), clock: aClock(), rowsMin: 50 });
  const ends: (string | null)[] = [];
  for (let count = 0; count < pages.length; count++) {
    await harness.worker.poll(new AbortController().signal);
    ends.push(harness.worker.health.reason);
  }
  return { harness, ends };
}

test('pages are read once, in their order, as of when they were saved', async () => {
  const { harness, ends } = await replay(page(items), page(items.slice(1)));
  expect(ends).toEqual([null, null]);
  const known = (await harness.raw()).length;
  const again = await harness.restarted();
  await again.poll(new AbortController().signal);
  expect((await harness.raw()).length).toBe(known);
  const starts = (await harness.raw()).filter(({ value }) => value.kind === 'SNAPSHOT_STARTED');
  expect([...new Set(starts.map(({ value }) => value.observedAt))]).toEqual([
    Date.parse('2027-03-10T15:00:00Z'),
    Date.parse('2027-03-10T15:01:00Z'),
  ]);
});

const cut = page(items).slice(0, -1_500);
const faulty: [string, string, RegExp][] = [
  ['a page that is cut in the middle closes nobody', cut, /^[A-Z_]+: ./],
  ['a page without the variable is refused', '<html>Just a moment</html>', /^NO_BOARD: /],
  ['an empty page is refused', '', /^[A-Z_]+: ./],
];
test.each(faulty)('%s', async (_, text, reason) => {
  const { harness, ends } = await replay(page(items), text, page(items));
  expect(ends).toEqual([null, expect.stringMatching(reason), null]);
  const completed = (await harness.raw()).flatMap(({ value }) =>
    value.completed && value.sequence === 2 ? value.completed.complete : [],
  );
  expect(completed.filter(Boolean)).toEqual([]);
});

test('a bid that fell and an end that moved are told as they are now', async () => {
  const before = page([item(1, { current_bid: 505_101 })]);
  const after = page([item(1, { current_bid: 51_100, timestamp_end: 1_900_086_400 })]);
  const { listings, rejects } = await importThrough(batFeed(''), { text: before }, { text: after });
  expect(rejects).toEqual([]);
  expect(listings).toEqual([
    expect.objectContaining({ currentBidMinor: 5_110_000, saleEndAt: 1_900_086_400_000 }),
  ]);
});

test.each([
  ['board-2027-03-10T15:00:00Z.html', Date.parse('2027-03-10T15:00:00Z')],
  ['board-2027-03-10T15-00-00.250Z.html', Date.parse('2027-03-10T15:00:00.250Z')],
  ['board-2027-13-40T15-00-00Z.html', undefined],
  ['filter-2027-03-10T15-00-00Z-1.json', undefined],
])('%s', (name, at) => {
  expect(savedAt(name)).toBe(at);
});

const samples: [string, number][] = [
  ['bat/fixture-auctions-page.html', 13],
  ['bat/fixture-listings-filter.json', 6],
];
describe('real forms', () => {
  for (const [name, count] of samples) {
    const path = sampleData(name);
    (path === undefined ? test.skip : test)(`${name}: every item is explained`, async () => {
      const imported = await importThrough(batFeed(''), { path: path ?? '' });
      expect(imported).toMatchObject({ rows: count, rejects: [], refusal: null });
    });
  }
});
