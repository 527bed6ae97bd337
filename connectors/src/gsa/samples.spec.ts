/** The real answer, where it is at hand: every lot is explained. */
import { sampleData } from '@auction/streams/testing/sample-data';
import { noRateLimit, testLimits } from '../testing/feed-harness.ts';
import { importThrough } from '../testing/import-through.ts';
import { gsaFeed } from './feed.ts';

const sample = sampleData('gsa/discover_sample.trimmed.json');
const access = { baseUrl: 'http://127.0.0.1:9', apiKey: '', limits: testLimits, rate: noRateLimit };

(sample === undefined ? describe.skip : describe)('the real answer of the API', () => {
  test('one vehicle, the rest is something else, nothing is rejected', async () => {
    const imported = await importThrough(gsaFeed(access, Date.now), { path: sample ?? '' });
    expect(imported).toMatchObject({ rows: 5, notVehicles: 4, rejects: [], warnings: [] });
    expect(imported.listings).toHaveLength(1);
    expect(imported.listings[0]).toMatchObject({
      year: 2016,
      make: 'FORD',
      timePrecision: 'DAY',
      timeZone: 'America/Chicago',
      currency: 'USD',
      bidderCount: 1,
    });
  });
});
