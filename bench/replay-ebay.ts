/**
 * `npm run replay:ebay -- <csv>`: real bids through our rules; how many final prices they explain. Then
 * planted mistakes in the rules: real bids, named vectors and the oracle must notice every one.
 */
import { parseArgs } from 'node:util';
import { ebayFigures, realAuctions } from './ebay-bids.ts';
import type { EbayFigures } from './ebay-bids.ts';
import { killsOf } from './rule-mutants.ts';
import { rulesFolder, rulesIn } from './rules-under-test.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const file = positionals[0] ?? '../shared/data/ebay/auction-bids-pseudonymised.csv';

function print(figures: EbayFigures): void {
  const { auctions, bids, unexplained, unmasked } = figures;
  const perMille = ((1000 * figures.belowAsk) / bids).toFixed(2);
  console.log(`${auctions} auctions, ${bids} bids; table ebay-usd@1, everything a proxy`);
  console.log(
    `  explained exactly          ${figures.exactLenient} (strict: ${figures.exactStrict})`,
  );
  console.log(`  by a hidden reserve        ${figures.hiddenReserve}`);
  console.log(`  not explained              ${unexplained.length} ${unexplained.join(', ')}`);
  console.log(`  challengers below the ask  ${figures.belowAsk} (${perMille} per mille)`);
  console.log(
    `  price against the highest bid of the others (not masked): ${unmasked.exact} that and a step, ` +
      `${unmasked.short} less than a step, ${unmasked.above} above, ${unmasked.below} below, ` +
      `${unmasked.alone} with one bidder`,
  );
}

const auctions = realAuctions(file);
const figures = ebayFigures(auctions, await rulesIn(rulesFolder));
print(figures);

const kills = await killsOf(auctions, figures);
const killed = kills.filter(({ by }) => by.length > 0);
for (const { name, by } of kills) {
  console.log(`  ${by.length > 0 ? 'killed ' : 'ALIVE  '} ${name}: ${by.join(', ')}`);
}
console.log(`rule mutants killed: ${killed.length} of ${kills.length}`);

/** Measured once; another figure means that a rule has changed, and needs a decision note. */
const measured = {
  auctions: 471,
  bids: 8204,
  exactLenient: 444,
  exactStrict: 443,
  hiddenReserve: 25,
};
const isAsMeasured = Object.entries(measured).every(
  ([name, value]) => figures[name as keyof typeof measured] === value,
);
if (!isAsMeasured) console.log(`not as measured before: ${JSON.stringify(measured)}`);

/** Gates of bidding.md section 18.2. */
const isGood =
  isAsMeasured &&
  figures.unexplained.length <= 2 &&
  figures.belowAsk / figures.bids < 0.001 &&
  figures.aboveUnlikeBid === 0 &&
  killed.length === kills.length;
if (!isGood) process.exitCode = 1;
