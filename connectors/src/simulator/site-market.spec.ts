import { SiteMarket } from './site-market.ts';

const startedAt = Date.parse('2027-03-10T00:00:00Z');
const hourMs = 3_600_000;

test.each([0, 1, 30, 24 * 40])('after %d hours a site has no number twice', (hours) => {
  const market = new SiteMarket({
    ...{ seed: 1, siteNumber: 3, lotCount: 2_000, worldLotCount: 2_000, startedAt },
  });
  const numbers = [...market.lotsAt(startedAt + hours * hourMs)].map((lot) => lot.lotNumber);
  expect(new Set(numbers).size).toBe(2_000);
  expect(numbers.filter((number) => String(number).length !== 8)).toEqual([]);
});

test('a lot of two sites is one vehicle', () => {
  const vins = [3, 4].map((siteNumber) => {
    const market = new SiteMarket({
      ...{ seed: 1, siteNumber, lotCount: 2_000, worldLotCount: 2_000, startedAt },
    });
    return new Set([...market.lotsAt(startedAt)].map(({ vehicle }) => vehicle.vin));
  });
  const [one = new Set(), other = new Set()] = vins;
  expect([...one].filter((vin) => other.has(vin)).length).toBeGreaterThan(0);
});
