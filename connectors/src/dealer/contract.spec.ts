/** The connector of dealers' files by HTTP on its simulator: the shared contract, plain and packed. */
import { startApiSimulator } from '../simulator/api-simulator.ts';
import { connectorContract } from '../testing/connector-contract.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import { DealerReader } from './dealer-reader.ts';
import { dealerFeed } from './feed.ts';
import { readMappings, shippedMappings } from './mapping.ts';
import { dealerFileSite } from './simulator/file-site.ts';

const access = { user: 'invented-user', password: 'invented-password-0123456789' };
const mappings = readMappings(shippedMappings);

test('what the mapping speaks of is no drift, whatever is added is', () => {
  const warnings = (...keys: string[]) => {
    const record = Object.fromEntries(keys.map((key) => [key, '1']));
    const reader = new DealerReader(mappings);
    const text = Buffer.from(JSON.stringify({ vehicles: [{ vehicle_id: 'V1', ...record }] }));
    expect([...reader.read(text), ...reader.end('READ')]).toHaveLength(1);
    return reader.header.kind === 'ACCEPTED' ? reader.header.warnings : [reader.header];
  };
  expect(warnings('title', 'mileage', 'mileage.value', 'image[0].url', 'address')).toEqual([]);
  expect(warnings('title', 'batteryHealth')).toEqual(['added: batteryHealth']);
});

describe.each(['json', 'json.gz'])('.%s', (ending) => {
  connectorContract('dealer', {
    start: ({ now }) =>
      startApiSimulator({
        ...{ host: '127.0.0.1', port: 0, seed: 11, now },
        market: aSiteMarket(21, 200),
        site: dealerFileSite(access),
      }),
    feed: ({ siteUrl }, { limits, rate, now }) => {
      const fileUrl = `${siteUrl}/feeds/meta-automotive.${ending}`;
      return dealerFeed({ ...access, fileUrl, limits, rate }, mappings, now);
    },
    ids: (site, at) => (site.truth(at) as { id: string }[]).map(({ id }) => id),
    secrets: [access.password, Buffer.from(`${access.user}:${access.password}`).toString('base64')],
    rowsMin: 50,
    cycleMs: 900_000,
  });
});
