import { startApiSimulator } from '../../simulator/api-simulator.ts';
import { connectorContract } from '../connector-contract.ts';
import { aSiteMarket } from '../site-market.ts';
import { exampleFeed } from './feed.ts';
import { exampleSimulator } from './simulator.ts';

const apiKey = 'invented-key-0123456789';

connectorContract('the example', {
  start: ({ now }) =>
    startApiSimulator({
      ...{ host: '127.0.0.1', port: 0, seed: 11, now },
      market: aSiteMarket(7, 120),
      site: exampleSimulator(apiKey),
    }),
  feed: ({ siteUrl: baseUrl }, { limits, rate, now }) =>
    exampleFeed({ baseUrl, apiKey, limits, rate, now }),
  ids: (site, at) => (site.truth(at) as { id: string }[]).map(({ id }) => id),
  secrets: [apiKey],
  rowsMin: 50,
  cycleMs: 900_000,
});
