/** The same file again: one raw record a row, and nothing on any topic behind it but the snapshot's counts. */
import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import type { PipelineDriver } from '@auction/streams/testing/pipeline-driver';
import { aSalesFile, someRows } from '../copart/fixtures/a-sales-file.ts';
import { knownSites } from '../sites.ts';
import { noRateLimit, testLimits } from './feed-harness.ts';
import { FileImports } from './file-imports.ts';

const rowCount = 40;
const counts = (driver: PipelineDriver): Record<string, number> =>
  Object.fromEntries(allTopics.map((topic) => [topic.name, driver.records(topic).length]));

test('costs nothing downstream', async () => {
  const surroundings = { limits: testLimits, rate: noRateLimit, now: Date.now, random: () => 0 };
  const imports = await FileImports.open(knownSites.copart.feed({}, surroundings));
  const text = aSalesFile(someRows(rowCount));
  await imports.take({ text });
  const before = counts(imports.driver);
  expect(before[topics.listings.name]).toBe(rowCount);
  const again = await imports.take({ text });
  expect(again).toMatchObject({ ok: true, summary: { unchanged: rowCount, changed: 0 } });
  const after = counts(imports.driver);
  const grown = Object.entries(after).filter(([name, count]) => count !== before[name]);
  // A position is what every commit writes; entries of listings are not written again.
  const positions = new Set([topics.listingsState.name]);
  expect(grown.map(([name]) => name).filter((name) => !positions.has(name))).toEqual(
    expect.arrayContaining([rawTopic('copart').name, topics.listingsSnapshots.name]),
  );
  expect(grown.filter(([name]) => !positions.has(name))).toHaveLength(2);
  const states = imports.driver
    .records(topics.listingsState)
    .slice(before[topics.listingsState.name])
    .filter(({ key }) => !key.startsWith('@'));
  expect(states).toEqual([]);
});
