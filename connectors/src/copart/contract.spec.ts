import { connectorContract } from '../testing/connector-contract.ts';
import { authKey, startCopartSimulator, writeIntervalMs } from '../testing/copart-harness.ts';
import { copartFeed } from './feed.ts';
import { truthOf } from './simulator/truth.ts';

connectorContract('copart', {
  start: ({ now }) => startCopartSimulator(300, now),
  feed: ({ siteUrl }, { limits, rate, now }) =>
    copartFeed(
      { baseUrl: siteUrl, authKey, userAgent: 'Mozilla/5.0', referer: siteUrl, limits, rate },
      now,
    ),
  // A file shows the moment its interval began.
  ids: ({ world }, at) =>
    [...truthOf(world.market, Math.floor(at / writeIntervalMs) * writeIntervalMs)]
      .filter(({ isListed }) => isListed)
      .map(({ lotNumber }) => lotNumber),
  secrets: [authKey],
  rowsMin: 100,
  cycleMs: writeIntervalMs,
});
