/** Mistakes planted in a copy of the rules, one at a time; each must be noticed by some check. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bidVectors } from '@auction/streams/testing/auction/bid-vectors';
import { closingFaults, closingVectors } from '@auction/streams/testing/auction/closing-vectors';
import { vectorFaults } from '@auction/streams/testing/auction/play-vector';
import { checkRandomBids } from '@auction/streams/testing/auction/random-bids';
import { ebayFigures } from './ebay-bids.ts';
import type { EbayFigures, RealAuction } from './ebay-bids.ts';
import { rulesFolder, rulesIn } from './rules-under-test.ts';
import type { RulesUnderTest } from './rules-under-test.ts';

interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

const mutant = (name: string, file: string, text: string, instead: string): Mutant => ({
  name,
  file,
  text,
  instead,
});

const bandOfIncrement = 'row[0] <= priceMinor';
const stepOfRow = 'return row[1];';
const flatStep = (minor: number): Mutant =>
  mutant(
    `every step ${minor}`,
    'increments.ts',
    'const { rows } = table;',
    `const rows = [[0, ${minor}]];`,
  );

export const mutants: readonly Mutant[] = [
  mutant(
    'no fill',
    'market.ts',
    'this.#rank(by);\n    this.#price();',
    'const led = by === this.leader;\n    this.#rank(by);\n    if (!led) this.#price();',
  ),
  mutant(
    'own raise jumps to the maximum',
    'market.ts',
    'this.#rank(by);\n    this.#price();',
    'const led = by === this.leader;\n    this.#rank(by);\n    this.#price();\n    if (led) this.priceMinor = by.maxMinor;',
  ),
  mutant(
    'own raise costs a step',
    'market.ts',
    'this.#rank(by);\n    this.#price();',
    'const led = by === this.leader;\n    this.#rank(by);\n    this.#price();\n    if (!led) return;\n    this.priceMinor = Math.min(by.maxMinor, this.askMinor);\n    this.askMinor = this.priceMinor + increment(this.terms.table, this.priceMinor);',
  ),
  mutant('band edge belongs below', 'increments.ts', bandOfIncrement, 'row[0] < priceMinor'),
  mutant('bands shifted by one', 'increments.ts', stepOfRow, 'return rows[index - 1]?.[1] ?? 1;'),
  flatStep(100),
  flatStep(250),
  flatStep(500),
  flatStep(1),
  flatStep(0),
  mutant('tie to the later', 'market.ts', 'one.order < other.order', 'one.order > other.order'),
  mutant(
    'no cap at the maximum',
    'market.ts',
    'step < first.maxMinor ? step : first.maxMinor',
    'step',
  ),
  mutant(
    'step of the leader',
    'market.ts',
    'increment(table, second.maxMinor)',
    'increment(table, first.maxMinor)',
  ),
  mutant(
    'ask without a step',
    'market.ts',
    'this.askMinor = this.priceMinor + increment(terms.table, this.priceMinor);',
    'this.askMinor = this.priceMinor;',
  ),
  mutant(
    'first bid needs a step',
    'market.ts',
    'this.askMinor = terms.startMinor;\n  }\n',
    'this.askMinor = terms.startMinor + increment(terms.table, terms.startMinor);\n  }\n',
  ),
  mutant(
    'reserve met from above',
    'market.ts',
    'first.maxMinor >= reserve ? reserve',
    'first.maxMinor > reserve ? reserve',
  ),
  mutant(
    'reserve never bid up to',
    'market.ts',
    'reserve > price && first.maxMinor >= reserve',
    'reserve < 0',
  ),
  mutant('waived reserve still binds', 'market.ts', 'this.isReserveWaived ? 0 :', 'false ? 0 :'),
  mutant(
    'stated price lost by a proxy',
    'market.ts',
    'statesPrice ? amountMinor : by.floorMinor',
    'statesPrice ? amountMinor : 0',
  ),
  mutant(
    'flat bid states nothing',
    'market.ts',
    'statesPrice ? amountMinor : by.floorMinor',
    'by.floorMinor',
  ),
  mutant(
    'a lowered maximum is the last',
    'market.ts',
    'if (maxMinor <= by.maxMinor) return',
    'if (maxMinor < 0) return',
  ),
  mutant('prebids keep ties', 'market.ts', "isPre && tie === 'PREBID_LOSES' ? 1 : 0", '0'),
  mutant(
    'equal maxima accepted',
    'market.ts',
    "tie === 'REJECT_EQUAL'",
    "tie === 'EARLIER' && false",
  ),
  mutant(
    'lowering below the price',
    'market.ts',
    "return amountMinor < this.priceMinor ? 'TOO_LOW' : undefined;",
    'return undefined;',
  ),
  mutant(
    'an equal raise is accepted',
    'market.ts',
    'amountMinor > by.maxMinor) return undefined',
    'amountMinor >= by.maxMinor) return undefined',
  ),
  mutant('a removed price is remembered', 'market.ts', 'standing.floorMinor = 0;', ''),
  mutant(
    'the end is open',
    'closing.ts',
    "if (status === 'OPEN') return receivedAt < endsAt",
    "if (status === 'OPEN') return receivedAt <= endsAt",
  ),
  mutant(
    'window too short by a moment',
    'closing.ts',
    'endsAt - at > rule.windowMs',
    'endsAt - at >= rule.windowMs - 60_000',
  ),
  mutant(
    'one extension too many',
    'closing.ts',
    'extensionCount >= rule.maxExt',
    'extensionCount > rule.maxExt',
  ),
  mutant('the hard end is soft', 'closing.ts', 'rule.hardEnd ?? wanted', 'wanted'),
  mutant('an earlier end', 'closing.ts', 'Math.max(endsAt, ', 'Math.max(0, '),
  mutant(
    'an earlier stamp counts as it is',
    'bidding.ts',
    'receivedAt > book.lotClock ? receivedAt : book.lotClock',
    'receivedAt',
  ),
  mutant(
    'silent raises extend',
    'closing.ts',
    'return effect.movesPrice || effect.changesLeader;',
    'return true;',
  ),
];

/** A copy of the rules with one mistake. @throws when the text to change is not there once */
function planted({ file, text, instead }: Mutant): string {
  const folder = mkdtempSync(join(tmpdir(), 'auction-mutant-'));
  const rules = join(folder, 'auction');
  cpSync(rulesFolder, rules, { recursive: true, filter: (path) => !path.endsWith('.spec.ts') });
  cpSync(join(rulesFolder, '../money.ts'), join(folder, 'money.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const source = readFileSync(join(rules, file), 'utf8');
  if (source.split(text).length !== 2) throw new Error(`not once in ${file}: ${text}`);
  writeFileSync(
    join(rules, file),
    source.replace(text, () => instead),
  );
  return folder;
}

/** An assertion that trips is a check like any other. */
function notices(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    return error instanceof Error;
  }
}

const randomBids = 20_000;

function killersOf(
  rules: RulesUnderTest,
  auctions: readonly RealAuction[],
  figures: EbayFigures,
): string[] {
  const { engine } = rules;
  const checks: Readonly<Record<string, () => boolean>> = {
    'real bids': () => {
      const { exactLenient, belowAsk } = ebayFigures(auctions, rules);
      return exactLenient !== figures.exactLenient || belowAsk !== figures.belowAsk;
    },
    vectors: () => bidVectors.some((vector) => vectorFaults(vector, engine).length > 0),
    closing: () => closingVectors.some((vector) => closingFaults(vector, engine).length > 0),
    oracle: () => checkRandomBids(randomBids, 1, engine).differences.length > 0,
  };
  return Object.entries(checks).flatMap(([name, check]) => (notices(check) ? [name] : []));
}

export interface Kill {
  readonly name: string;
  /** Checks that noticed it; none: it lives. */
  readonly by: readonly string[];
}

/** Plants every mutant and says which checks noticed. */
export async function killsOf(
  auctions: readonly RealAuction[],
  figures: EbayFigures,
): Promise<Kill[]> {
  const alarms = killersOf(await rulesIn(rulesFolder), auctions, figures);
  if (alarms.length > 0) throw new Error(`without any mistake: ${alarms.join(', ')} fail`);
  const kills: Kill[] = [];
  for (const one of mutants) {
    const folder = planted(one);
    try {
      const rules = await rulesIn(join(folder, 'auction'));
      kills.push({ name: one.name, by: killersOf(rules, auctions, figures) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const backwards = auctions.map((one) => ({ ...one, bids: one.bids.toReversed() }));
  const reversed = ebayFigures(backwards, await rulesIn(rulesFolder));
  const differs =
    reversed.exactLenient !== figures.exactLenient || reversed.belowAsk !== figures.belowAsk;
  kills.push({ name: 'time reversed', by: differs ? ['real bids'] : [] });
  return kills;
}
