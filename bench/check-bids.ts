/**
 * `npm run check:bids [-- --bids 10000000 --seed 1]`: random bids with retractions, waivers, lowered maxima
 * and every policy through the fold and through a naive oracle; prints what they disagree about.
 */
import { parseArgs } from 'node:util';
import { checkRandomBids } from '@auction/streams/testing/auction/random-bids';

const { values } = parseArgs({
  options: {
    bids: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
  },
});
const wanted = Number(values.bids);
const seed = Number(values.seed);
const perRound = 500_000;

let bids = 0;
let accepted = 0;
let lots = 0;
const differences: string[] = [];
const begunAt = performance.now();
for (let round = 0; bids < wanted && differences.length === 0; round += 1) {
  const checked = checkRandomBids(Math.min(perRound, wanted - bids), seed + round);
  bids += checked.bidCount;
  accepted += checked.acceptedCount;
  lots += checked.lotCount;
  differences.push(...checked.differences);
}
const seconds = (performance.now() - begunAt) / 1000;
const share = Math.round((100 * accepted) / bids);
console.log(
  `${bids} random bids on ${lots} lots, ${share} % accepted, seed ${seed}, ${seconds.toFixed(0)} s: ` +
    `${differences.length} differences`,
);
for (const difference of differences) console.log(`  ${difference}`);
if (differences.length > 0) process.exitCode = 1;
